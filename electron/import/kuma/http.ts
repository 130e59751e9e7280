/** Monitors of Uptime Kuma that ask over HTTP: http, keyword, json-query. */
import { isRecord } from '../fields.ts';
import type { CheckDraft } from '../imported.ts';
import { jsonPathText, jsonRule } from '../json-rule.ts';
import type { Report } from '../report.ts';
import { addressText, headerText } from '../secret-names.ts';
import { durationText, literal, statusRanges } from '../texts.ts';
import { INTERVAL_S, type Monitor, timingOf } from './kind.ts';
import { jsonOf } from './source.ts';

/** It waits this share of the interval for an answer. */
const TIMEOUT_SHARE = 0.8;

export function httpCheck(monitor: Monitor, report: Report): CheckDraft {
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

function timeoutOf({ number }: Monitor) {
  const own = number('timeout') ?? 0;
  const seconds = own > 0 ? own : (number('interval') ?? INTERVAL_S) * TIMEOUT_SHARE;
  return { timeout: durationText(seconds * 1_000) };
}

function tellHttpLosses({ place, text, flag }: Monitor, report: Report): void {
  const method = text('authMethod') ?? '';
  if (method !== '' && method !== 'null' && method !== 'basic') {
    report.lost(place, `it logs in by ${method}, which no check here can`);
  }
  if (text('proxyId') !== null) {
    report.lost(place, 'it goes through a proxy: name it in `proxy` of the check');
  }
  if (flag('expiryNotification')) {
    report.lost(place, 'it tells when the certificate ends soon: add a check of type tls');
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
  if (written === null && (text('headers') ?? '').trim() !== '') {
    report.lost(place, 'its headers: they are no JSON');
  }
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
