/**
 * The demo's configuration, as a newcomer could have written it. It goes the same way as every file.
 *
 * Short intervals and short breaths: somebody is looking on. "You" are on call, since this is your screen.
 */
import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { ServerId } from './script.ts';

const HANDOFF_HOUR = 9;

/** YAML with the real ports filled in. `timeZone` is an IANA name; the rota's first week is the present one. */
export function demoConfigText(ports: Readonly<Record<ServerId, number>>, now: EpochMs, timeZone: string): string {
  const timing = 'interval: 2s, timeout: 1500ms';
  const script = "[{ send: 'PING\\r\\n' }, { expect: +PONG }]";
  return `
version: 1
settings:
  pageAfter: 5s
  closeAfter: 5s
  steadyAfter: 5s

groups:
  - { id: web, name: Web }
  - { id: streams, name: Streams }
  - { id: backoffice, name: Backoffice }

components:
  - id: shop
    name: Shop
    group: web
    description: A demo web server on this machine. It answers 503 now and then.
    checks:
      - { type: http, url: "http://127.0.0.1:${ports.shop}/health", expectBody: { contains: ok }, latencyLimit: 250ms, ${timing} }
  - id: api
    name: API
    group: web
    description: A demo web server on this machine. It is too slow now and then.
    checks:
      - { type: http, url: "http://127.0.0.1:${ports.api}/v1/ping", latencyLimit: 250ms, ${timing} }
  - id: player
    name: Player edge
    group: streams
    description: A demo web server on this machine.
    checks:
      - { type: http, url: "http://127.0.0.1:${ports.player}/live", ${timing} }
  - id: ingest
    name: Ingest
    group: streams
    description: A demo TCP server on this machine that answers PING with PONG. It refuses connections now and then.
    checks:
      - type: tcp
        host: 127.0.0.1
        port: ${ports.ingest}
        interval: 2s
        timeout: 1500ms
        script: ${script}
  - id: intranet
    name: Intranet
    group: backoffice
    description: The monitor port of a demo Zope instance. It starts with a warm-up.
    checks:
      - { type: zcmonitor, host: 127.0.0.1, port: ${ports.intranet}, ${timing} }
  - id: queue
    name: Job queue
    group: backoffice
    severity: high
    description: A demo TCP server on this machine that answers PING with PONG. It hangs now and then.
    checks:
      - type: tcp
        host: 127.0.0.1
        port: ${ports.queue}
        interval: 2s
        timeout: 1500ms
        script: ${script}

channels:
  - { id: notice, type: native }
  - { id: tone, type: sound }

people:
  - { id: you, name: You, channels: [notice, tone] }
  - { id: kim, name: Kim (invented), channels: [notice] }
  - { id: sam, name: Sam (invented), channels: [notice] }

schedules:
  - id: rota
    name: Rota
    timeZone: ${JSON.stringify(timeZone)}
    rotation: { turn: weekly, start: "${latestHandoff(now, timeZone)}", people: [you, kim, sam] }

policies:
  - id: default
    name: Demo
    steps:
      - { targets: [{ schedule: rota }], delay: 30s }
      - { targets: [{ person: you }], delay: 1m }
    repeat: 2
`;
}

/** The latest Monday 09:00 on the zone's wall clock, so that the first person is on call now. */
function latestHandoff(now: EpochMs, timeZone: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const monday = wall
    .subtract({ days: wall.dayOfWeek - 1 })
    .with({ hour: HANDOFF_HOUR, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 });
  const start = Temporal.PlainDateTime.compare(monday, wall) > 0 ? monday.subtract({ weeks: 1 }) : monday;
  return start.toString({ smallestUnit: 'minute' });
}
