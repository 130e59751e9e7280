/**
 * One probe of the blackbox exporter as a check: its module says how, the target says where.
 */
import { DNS_RECORDS } from '../../../shared/model/checks/dns.ts';
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
    case 'icmp':
      return { type: 'ping', host: literal(target), ...pingOptions(own), ...timing };
    case 'dns':
      return dnsCheck(target, own, timing, place, report);
    case 'grpc':
      return grpcCheck(target, own, timing, place, report);
    default:
      report.lost(place, `there is no check for the prober "${prober}" here`);
      return null;
  }
}

function httpCheck(target: string, own: Fields | null, timing: Timing, place: Place, report: Report): CheckDraft {
  const url = /^https?:\/\//i.test(target) ? target : `http://${target}`;
  const method = (own?.text('method') ?? 'GET').toUpperCase();
  const headers = headersOf(own, place, report);
  const auth = authOf(own, place, report);
  const proxy = own?.text('proxy_url') ?? null;
  const codes = (own?.raw('valid_status_codes') ?? []) as unknown;
  const valid = new Set((Array.isArray(codes) ? codes : []).map(Number));
  const follow = own?.flag('follow_redirects') ?? (own?.flag('no_follow_redirects') === true ? false : null);
  const body = own?.text('body') ?? null;
  const rules = bodyRules(own, place, report);
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
    ...(auth !== null && { auth }),
    ...(proxy !== null && {
      proxy: addressText(literal(proxy), `${place.name} proxy`, `proxy of ${place.name}`, report),
    }),
    ...trustOf(own, place, report),
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
  return headers;
}

/** A name may stand in the file; passwords and tokens may not. */
function authOf(own: Fields | null, place: Place, report: Report) {
  const where = `module of ${place.name}`;
  const basic = own?.record('basic_auth') ?? null;
  if (basic !== null) {
    basic.ignore('password', 'password_file');
    const password = report.secret(`${place.name} password`, `${where}, password of basic_auth`);
    return { username: literal(basic.text('username') ?? ''), password };
  }
  if (
    own?.has('authorization') === true ||
    own?.has('bearer_token') === true ||
    own?.has('bearer_token_file') === true
  ) {
    own.ignore('bearer_token', 'bearer_token_file', 'authorization');
    return { token: report.secret(`${place.name} bearer token`, `${where}, its bearer token`) };
  }
  return null;
}

/** `tls_config`: whom it trusts, and what it shows of itself. */
function trustOf(own: Fields | null, place: Place, report: Report) {
  const tls = own?.record('tls_config') ?? null;
  const ca = tls?.text('ca_file') ?? null;
  const cert = tls?.text('cert_file') ?? null;
  const key = tls?.text('key_file') ?? null;
  const insecure = tls?.flag('insecure_skip_verify') === true;
  for (const name of tls?.left() ?? []) {
    report.lost(place, `tls_config: "${name}" has no counterpart`);
  }
  return {
    ...(insecure && { verifyTls: false }),
    ...(ca !== null && { ca: literal(ca) }),
    ...(cert !== null && key !== null && { clientCertificate: { cert: literal(cert), key: literal(key) } }),
  };
}

/** All of `fail_if_body_not_matches_regexp` must be found, none of `fail_if_body_matches_regexp`. */
function bodyRules(own: Fields | null, place: Place, report: Report): { regex: string }[] | { regex: string } | null {
  const rules: { regex: string }[] = [];
  const add = (text: string, as: (regex: string) => string) => {
    const regex = jsRegex(text);
    if (regex === null) {
      report.lost(place, `the regular expression "${text}" cannot be said in JavaScript's`);
    } else {
      rules.push({ regex: literal(as(regex)) });
    }
  };
  for (const text of own?.texts('fail_if_body_not_matches_regexp') ?? []) {
    add(text, (regex) => regex);
  }
  for (const text of own?.texts('fail_if_body_matches_regexp') ?? []) {
    add(text, (regex) => `^(?!.*(?:${regex}))`);
  }
  const [only] = rules;
  return only === undefined ? null : rules.length === 1 ? only : rules;
}

/** The health protocol, for the server or one service. */
function grpcCheck(
  target: string,
  own: Fields | null,
  timing: Timing,
  place: Place,
  report: Report,
): CheckDraft | null {
  const address = hostPort(target);
  if (address === null) {
    report.lost(place, `its target ${target} is no host:port`);
    return null;
  }
  const service = own?.text('service') ?? '';
  return {
    type: 'grpc',
    ...address,
    ...(service !== '' && { service }),
    ...(own?.flag('tls') === true && { tls: true }),
    ...timing,
  };
}

/** Bytes of data in an echo. */
function pingOptions(own: Fields | null) {
  const size = own?.number('payload_size') ?? null;
  return size === null || size === 0 ? {} : { size };
}

/** The target is the resolver, the module the question. */
function dnsCheck(target: string, own: Fields | null, timing: Timing, place: Place, report: Report): CheckDraft | null {
  const type = (own?.text('query_type') ?? 'ANY').toUpperCase();
  const record = DNS_RECORDS.find((one) => one === type);
  if (record === undefined) {
    report.lost(place, `there is no dns check for records of type "${type}"`);
    return null;
  }
  const [rcode, ...others] = own?.texts('valid_rcodes') ?? [];
  const answers = own?.record('validate_answer_rrs') ?? null;
  const [wanted, ...further] = answers?.texts('fail_if_not_matches_regexp') ?? [];
  const regex = wanted === undefined ? null : jsRegex(wanted);
  if (
    others.length > 0 ||
    further.length > 0 ||
    (wanted !== undefined && regex === null) ||
    (answers?.left().length ?? 0) > 0
  ) {
    report.lost(place, 'only one response code and one expression on its answers are carried over');
  }
  return {
    type: 'dns',
    query: literal(own?.text('query_name') ?? ''),
    record,
    resolver: literal(target),
    ...(own?.text('transport_protocol') === 'tcp' && { transport: 'tcp' as const }),
    ...(rcode !== undefined && rcode !== 'NOERROR' && { expectRcode: rcode as 'NXDOMAIN' }),
    ...(regex !== null && { expectAnswers: { regex: literal(regex) } }),
    ...timing,
  };
}

function tcpCheck(target: string, own: Fields | null, timing: Timing, place: Place, report: Report): CheckDraft | null {
  const address = hostPort(target.replace(/^tcp:\/\//i, ''));
  if (address === null) {
    report.lost(place, 'a tcp target is host:port');
    return null;
  }
  const tls = own?.flag('tls') === true;
  const script: ({ send: string } | { expectRegex: string } | { starttls: true })[] = [];
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
    if (step.flag('starttls') === true) {
      script.push({ starttls: true });
    }
    for (const key of step.left()) {
      report.lost(place, `query_response: "${key}" has no counterpart`);
    }
  }
  return {
    type: 'tcp',
    ...address,
    ...(tls && { tls }),
    ...(script.length > 0 && { script }),
    ...trustOf(own, place, report),
    ...timing,
  };
}
