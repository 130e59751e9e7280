/**
 * One monitor of Uptime Kuma as a check. Which fields mean something depends on its type (server/model/monitor.js, beat).
 */
import { DNS_RECORDS } from '../../../shared/model/checks/dns.ts';
import { type Fields, isRecord } from '../fields.ts';
import type { CheckDraft, Place } from '../imported.ts';
import { jsonPathText, jsonRule } from '../json-rule.ts';
import type { Report } from '../report.ts';
import { addressText, headerText } from '../secret-names.ts';
import { durationText, literal, statusRanges } from '../texts.ts';
import { jsonOf } from './source.ts';

/** What is read of a monitor, under the backup's spelling or the database's. */
export interface Monitor {
  readonly place: Place;
  readonly type: string;
  text(name: string): string | null;
  number(name: string): number | null;
  flag(name: string): boolean;
  texts(name: string): readonly string[];
}

export function monitorOf(fields: Fields, place: Place): Monitor {
  const either = <T>(name: string, read: (key: string) => T | null) => read(name) ?? read(snake(name));
  return {
    place,
    type: fields.text('type') ?? '',
    text: (name) => either(name, fields.text),
    number: (name) => either(name, fields.number),
    flag: (name) => either(name, fields.flag) === true,
    texts: fields.texts,
  };
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Kuma looks once a minute and waits 0.8 of that for an answer, unless told otherwise. */
const INTERVAL_S = 60;
const TIMEOUT_SHARE = 0.8;

/** The check; null when there is none, and then that has been told. */
export function monitorCheck(monitor: Monitor, report: Report): CheckDraft | null {
  const { place, type } = monitor;
  if (monitor.flag('upsideDown')) {
    report.lost(place, 'it is upside down (well when it fails), and no check here is');
    return null;
  }
  switch (type) {
    case 'http':
    case 'keyword':
    case 'json-query':
      return httpCheck(monitor, report);
    case 'ping':
      return pingCheck(monitor, report);
    case 'dns':
      return dnsCheck(monitor, report);
    case 'postgres':
      return postgresCheck(monitor, report);
    case 'mysql':
    case 'redis':
      return presetCheck(monitor, type, report);
    case 'smtp':
      return mailCheck(monitor, report);
    case 'port':
      return portCheck(monitor, report);
    case 'push':
      return pushCheck(monitor, report);
    default:
      report.lost(place, `there is no check for monitors of type "${type}" here`);
      return null;
  }
}

/** How often it is looked at, and how many failures it takes. */
function timingOf({ number, place }: Monitor, report: Report) {
  const interval = number('interval') ?? INTERVAL_S;
  const retries = number('maxretries') ?? 0;
  const retry = number('retryInterval') ?? 0;
  if (retries === 0) {
    report.changed(
      place,
      'one failure alone makes it down there (no retries); here three in a row do, looked at ten times as often',
    );
  }
  if ((number('resendInterval') ?? 0) > 0) {
    report.lost(place, 'resendInterval: who is reminded, and how often, is a policy here');
  }
  return {
    interval: durationText(interval * 1_000),
    ...(retries > 0 && { fall: Math.min(100, Math.round(retries) + 1) }),
    ...(retries > 0 && retry > 0 && retry < interval && { fastInterval: durationText(retry * 1_000) }),
  };
}

function timeoutOf({ number }: Monitor) {
  const own = number('timeout') ?? 0;
  const seconds = own > 0 ? own : (number('interval') ?? INTERVAL_S) * TIMEOUT_SHARE;
  return { timeout: durationText(seconds * 1_000) };
}

function httpCheck(monitor: Monitor, report: Report): CheckDraft {
  const { place, text, number, flag } = monitor;
  const method = (text('method') ?? 'GET').toUpperCase();
  const body = text('body') ?? '';
  const headers = headersOf(monitor, body !== '', report);
  const keyword = monitor.type === 'keyword' ? (text('keyword') ?? '') : '';
  const redirects = number('maxredirects');
  tellHttpLosses(monitor, report);
  return {
    type: 'http',
    url: addressText(literal(text('url') ?? ''), place.name, `url of "${place.name}"`, report),
    ...(method !== 'GET' && { method: method as 'POST' }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body !== '' && { body: literal(body) }),
    ...statusesOf(monitor),
    ...(keyword !== '' && {
      expectBody: flag('invertKeyword') ? { absent: literal(keyword) } : { contains: literal(keyword) },
    }),
    ...jsonOfMonitor(monitor, report),
    ...authOf(monitor, report),
    ...(redirects !== null && redirects >= 0 && { redirects: Math.min(20, Math.round(redirects)) }),
    ...(flag('ignoreTls') && { verifyTls: false }),
    ...timingOf(monitor, report),
    ...timeoutOf(monitor),
  };
}

function tellHttpLosses({ place, text, flag }: Monitor, report: Report): void {
  const method = text('authMethod') ?? '';
  if (method !== '' && method !== 'null' && method !== 'basic') {
    report.lost(place, `it logs in by ${method}, which no check here can`);
  }
  if (text('proxyId') !== null) {
    report.lost(place, 'it goes through a proxy');
  }
  if (flag('expiryNotification')) {
    report.lost(place, 'it tells when the certificate ends soon');
  }
}

/** `["200-299", "301"]`; Kuma's own default is ours. */
function statusesOf({ text, texts }: Monitor) {
  const inColumn = text('accepted_statuscodes_json');
  const written = inColumn === null ? texts('accepted_statuscodes') : jsonOf(inColumn);
  const codes = new Set<number>();
  for (const range of Array.isArray(written) ? written : []) {
    const [from = '', to = from] = String(range).split('-');
    for (let code = Number(from); code <= Math.min(999, Number(to)); code++) {
      codes.add(code);
    }
  }
  const ranges = statusRanges(codes);
  return Array.isArray(ranges) && ranges.length === 0 ? {} : ranges === '200-299' ? {} : { expectStatus: ranges };
}

/** Content types by `httpBodyEncoding`. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'text/xml; charset=utf-8',
};

function headersOf({ place, text }: Monitor, hasBody: boolean, report: Report): Record<string, string> {
  const headers: Record<string, string> = {};
  const encoding = CONTENT_TYPES[text('httpBodyEncoding') ?? 'json'];
  if (hasBody && encoding !== undefined) {
    headers['Content-Type'] = encoding;
  }
  const written = jsonOf(text('headers'));
  for (const [name, value] of Object.entries(isRecord(written) ? written : {})) {
    headers[name] = headerText(name, literal(String(value)), place.name, `headers of "${place.name}"`, report);
  }
  return headers;
}

/** Basic authentication: the name may stand in the file, the password may not. */
function authOf({ place, text }: Monitor, report: Report) {
  const username = text('basic_auth_user') ?? '';
  return username === ''
    ? {}
    : {
        auth: {
          username: literal(username),
          password: report.secret(`${place.name} password`, `basic auth password of "${place.name}"`),
        },
      };
}

/** A plain way of JSONata is a way of ours; anything more is not. */
function jsonOfMonitor({ place, type, text }: Monitor, report: Report) {
  if (type !== 'json-query') {
    return {};
  }
  const written = text('jsonPath') ?? '$';
  const path = jsonPathText(written);
  const operator = text('jsonPathOperator') ?? '==';
  const rule = path === null ? null : jsonRule(path, operator, text('expectedValue') ?? '');
  if (rule === null) {
    report.lost(place, `the query ${written} ${operator} … cannot be said here; only the status is looked at`);
    return {};
  }
  return { expectJson: [rule] };
}

function pingCheck(monitor: Monitor, report: Report): CheckDraft {
  const size = monitor.number('packetSize');
  return {
    type: 'ping',
    host: literal(monitor.text('hostname') ?? ''),
    ...(size !== null && size !== 56 && { size }),
    ...timingOf(monitor, report),
  };
}

function dnsCheck(monitor: Monitor, report: Report): CheckDraft | null {
  const { place, text, number } = monitor;
  const record = DNS_RECORDS.find((one) => one === (text('dns_resolve_type') ?? 'A'));
  if (record === undefined) {
    report.lost(place, `there is no dns check for records of type "${text('dns_resolve_type')}"`);
    return null;
  }
  const [resolver, ...others] = (text('dns_resolve_server') ?? '').split(',').map((one) => one.trim());
  if (others.length > 0) {
    report.lost(place, 'only the first of its resolvers is asked');
  }
  const port = number('port') ?? 53;
  const host = resolver?.includes(':') === true ? `[${resolver}]` : resolver;
  return {
    type: 'dns',
    query: literal(text('hostname') ?? ''),
    record,
    ...(host !== undefined && host !== '' && { resolver: port === 53 ? (resolver ?? '') : `${host}:${port}` }),
    ...timingOf(monitor, report),
  };
}

/** `postgres://user:password@host:5432/database`. */
function postgresCheck(monitor: Monitor, report: Report): CheckDraft {
  const { place, text } = monitor;
  const query = text('databaseQuery') ?? '';
  const url = addressText(
    literal(text('databaseConnectionString') ?? ''),
    place.name,
    `connection of "${place.name}"`,
    report,
  );
  if (url.includes('?')) {
    report.lost(place, 'the options behind the ? of its connection');
  }
  return {
    type: 'database',
    url: url.replace(/\?.*$/s, ''),
    ...(query !== '' && { query: literal(query) }),
    ...timingOf(monitor, report),
  };
}

/** The servers that are only greeted: nobody logs in, nothing is asked. */
function presetCheck(monitor: Monitor, preset: 'mysql' | 'redis', report: Report): CheckDraft | null {
  const { place, text } = monitor;
  const connection = text('databaseConnectionString') ?? '';
  const url = URL.canParse(connection) ? new URL(connection) : null;
  if (url === null || url.hostname === '') {
    report.lost(place, 'its connection is no address');
    return null;
  }
  report.changed(place, `nobody logs in and no query is asked: it must answer as ${preset}`);
  return {
    type: 'tcp',
    preset,
    host: literal(url.hostname.replace(/^\[|\]$/g, '')),
    ...(url.port !== '' && { port: Number(url.port) }),
    ...timingOf(monitor, report),
  };
}

function mailCheck(monitor: Monitor, report: Report): CheckDraft {
  const security = monitor.text('smtpSecurity') ?? '';
  return {
    type: 'tcp',
    preset: security === 'starttls' ? 'smtp-starttls' : 'smtp',
    host: literal(monitor.text('hostname') ?? ''),
    ...(monitor.number('port') !== null && { port: monitor.number('port') ?? 25 }),
    ...(security === 'secure' && { tls: true }),
    ...timingOf(monitor, report),
  };
}

function portCheck(monitor: Monitor, report: Report): CheckDraft {
  return {
    type: 'tcp',
    host: literal(monitor.text('hostname') ?? ''),
    port: monitor.number('port') ?? 0,
    ...timingOf(monitor, report),
  };
}

/** Called from outside: `/api/push/<token>?status=up`. */
function pushCheck(monitor: Monitor, report: Report): CheckDraft {
  const { place, number } = monitor;
  report.changed(
    place,
    'it is called at another address: /beat/<token> when all is well, /beat/<token>/fail when not; choose a token of 16 characters or more',
  );
  return {
    type: 'heartbeat',
    every: durationText((number('interval') ?? INTERVAL_S) * 1_000),
    token: report.secret(`${place.name} token`, `push token of "${place.name}"`),
  };
}
