/**
 * One Gatus endpoint as a component with its check. The scheme of the address says what kind of check it is
 * (config/endpoint/endpoint.go, Endpoint.Type).
 */
import type { Fields } from '../fields.ts';
import type { CheckDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { addressText, headerText } from '../secret-names.ts';
import { durationText, goDuration, hostPort, statusRanges } from '../texts.ts';
import {
  bodyRule,
  type Condition,
  parseCondition,
  responseTimeLimit,
  statusCodes,
  type TextRule,
} from './conditions.ts';
import { gatusText } from './text.ts';

/** What every kind of endpoint has. */
interface Common {
  readonly interval: string;
  readonly timeout?: string;
  readonly fall?: number;
  readonly rise?: number;
  readonly latencyLimit?: string;
}

interface Endpoint {
  readonly fields: Fields;
  readonly place: Place;
  readonly report: Report;
  readonly url: string;
  /** All but those on the response time, which every kind of check has. */
  readonly conditions: readonly Condition[];
  readonly client: Fields | null;
  readonly common: Common;
}

/** Gatus looks once a minute unless told otherwise. */
const INTERVAL_MS = 60_000;

/** The check of an endpoint; null when there is none for it, and then that has been told. */
export function endpointCheck(
  fields: Fields,
  counters: Pick<Common, 'fall' | 'rise'>,
  place: Place,
  report: Report,
): CheckDraft | null {
  const text = fields.text('url') ?? '';
  const client = fields.record('client');
  const { conditions, latencyLimit } = readConditions(fields, place, report);
  const endpoint: Endpoint = {
    fields,
    place,
    report,
    url: addressText(gatusText(text, report), place.name, `url of "${place.name}"`, report),
    conditions,
    client,
    common: {
      interval: durationText(durationOf(fields, 'interval', place, report) ?? INTERVAL_MS),
      ...timeoutOf(client, place, report),
      ...counters,
      ...(latencyLimit !== null && { latencyLimit: durationText(latencyLimit) }),
    },
  };
  const check = checkFor(endpoint, text);
  if (check !== null) {
    tellLeftovers(endpoint);
  }
  return check;
}

function checkFor(endpoint: Endpoint, url: string): CheckDraft | null {
  const { fields, place, report } = endpoint;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? (url.startsWith('$') ? 'http' : '');
  if (fields.has('dns')) {
    report.lost(place, 'there is no dns check here yet');
    return null;
  }
  switch (scheme) {
    case 'http':
    case 'https':
      return httpCheck(endpoint);
    case 'tcp':
      return tcpCheck(endpoint);
    case '':
      report.lost(place, 'it has no address that begins with a scheme');
      return null;
    default:
      report.lost(place, `there is no check for ${scheme}:// here`);
      return null;
  }
}

function httpCheck({ fields, place, report, url, conditions, client, common }: Endpoint): CheckDraft {
  const method = (fields.text('method') ?? 'GET').toUpperCase();
  const hint = place.name;
  const headers = Object.fromEntries(
    fields
      .pairs('headers')
      .map(([name, value]) => [name, headerText(name, gatusText(value, report), hint, `headers of "${hint}"`, report)]),
  );
  const graphql = fields.flag('graphql') === true;
  const body = fields.text('body');
  const rules = httpRules(conditions, place, report);
  return {
    type: 'http',
    url,
    ...(method !== 'GET' && { method: method as 'POST' }),
    ...(Object.keys(headers).length > 0 && {
      headers: graphql ? { 'Content-Type': 'application/json', ...headers } : headers,
    }),
    ...(body !== null && {
      body: bodyText(graphql ? JSON.stringify({ query: body }) : body, url, fields, place, report),
    }),
    ...rules,
    ...(client?.flag('ignore-redirect') === true && { redirects: 0 }),
    ...(client?.flag('insecure') === true && { verifyTls: false }),
    ...common,
  };
}

/** Placeholders that never change are filled in (README, "Endpoints"); the others stay as they stand, and that is told. */
function bodyText(body: string, url: string, fields: Fields, place: Place, report: Report): string {
  if (/\[(?:LOCAL_ADDRESS|RANDOM_STRING_\d+)\]/.test(body)) {
    report.lost(
      { ...place, line: fields.lineOf('body') },
      'a placeholder of its body has another value each time there',
    );
  }
  return gatusText(body, report)
    .replaceAll('[ENDPOINT_NAME]', () => gatusText(place.name, report))
    .replaceAll('[ENDPOINT_GROUP]', () => gatusText(fields.text('group') ?? '', report))
    .replaceAll('[ENDPOINT_URL]', () => url);
}

function httpRules(conditions: readonly Condition[], place: Place, report: Report) {
  // Without a condition on it, any status is as good as another there.
  let codes: ReadonlySet<number> = new Set(Array.from({ length: 500 }, (_, index) => index + 100));
  const body: { contains?: string; absent?: string; regex?: string } = {};
  for (const condition of conditions) {
    const allowed = condition.placeholder === 'STATUS' && condition.path === '' ? statusCodes(condition) : null;
    const rule = condition.placeholder === 'BODY' ? bodyRule(condition) : null;
    if (allowed !== null) {
      codes = new Set([...codes].filter((code) => allowed.has(code)));
    } else if (rule === null || !Object.keys(rule).every((key) => body[key as keyof TextRule] === undefined)) {
      report.lost(place, `the condition "${condition.text}" has no counterpart`);
    } else {
      Object.assign(body, rule);
    }
  }
  return {
    expectStatus: statusRanges(codes),
    ...(Object.keys(body).length > 0 && { expectBody: body }),
  };
}

function tcpCheck({ fields, place, report, url, conditions, common }: Endpoint): CheckDraft | null {
  const address = hostPort(url.replace(/^tcp:\/\//i, '').replace(/\/.*$/, ''));
  if (address === null) {
    report.lost(place, 'a tcp address is tcp://host:port');
    return null;
  }
  const body = fields.text('body');
  const script: ({ send: string } | { expect: string } | { expectRegex: string })[] =
    body === null ? [] : [{ send: scriptText(gatusText(body, report)) }];
  for (const condition of conditions) {
    const rule = condition.placeholder === 'BODY' ? bodyRule(condition) : null;
    if (rule !== null && 'contains' in rule) {
      script.push({ expect: scriptText(rule.contains) });
    } else if (rule !== null && 'regex' in rule) {
      script.push({ expectRegex: rule.regex });
    } else {
      report.lost(place, `the condition "${condition.text}" has no counterpart`);
    }
  }
  return { type: 'tcp', ...address, ...(script.length > 0 && { script }), ...common };
}

/** In a script a backslash begins an escape. */
const scriptText = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');

function readConditions(fields: Fields, place: Place, report: Report) {
  const conditions: Condition[] = [];
  let latencyLimit: number | null = null;
  for (const raw of fields.texts('conditions')) {
    const condition = parseCondition(raw);
    const line = { ...place, line: fields.lineOf('conditions') };
    if (condition === null) {
      report.lost(line, `the condition "${raw}" has no counterpart`);
    } else if (/^\[CONNECTED\]\s*==\s*true$/.test(raw.trim())) {
      // What every check here asks for first.
    } else if (condition.placeholder === 'RESPONSE_TIME') {
      const limit = responseTimeLimit(condition);
      if (limit === null || limit === 0) {
        report.lost(line, `the condition "${raw}" has no counterpart`);
      } else {
        latencyLimit = Math.min(latencyLimit ?? limit, limit);
        report.changed(line, `"${raw}" is latencyLimit here: too slow is performance_issues, not a failure`);
      }
    } else {
      conditions.push(condition);
    }
  }
  return { conditions, latencyLimit };
}

function timeoutOf(client: Fields | null, place: Place, report: Report) {
  const timeout = client === null ? null : durationOf(client, 'timeout', place, report);
  return timeout === null ? {} : { timeout: durationText(timeout) };
}

/** ms; null when it is not there or no length of time. */
export function durationOf(fields: Fields, key: string, place: Place, report: Report): number | null {
  const text = fields.text(key);
  const ms = text === null ? null : goDuration(text);
  if (text !== null && ms === null) {
    report.lost({ ...place, line: fields.lineOf(key) }, `"${key}" is not a length of time`);
  }
  return ms;
}

function tellLeftovers({ fields, client, place, report }: Endpoint): void {
  fields.ignore(
    'ui',
    'name',
    'group',
    'enabled',
    'alerts',
    'body',
    'method',
    'graphql',
    'headers',
    'maintenance-windows',
  );
  client?.ignore('insecure', 'ignore-redirect');
  for (const key of [...fields.left(), ...fields.odd()]) {
    report.lost({ ...place, line: fields.lineOf(key) }, `"${key}" has no counterpart`);
  }
  for (const key of client === null ? [] : [...client.left(), ...client.odd()]) {
    report.lost({ ...place, line: client?.lineOf(key) ?? null }, `client: "${key}" has no counterpart`);
  }
}
