/**
 * What a check probes, in words for people: without user names, passwords, query values and tokens.
 *
 * These texts travel everywhere (window, feed, log, page): whatever is added here must be fit for a stranger's eyes.
 */
import type { Check, CheckOf } from '../model/check.ts';
import { POSTGRES_PORT } from '../model/checks/database.ts';
import { resolverParts } from '../model/checks/dns.ts';
import type { HttpTarget } from '../model/checks/http-target.ts';
import type { SelfAspect } from '../model/checks/self.ts';
import { tcpPort } from '../model/checks/tcp.ts';
import { tlsPort } from '../model/checks/tls.ts';
import { formatDuration } from '../model/duration.ts';
import { assertNever } from '../model/never.ts';

/** The monitor of ftw.monitor listens this much above its instance's HTTP port. */
const MONITOR_ABOVE_INSTANCE = 80;

/** `GET https://shop.example/health?key=…`, `db1:5432`, `monitor of zope1:8080`, `beats every 1 h`. */
export function describeTarget(check: Check): string {
  switch (check.type) {
    case 'http':
      return `${check.method} ${publicUrl(check.url)}`;
    case 'tcp':
      return `${check.preset === undefined ? '' : `${check.preset} `}${hostAndPort(check.host, tcpPort(check) ?? Number.NaN)}`;
    case 'tls':
      return `certificate of ${hostAndPort(check.host, tlsPort(check))}`;
    case 'websocket':
      return publicUrl(check.url);
    case 'grpc':
      return `gRPC ${hostAndPort(check.host, check.port)}${check.service === '' ? '' : `/${check.service}`}`;
    case 'dns':
      return `${check.record} ${check.query}${check.resolver === undefined ? '' : ` at ${check.resolver}`}`;
    case 'ping':
      return `ping ${check.host}`;
    case 'exec':
      return `${check.command[0].replace(/^.*\//, '')}${check.command.length > 1 ? ' …' : ''}`;
    case 'database':
      return `postgres ${databaseTarget(check)}`;
    case 'zcmonitor':
      if (check.socket !== undefined) {
        return `monitor ${check.socket}`;
      }
      return check.instancePort === undefined
        ? `monitor ${hostAndPort(check.host, monitorPort(check))}`
        : `monitor of ${hostAndPort(check.host, check.instancePort)}`;
    case 'heartbeat':
      return check.cron === undefined
        ? `beat every ${formatDuration(check.every ?? Number.NaN)} at ${HEARTBEAT_PATH}…`
        : `beat at "${check.cron}" (${check.timeZone}) at ${HEARTBEAT_PATH}…`;
    case 'count':
      return `reports within ${formatDuration(check.within)} at ${REPORT_PATH}…`;
    case 'agent':
      return `agent ${hostAndPort(check.host, check.port)}`;
    case 'apache_status':
      return `mod_status ${publicUrl(check.url)}`;
    case 'haproxy':
      return `HAProxy ${check.url === undefined ? (check.socket ?? hostAndPort(check.host ?? '', check.port ?? Number.NaN)) : publicUrl(check.url)}`;
    case 'prometheus':
      return `${check.series} at ${publicUrl(check.url)}`;
    case 'self':
      return SELF_TARGETS[check.aspect];
    default:
      return assertNever(check, 'check type');
  }
}

const SELF_TARGETS: Readonly<Record<SelfAspect, string>> = {
  sight: 'checks can be judged from here',
  uplink: 'our own way out',
  storm: 'unrelated targets that fail at once',
  audit: 'what was to be sent has been sent',
};

/** Where beats are sent: this, then the token that makes an address somebody's own and is never shown. */
export const HEARTBEAT_PATH = '/beat/';

/** Where people's reports are sent: this, then a token. */
const REPORT_PATH = '/report/';

