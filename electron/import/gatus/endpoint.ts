/**
 * One Gatus endpoint as a component with its check. The scheme of the address says what kind of check it is
 * (config/endpoint/endpoint.go, Endpoint.Type).
 */
import type { Fields } from '../fields.ts';
import type { CheckDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { addressText } from '../secret-names.ts';
import { durationText, goDuration } from '../texts.ts';
import { type Condition, parseCondition, responseTimeLimit } from './conditions.ts';
import { httpCheck } from './http.ts';
import type { Common, Endpoint } from './kind.ts';
import { dnsCheck, pingCheck, secureCheck, sshCheck, tcpCheck, webSocketCheck } from './other-kinds.ts';
import { gatusText } from './text.ts';

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
    return dnsCheck(endpoint);
  }
  switch (scheme) {
    case 'http':
    case 'https':
      return httpCheck(endpoint);
    case 'tcp':
      return tcpCheck(endpoint);
    case 'icmp':
      return pingCheck(endpoint);
    case 'ssh':
      return sshCheck(endpoint);
    case 'starttls':
      return secureCheck(endpoint, 'smtp-starttls');
    case 'tls':
      return secureCheck(endpoint, null);
    case 'ws':
    case 'wss':
      return webSocketCheck(endpoint);
    case '':
      report.lost(place, 'it has no address that begins with a scheme');
      return null;
    default:
      report.lost(place, `there is no check for ${scheme}:// here`);
      return null;
  }
}

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
  fields.ignore('ui', 'name', 'group', 'enabled', 'alerts', 'method', 'graphql', 'headers', 'maintenance-windows');
  client?.ignore('insecure', 'ignore-redirect');
  for (const key of [...fields.left(), ...fields.odd()]) {
    report.lost({ ...place, line: fields.lineOf(key) }, `"${key}" has no counterpart`);
  }
  for (const key of client === null ? [] : [...client.left(), ...client.odd()]) {
    report.lost({ ...place, line: client?.lineOf(key) ?? null }, `client: "${key}" has no counterpart`);
  }
}
