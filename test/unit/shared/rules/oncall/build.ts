/**
 * Schedules and overrides for the on-call tests, and an oracle for wall clocks that shares no code with the rules.
 */
import { Schedule, StoredOverride } from '../../../../../shared/model/schedule.ts';

/** A schedule as the configuration file would give it. */
export function schedule(fields: {
  zone?: string;
  turn?: 'daily' | 'weekly';
  every?: number;
  start?: string;
  people?: readonly string[];
  /** In the place of the one rotation that the other fields make. */
  layers?: readonly Record<string, unknown>[];
  standby?: readonly string[];
  overrides?: readonly Record<string, unknown>[];
  temporary?: readonly Record<string, unknown>[];
}): Schedule {
  const {
    zone = 'Europe/Berlin',
    turn = 'weekly',
    every = 1,
    start = '2026-01-05T09:00',
    people = ['kim', 'ann', 'lee'],
  } = fields;
  return Schedule.parse({
    id: 'ops',
    name: 'Operations',
    timeZone: zone,
    ...(fields.layers === undefined ? { rotation: { turn, every, start, people } } : { layers: fields.layers }),
    standby: fields.standby ?? [],
    overrides: fields.overrides ?? [],
    temporary: fields.temporary ?? [],
  });
}

let made = 0;

/** An override from the store. Times as ISO text with Z. */
export function override(
  fields: { kind: 'add' | 'remove' | 'replace'; person: string; by?: string; from: string; to: string } & {
    note?: string;
    author?: string;
    schedule?: string;
  },
): StoredOverride {
  made += 1;
  return StoredOverride.parse({
    id: `o${made}`,
    scheduleId: fields.schedule ?? 'ops',
    kind: fields.kind,
    person: fields.person,
    by: fields.by ?? null,
    from: utc(fields.from),
    to: utc(fields.to),
    note: fields.note ?? '',
    author: fields.author ?? 'Sam',
    createdAt: 0,
  });
}

export function utc(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw new Error(`not a time: ${text}`);
  }
  return at;
}

export const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the zone's clock shows, as if it were UTC (epoch ms). Asks Intl, not Temporal. */
export function wallMs(at: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

const QUARTER_MS = 15 * 60_000;

/**
 * The first instant at which the zone's clock shows `wall` or later: what a handoff means. Looks at every quarter of an hour
 * of the two days around it, which is when zones change; so `wall` must be on a quarter too.
 */
export function oracleInstant(wall: string, zone: string): number {
  const wanted = utc(`${wall}Z`);
  for (let at = wanted - 16 * 3_600_000; at <= wanted + 40 * 3_600_000; at += QUARTER_MS) {
    if (wallMs(at, zone) >= wanted) {
      return at;
    }
  }
  throw new Error(`${wall} never comes in ${zone}`);
}
