/** Monitors of Uptime Kuma that do not ask over HTTP: port, push, ping, dns, databases, mail. */

import { DNS_RECORDS } from '../../../shared/model/checks/dns.ts';
import { readUrl } from '../../engine/ports/read-url.ts';
import type { CheckDraft } from '../imported.ts';
import type { Report } from '../report.ts';
import { addressText } from '../secret-names.ts';
import { durationText, literal } from '../texts.ts';
import { INTERVAL_S, type Monitor, timingOf } from './kind.ts';

export function portCheck(monitor: Monitor, report: Report): CheckDraft {
  return {
    type: 'tcp',
    host: literal(monitor.text('hostname') ?? ''),
    port: monitor.number('port') ?? 0,
    ...timingOf(monitor, report),
  };
}

/** Called from outside: `/api/push/<token>?status=up`. */
export function pushCheck(monitor: Monitor, report: Report): CheckDraft {
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

export function pingCheck(monitor: Monitor, report: Report): CheckDraft {
  const size = monitor.number('packetSize');
  return {
    type: 'ping',
    host: literal(monitor.text('hostname') ?? ''),
    ...(size !== null && size !== 56 && { size }),
    ...timingOf(monitor, report),
  };
}

export function dnsCheck(monitor: Monitor, report: Report): CheckDraft | null {
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
export function postgresCheck(monitor: Monitor, report: Report): CheckDraft {
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
export function presetCheck(monitor: Monitor, preset: 'mysql' | 'redis', report: Report): CheckDraft | null {
  const { place, text } = monitor;
  const connection = text('databaseConnectionString') ?? '';
  const url = readUrl(connection);
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

/** Its own checks are the handshake's, as ours are. */
export function webSocketCheck(monitor: Monitor, report: Report): CheckDraft {
  const { place, text } = monitor;
  const subprotocol = text('wsSubprotocol') ?? '';
  if (monitor.flag('wsIgnoreSecWebsocketAcceptHeader')) {
    report.lost(place, 'that a wrong Sec-WebSocket-Accept is as good: it is a failure here (RFC 6455 section 4.1)');
  }
  return {
    type: 'websocket',
    url: addressText(literal(text('url') ?? ''), place.name, `url of "${place.name}"`, report),
    ...(/^[\w.-]+$/.test(subprotocol) && { subprotocol }),
    ...timingOf(monitor, report),
  };
}

export function mailCheck(monitor: Monitor, report: Report): CheckDraft {
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