/** The host that a check calls; lower case, no brackets. Empty when it calls nobody. */
export function hostOf(check: Check): string {
  switch (check.type) {
    case 'http':
    case 'apache_status':
    case 'prometheus':
    case 'websocket':
      return hostOfUrl(check.url);
    case 'tcp':
    case 'tls':
    case 'grpc':
    case 'agent':
      return bare(check.host);
    case 'dns':
      return bare(check.resolver === undefined ? '' : (resolverParts(check.resolver)?.host ?? ''));
    case 'ping':
      return bare(check.host);
    case 'exec':
      return '';
    case 'database':
      return bare(databaseHost(check));
    case 'zcmonitor':
      return check.socket === undefined ? bare(check.host) : '';
    case 'haproxy':
      return check.url === undefined ? bare(check.host ?? '') : hostOfUrl(check.url);
    case 'heartbeat':
    case 'count':
    case 'self':
      return '';
    default:
      return assertNever(check, 'check type');
  }
}

/**
 * What "in flight per host" is counted by. What calls no host is limited beside its own kind only: eight hanging programs are
 * no reason to miss a heartbeat.
 */
export function placeOf(check: Check): string {
  const socket = 'socket' in check ? check.socket : undefined;
  return hostOf(check) || (socket ?? check.type);
}

/** This very machine: nothing that happens to our uplink touches it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const hostOfUrl = (url: string) => bare(parts(url).host.replace(/:\d*$/, ''));

/** The port a zcmonitor check really connects to. */
export function monitorPort(check: CheckOf<'zcmonitor'>): number {
  // The schema asks for exactly one of both; NaN would be refused by the first connect, loudly.
  return check.port ?? (check.instancePort ?? Number.NaN) + MONITOR_ABOVE_INSTANCE;
}

/** An address that may be shown: no user name, no password, no values in the query, no fragment. */
export function publicUrl(url: string): string {
  const { scheme, host, path, query } = parts(url);
  const keys = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      // A query without "=" is as likely a token as a name.
      return equals < 0 ? '…' : `${pair.slice(0, equals)}=…`;
    });
  return `${scheme}://${host}${path}${keys.length > 0 ? `?${keys.join('&')}` : ''}`;
}

/** Of an address whose path may be a secret: the host alone. */
export function publicHost(url: string): string {
  return parts(url).host;
}

/** What a reader must know about how a check is set up. Each is a sentence without a full stop. */
export function checkWarnings(check: Check): readonly string[] {
  return [...commonWarnings(check), ...ownWarnings(check)];
}

function commonWarnings(check: Check): string[] {
  const warnings: string[] = [];
  if (check.fall === 1 && check.type !== 'self') {
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
      return [];
    default:
      return assertNever(check, 'check type');
  }
}

/** `db1:5432/shop`; without the database when it is the user's own. */
function databaseTarget(check: CheckOf<'database'>): string {
  if (check.url === undefined) {
    const { host = '', port = POSTGRES_PORT, database } = check;
    return `${hostAndPort(host, port)}${database === undefined ? '' : `/${database}`}`;
  }
  const { host, path } = parts(check.url);
  return `${host}${path === '/' ? '' : path}`;
}

const databaseHost = (check: CheckOf<'database'>) =>
  check.url === undefined ? (check.host ?? '') : parts(check.url).host.replace(/:\d*$/, '');

function databaseWarnings(check: CheckOf<'database'>): string[] {
  if (isLoopback(bare(databaseHost(check)))) {
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

export const hostAndPort = (host: string, port: number) => `${host.includes(':') ? `[${bare(host)}]` : host}:${port}`;

const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase();

/** The pieces of an http(s) address, split as WHATWG URL does: a backslash ends the host as a slash would, the last `@` ends the userinfo. */
function parts(url: string): { scheme: string; userinfo: string; host: string; path: string; query: string } {
  const found = /^([a-z]+):[/\\]*([^/\\?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url.replaceAll(/[\t\r\n]/g, '').trim());
  const [, scheme = '', authority = '', path = '', query = ''] = found ?? [];
  const at = authority.lastIndexOf('@');
  return {
    scheme: scheme.toLowerCase(),
    userinfo: at < 0 ? '' : authority.slice(0, at),
    host: authority.slice(at + 1).toLowerCase(),
    path: path === '' ? '/' : path,
    query,
  };
}
