/**
 * One probe of the blackbox exporter as a check: its module says how, the target says where.
 */
import type { Fields } from '../fields.ts';
import { jsRegex } from '../go-regex.ts';
import type { CheckDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { addressText, headerText } from '../secret-names.ts';
import { codesBetween, durationText, goDuration, hostPort, literal, statusRanges } from '../texts.ts';
import type { Module } from './modules.ts';

export interface Timing {
  readonly interval: string;
  readonly timeout?: string;
}

/** Means the same to every check of ours: both families are tried, and what is faster wins. */
const NO_WORD_NEEDED = ['preferred_ip_protocol', 'ip_protocol_fallback', 'source_ip_address'];

/** The check; null when there is none, and then that has been told. */
export function probeCheck(
  target: string,
  module: Module,
  timing: Timing,
  place: Place,
  report: Report,
): CheckDraft | null {
  const prober = module.fields.text('prober') ?? 'http';
  const own = module.fields.record(prober);
  const timeout = goDuration(module.fields.text('timeout') ?? '');
  const timed = { ...timing, ...(timeout !== null && timeout > 0 && { timeout: durationText(timeout) }) };
  const check = checkOf(prober, target, own, timed, place, report);
  if (check !== null && own !== null) {
    own.ignore(...NO_WORD_NEEDED);
    for (const key of [...own.left(), ...own.odd()]) {
      report.lost({ ...module.place, line: own.lineOf(key) }, `"${key}" has no counterpart`);
    }
  }
  return check;
}

function checkOf(
  prober: string,
  target: string,
  own: Fields | null,
  timing: Timing,
  place: Place,
  report: Report,
): CheckDraft | null {
  switch (prober) {
    case 'http':
      return httpCheck(target, own, timing, place, report);
    case 'tcp':
      return tcpCheck(target, own, timing, place, report);
    default:
      report.lost(place, `there is no check for the prober "${prober}" here`);
      return null;
  }
}

function httpCheck(target: string, own: Fields | null, timing: Timing, place: Place, report: Report): CheckDraft {
  const url = /^https?:\/\//i.test(target) ? target : `http://${target}`;
  const method = (own?.text('method') ?? 'GET').toUpperCase();
  const headers = headersOf(own, place, report);
  const codes = (own?.raw('valid_status_codes') ?? []) as unknown;
  const valid = new Set((Array.isArray(codes) ? codes : []).map(Number));
  const follow = own?.flag('follow_redirects') ?? (own?.flag('no_follow_redirects') === true ? false : null);
  const body = own?.text('body') ?? null;
  const rules = bodyRules(own, place, report);
  const tls = own?.record('tls_config') ?? null;
  const insecure = tls?.flag('insecure_skip_verify') === true;
  for (const key of tls?.left() ?? []) {
    report.lost(place, `tls_config: "${key}" has no counterpart`);
  }
  if (own?.flag('fail_if_not_ssl') === true && !/^https:/i.test(url)) {
    report.lost(place, 'fail_if_not_ssl: write the address with https://');
  }
  return {
    type: 'http',
    url: addressText(literal(url), place.name, `target ${place.name}`, report),
    ...(method !== 'GET' && { method: method as 'POST' }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body !== null && { body: literal(body) }),
    // Empty means 2xx there, which is our default.
    ...(valid.size > 0 && {
      expectStatus: statusRanges(new Set([...codesBetween(100, 599)].filter((code) => valid.has(code)))),
    }),
    ...(rules !== null && { expectBody: rules }),
    ...(follow === false && { redirects: 0 }),
    ...(insecure && { verifyTls: false }),
    ...timing,
  };
}

function headersOf(own: Fields | null, place: Place, report: Report): Record<string, string> {
  const where = `module of ${place.name}`;
  const headers = Object.fromEntries(
    (own?.pairs('headers') ?? []).map(([name, value]) => [
      name,
      headerText(name, literal(value), place.name, where, report),
    ]),
  );
  const basic = own?.record('basic_auth') ?? null;
  if (basic !== null) {
    basic.ignore('username', 'password', 'password_file', 'username_file');
    const secret = report.secret(`${place.name} basic auth`, `${where}, base64 of "user:password" from basic_auth`);
    headers.Authorization = `Basic ${secret}`;
  }
  const authorization = own?.record('authorization') ?? null;
  if (authorization !== null || own?.has('bearer_token') === true || own?.has('bearer_token_file') === true) {
    own?.ignore('bearer_token', 'bearer_token_file');
    const secret = report.secret(`${place.name} bearer token`, `${where}, its bearer token`);
    headers.Authorization = `${authorization?.text('type') ?? 'Bearer'} ${secret}`;
  }
  return headers;
}

/** All of `fail_if_body_not_matches_regexp` must be found, none of `fail_if_body_matches_regexp`. */
function bodyRules(own: Fields | null, place: Place, report: Report): { regex: string } | null {
  const wanted = (own?.texts('fail_if_body_not_matches_regexp') ?? []).map((text) => ({ text, sign: '=' }));
  const unwanted = (own?.texts('fail_if_body_matches_regexp') ?? []).map((text) => ({ text, sign: '!' }));
  const parts: string[] = [];
  for (const { text, sign } of [...wanted, ...unwanted]) {
    const regex = jsRegex(text);
    if (regex === null) {
      report.lost(place, `the regular expression "${text}" cannot be said in JavaScript's`);
    } else {
      parts.push(`(?${sign}.*(?:${regex.startsWith('^') ? `(?<![^])${regex.slice(1)}` : regex}))`);
    }
  }
  const [only] = wanted;
  if (parts.length === 1 && only !== undefined && unwanted.length === 0) {
    return { regex: literal(jsRegex(only.text) ?? '') };
  }
  return parts.length === 0 ? null : { regex: literal(`^${parts.join('')}`) };
}

function tcpCheck(target: string, own: Fields | null, timing: Timing, place: Place, report: Report): CheckDraft | null {
  const address = hostPort(target.replace(/^tcp:\/\//i, ''));
  if (address === null) {
    report.lost(place, 'a tcp target is host:port');
    return null;
  }
  if (own?.flag('tls') === true) {
    report.lost(place, 'there is no tcp check over TLS here');
    return null;
  }
  const script: ({ send: string } | { expectRegex: string })[] = [];
  for (const step of own?.records('query_response') ?? []) {
    const expect = step.text('expect');
    const send = step.text('send');
    const regex = expect === null ? null : jsRegex(expect);
    if (expect !== null && regex === null) {
      report.lost(place, `the regular expression "${expect}" cannot be said in JavaScript's`);
    }
    if (regex !== null) {
      // There it is looked for line by line.
      script.push({ expectRegex: literal(regex.replace(/^\^/, '(?:^|\\n)')) });
    }
    if (send !== null && send !== '') {
      // The exporter ends each line itself (prober/tcp.go).
      script.push({ send: `${literal(send).replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\\n` });
    }
    for (const key of step.left()) {
      report.lost(place, `query_response: "${key}" has no counterpart`);
    }
  }
  return { type: 'tcp', ...address, ...(script.length > 0 && { script }), ...timing };
}
