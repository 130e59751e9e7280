/**
 * Layers against an oracle that shares no code with them: it reads the zone's clock with Intl and counts turns one by one.
 *
 * "The first instant at which the clock shows w or later" has come by `t` exactly when the highest time that the clock has shown
 * up to `t` is at least w. So everything about an instant follows from that one number.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layer, Schedule } from '../../../../../shared/model/schedule.ts';
import { layersOf } from '../../../../../shared/model/schedule.ts';
import { WEEKDAYS } from '../../../../../shared/model/wall-time.ts';
import { onCallAt, shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { runsOf } from '../../../../harness/fuzz.ts';
import { iso, schedule, utc, wallMs } from './build.ts';
import { QUARTER_MS, zoneAndInstant } from './zones.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The highest time that the zone's clock has shown by then. It is highest now, or just before it was last put back. */
function highest(at: number, zone: string): number {
  let most = wallMs(at, zone);
  for (let change = Math.floor(at / QUARTER_MS) * QUARTER_MS; change > at - 4 * HOUR; change -= QUARTER_MS) {
    most = Math.max(most, wallMs(change - 1_000, zone) + 999);
  }
  return most;
}

/** When turn n begins on a clock that is never changed, counted one by one from the start. */
function begins(layer: Layer, n: number): number {
  const start = utc(`${layer.start}Z`);
  const mask = layer.turn === 'daily' ? layer.days : undefined;
  switch (layer.turn) {
    case 'hourly':
      return start + n * layer.every * HOUR;
    case 'weekly':
      return start + n * layer.every * 7 * DAY;
    case 'custom': {
      const lengths = layer.lengths ?? [];
      let at = start;
      for (let turn = 0; turn < n; turn += 1) {
        at += lengths[turn % lengths.length] ?? 0;
      }
      for (let turn = -1; turn >= n; turn -= 1) {
        at -= lengths[((turn % lengths.length) + lengths.length) % lengths.length] ?? 0;
      }
      return at;
    }
    case 'monthly': {
      const date = new Date(start);
      const wanted = date.getUTCDate();
      date.setUTCDate(1);
      date.setUTCMonth(date.getUTCMonth() + n * layer.every);
      const month = date.getUTCMonth();
      date.setUTCDate(wanted);
      while (date.getUTCMonth() !== month) {
        date.setTime(date.getTime() - DAY);
      }
      return date.getTime();
    }
    case 'daily': {
      const isIn = (at: number) =>
        mask === undefined || mask.includes(WEEKDAYS[(new Date(at).getUTCDay() + 6) % 7] ?? 'mon');
      let at = start;
      while (!isIn(at)) {
        at += DAY;
      }
      for (let left = Math.abs(n) * layer.every; left > 0; left -= 1) {
        do {
          at += Math.sign(n) * DAY;
        } while (!isIn(at));
      }
      return at;
    }
  }
}

function personOf(layer: Layer, now: number): string {
  let turn = 0;
  while (begins(layer, turn) > now) {
    turn -= 1;
  }
  while (begins(layer, turn + 1) <= now) {
    turn += 1;
  }
  const count = layer.people.length;
  return layer.people[((turn % count) + count) % count] ?? '?';
}

function holds({ days, between, start }: Layer, now: number): boolean {
  if (days === undefined && between === undefined) {
    return true;
  }
  const of = (text: string) => utc(`1970-01-01T${text}Z`);
  const from = of(between?.from ?? start.slice(11));
  const to = of(between?.to ?? start.slice(11));
  const today = Math.floor(now / DAY) * DAY;
  return [-2, -1, 0].some((ahead) => {
    const day = today + ahead * DAY;
    const masked = days === undefined || days.includes(WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] ?? 'mon');
    return masked && day + from <= now && now < day + to + (to <= from ? DAY : 0);
  });
}

function oracle(of: Schedule, at: number): string {
  const now = highest(at, of.timeZone);
  const on = layersOf(of).filter((layer) => holds(layer, now));
  const top = Math.max(...on.map(({ priority }) => priority));
  return [...new Set(on.filter(({ priority }) => priority === top).map((layer) => personOf(layer, now)))]
    .sort()
    .join('+');
}

const clock = fc
  .tuple(fc.constantFrom(0, 0, 1, 2, 3, 6, 9, 12, 18, 22, 23), fc.constantFrom(0, 0, 15, 30, 45))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const days = fc.subarray([...WEEKDAYS], { minLength: 1 });

/** A layer that began at most two months from an instant, so that the oracle has not far to count. */
const layerNear = (at: number) =>
  fc
    .record({
      priority: fc.constantFrom(0, 0, 1),
      turn: fc.constantFrom(
        'hourly' as const,
        'daily' as const,
        'weekly' as const,
        'monthly' as const,
        'custom' as const,
      ),
      every: fc.constantFrom(1, 1, 2, 8),
      lengths: fc.array(fc.constantFrom('1h', '12h', '3d', '4d'), { minLength: 1, maxLength: 3 }),
      day: fc.integer({ min: -60, max: 60 }),
      time: clock,
      people: fc.array(fc.constantFrom('kim', 'ann', 'lee', 'sam'), { minLength: 1, maxLength: 4 }),
      days: fc.option(days, { nil: undefined }),
      between: fc.option(fc.record({ from: clock, to: clock }), { nil: undefined }),
    })
    .map(({ day, time, lengths, every, turn, ...rest }) => ({
      ...rest,
      turn,
      every: turn === 'custom' ? 1 : every,
      ...(turn === 'custom' ? { lengths } : {}),
      start: `${iso(at + day * DAY).slice(0, 10)}T${time}`,
    }));

const aCase = zoneAndInstant.chain(({ zone, at }) =>
  fc.array(layerNear(at), { minLength: 1, maxLength: 3 }).map((layers) => ({ of: schedule({ zone, layers }), at })),
);

describe('layers in 30 zones over 10 years', () => {
  it('are on call when the clock on the wall says so', () => {
    fc.assert(
      fc.property(aCase, ({ of, at }) => {
        const ids = onCallAt(of, [], at).people.map(({ personId }) => personId as string);
        expect(ids.sort().join('+')).toBe(oracle(of, at));
      }),
      { numRuns: runsOf(150) },
    );
  });

  it('shifts tile the time, and say what now says', () => {
    fc.assert(
      fc.property(aCase, fc.integer({ min: 1, max: 72 }), ({ of, at }, hours) => {
        const from = at - HOUR;
        const to = at + hours * HOUR;
        const shifts = shiftsBetween(of, [], from, to);
        expect([shifts[0]?.from, shifts.at(-1)?.to]).toEqual([from, to]);
        for (const [place, shift] of shifts.entries()) {
          expect(shift.to).toBeGreaterThan(shift.from);
          expect(shifts[place + 1]?.from ?? to).toBe(shift.to);
          for (const instant of [shift.from, shift.to - 1]) {
            expect(onCallAt(of, [], instant).because).toBe(shift.because);
          }
        }
      }),
      { numRuns: runsOf(100) },
    );
  });
});
