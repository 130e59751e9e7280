/**
 * What a reader must know about how a check is set up: where it proves less than it seems to, or says aloud what is secret.
 */
import type { Check, CheckOf, CheckType } from '../model/check.ts';
import type { HttpTarget } from '../model/checks/http-target.ts';
import { formatDuration } from '../model/duration.ts';
import { assertNever } from '../model/never.ts';
import { parts } from './address.ts';
import { hostOf, isLoopback } from './target.ts';

/** One word is enough: nothing is tried that could fail by accident. */
const SAID_IS_SAID: ReadonlySet<CheckType> = new Set([
  ...(['self', 'call', 'alert', 'source'] as const),
  ...(['practable_stream', 'practable_jump', 'practable_service'] as const),
]);

/** Each is a sentence without a full stop. */
export function checkWarnings(check: Check): readonly string[] {
  return [...commonWarnings(check), ...ownWarnings(check)];
}

function commonWarnings(check: Check): string[] {
  const warnings: string[] = [];
  if (check.fall === 1 && !SAID_IS_SAID.has(check.type)) {
    warnings.push('one failed try alone makes it down (fall: 1)');
  }
  if (check.type !== 'heartbeat' && check.latencyLimit !== undefined && check.latencyLimit >= check.timeout) {
    warnings.push('the latency limit is not below the time-out, so it is never reached');
  }
  return warnings;
}

function ownWarnings(check: Check): string[] {
  switch (check.type) {
    case 'http':
      return httpWarnings(check);
    case 'tls':
      return check.verifyTls ? [] : ['certificate not verified, only its days are counted (verifyTls: false)'];
    case 'websocket':
      return transportWarnings(check);
    case 'grpc':
      return check.tls && !check.verifyTls ? [UNVERIFIED] : [];
    case 'tcp':
      return tcpWarnings(check);
    case 'database':
      return databaseWarnings(check);
    case 'exec':
      return [];
    case 'ping':
      return [];
    case 'dns':
      return [];
    case 'zcmonitor':
      return check.warmUp === undefined ? [] : transportWarnings({ ...check.warmUp, headers: {} });
    case 'agent':
    case 'count':
      return [];
    case 'apache_status':
    case 'prometheus':
      return transportWarnings(check);
    case 'haproxy':
      return check.url === undefined ? [] : transportWarnings({ ...check, url: check.url });
    case 'heartbeat':
      return check.interval > (check.every ?? 0) + check.grace
        ? [`looked at every ${formatDuration(check.interval)} only, so a missing beat is noticed that late`]
        : [];
    case 'self':
    case 'call':
    case 'alert':
    case 'source':
    case 'practable_stream':
    case 'practable_jump':
    case 'practable_service':
      return [];
    default:
      return assertNever(check, 'check type');
  }
}

function databaseWarnings(check: CheckOf<'database'>): string[] {
  if (isLoopback(hostOf(check))) {
    return [];
  }
  switch (check.tls) {
    case 'disable':
      return ['credentials may go over the wire unencrypted (tls: disable)'];
    case 'prefer':
    case 'require':
      return [`certificate not verified (tls: ${check.tls})`];
    case 'verify':
      return [];
    default:
      return assertNever(check.tls, 'tls');
  }
}

function tcpWarnings(check: CheckOf<'tcp'>): string[] {
  const warnings: string[] = [];
  const underTls = check.tls || check.preset === 'smtp-starttls' || check.script.some((step) => 'starttls' in step);
  if (underTls && !check.verifyTls) {
    warnings.push(UNVERIFIED);
  }
  if (check.script.length > 0 && !check.script.some(expectsSomething)) {
    warnings.push('the script only sends; whether an answer comes is not looked at');
  }
  return warnings;
}

const expectsSomething = (step: CheckOf<'tcp'>['script'][number]) => !('send' in step || 'sendHex' in step);

/** How safely a request travels: `https` and `wss` verify, `http` and `ws` hide nothing. */
function transportWarnings({
  url,
  verifyTls,
  headers,
  auth,
}: Pick<HttpTarget, 'url' | 'verifyTls' | 'headers' | 'auth'>) {
  const warnings: string[] = [];
  const { scheme, userinfo } = parts(url);
  const underTls = scheme === 'https' || scheme === 'wss';
  if (underTls && !verifyTls) {
    warnings.push(UNVERIFIED);
  }
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const secret = userinfo !== '' || auth !== undefined || names.some((name) => CREDENTIALS.has(name));
  if (!underTls && secret) {
    warnings.push(`credentials go over the wire unencrypted (${scheme})`);
  }
  return warnings;
}
const UNVERIFIED = 'certificate not verified (verifyTls: false)';

function httpWarnings(check: CheckOf<'http'>): string[] {
  const warnings = transportWarnings(check);
  if (check.method === 'HEAD' && check.expectBody.length + check.expectJson.length > 0) {
    warnings.push('an answer to HEAD has no body, so the body rule sees nothing');
  }
  if (check.redirects > 0 && check.expectStatus.every(({ from, to }) => from >= 300 && to <= 399)) {
    warnings.push('expects a redirect but follows it; set redirects: 0 to judge the redirect itself');
  }
  if (check.fresh === 'none' && !check.refuseCached) {
    warnings.push('a cache may answer in its place (fresh: none), which does not prove that the site is alive');
  }
  return warnings;
}
const CREDENTIALS: ReadonlySet<string> = new Set(['authorization', 'cookie']);
