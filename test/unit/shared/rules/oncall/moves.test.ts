import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverrideId, PersonId } from '../../../../../shared/model/ids.ts';
import type { Schedule, StoredOverride } from '../../../../../shared/model/schedule.ts';
import {
  type MoveWish,
  moveOf,
  onCallAt,
  shiftsBetween,
  stintsBetween,
  withChanged,
} from '../../../../../shared/rules/oncall/oncall.ts';
import { runsOf } from '../../../../harness/fuzz.ts';
import { iso, override, schedule, utc } from './build.ts';
import { aCase, DAY_MS, PEOPLE } from './cases.ts';

const person = (id: string) => PersonId.parse(id);
const HOUR_MS = 3_600_000;
const RUNS = runsOf(60);
let ids = 0;

const wish = (
  change: Partial<Omit<MoveWish, 'taker' | 'giver'>> & { taker: string; giver?: string | null },
): MoveWish => {
  ids += 1;
  const made = ids;
  return {
    kind: 'take-over',
    until: null,
    note: '',
    author: 'Boss',
    newId: (place) => OverrideId.parse(`m-${made}-${place}`),
    ...change,
    taker: person(change.taker),
    giver: change.giver == null ? null : person(change.giver),
  };
};

/** Daily from 09:00 in UTC: kim on the 5th, ann on the 6th, lee on the 7th. */
const daily = () => schedule({ zone: 'UTC', turn: 'daily', people: ['kim', 'ann', 'lee'] });
const NIGHT = utc('2026-01-05T23:00Z');

const onCall = (of: Schedule, stored: readonly StoredOverride[], at: number) =>
  onCallAt(of, stored, at).people.map(({ personId }) => personId);

/** The overrides afterwards, or the refusal. */
function applied(of: Schedule, stored: readonly StoredOverride[], wanted: MoveWish, at = NIGHT) {
  const moved = moveOf(of, stored, wanted, at);
  return moved.ok ? withChanged(stored, moved.changed) : moved.refusal;
}

const plan = (of: Schedule, stored: readonly StoredOverride[] | string) =>
  typeof stored === 'string'
    ? stored
    : shiftsBetween(of, stored, utc('2026-01-05T09:00Z'), utc('2026-01-07T09:00Z')).map(
        ({ from, people }) => `${iso(from).slice(8, 16)} ${people.map(({ personId }) => personId).join()}`,
      );

describe('a move', () => {
  it('lasts until the running shift ends, and says why', () => {
    const of = daily();
    const stored = applied(of, [], wish({ taker: 'lee', note: 'Kim is ill' }));
    expect(plan(of, stored)).toEqual(['05T09:00 kim', '05T23:00 lee', '06T09:00 ann']);
    expect(onCallAt(of, stored as StoredOverride[], NIGHT).because).toBe(
      'took over until 09:00 (Kim is ill), in place of kim',
    );
    const given = applied(of, [], wish({ kind: 'hand-over', giver: 'kim', taker: 'lee' }));
    expect(onCallAt(of, given as StoredOverride[], NIGHT).because).toBe('handed over until 09:00, in place of kim');
  });

  it('ends earlier where that was said, and never goes on into the next shift', () => {
    const of = daily();
    const until = (text: string) => plan(of, applied(of, [], wish({ taker: 'lee', until: utc(text) })));
    expect(until('2026-01-06T02:00Z')).toEqual(['05T09:00 kim', '05T23:00 lee', '06T02:00 kim', '06T09:00 ann']);
    expect(until('2026-01-06T20:00Z')).toEqual(['05T09:00 kim', '05T23:00 lee', '06T09:00 ann']);
  });

  it('can be moved on, and what was promised for later still holds', () => {
    const of = daily();
    const first = applied(of, [], wish({ kind: 'hand-over', giver: 'kim', taker: 'lee' })) as StoredOverride[];
    const at = NIGHT + HOUR_MS;
    const on = applied(of, first, wish({ giver: 'lee', taker: 'ann', until: utc('2026-01-06T03:00Z') }), at);
    expect(plan(of, on)).toEqual(['05T09:00 kim', '05T23:00 lee', '06T00:00 ann', '06T03:00 lee', '06T09:00 ann']);
  });

  it('can be taken back, which leaves the schedule as it was from then on', () => {
    const of = daily();
    const first = applied(of, [], wish({ kind: 'hand-over', giver: 'kim', taker: 'lee' })) as StoredOverride[];
    const back = applied(of, first, wish({ taker: 'kim' }), NIGHT + HOUR_MS);
    expect(plan(of, back)).toEqual(['05T09:00 kim', '05T23:00 lee', '06T00:00 kim', '06T09:00 ann']);
  });

  it('puts somebody on call where nobody is, until somebody is', () => {
    const of = schedule({
      zone: 'UTC',
      layers: [{ turn: 'weekly', start: '2026-01-05T09:00', people: ['kim'], between: { from: '09:00', to: '17:00' } }],
    });
    const stored = applied(of, [], wish({ taker: 'ann' }));
    expect(plan(of, stored)).toEqual(['05T09:00 kim', '05T17:00 ', '05T23:00 ann', '06T09:00 kim', '06T17:00 ']);
    expect(onCallAt(of, stored as StoredOverride[], NIGHT).because).toBe('took over until 09:00, nobody was on call');
  });

  it.each<{ story: string; wanted: MoveWish; stored?: StoredOverride[]; of?: Schedule; says: string }>([
    {
      story: 'the same person',
      wanted: wish({ giver: 'kim', taker: 'kim' }),
      says: 'Kim cannot take over from kim; name somebody else',
    },
    { story: 'somebody who is on call', wanted: wish({ taker: 'kim' }), says: 'Kim is on call already' },
    {
      story: 'from somebody who is not on call',
      wanted: wish({ kind: 'hand-over', giver: 'ann', taker: 'lee' }),
      says: 'Ann is not on call now, kim is; put in an override for another time',
    },
    {
      story: 'when nobody is on call',
      of: schedule({
        zone: 'UTC',
        overrides: [{ kind: 'remove', person: 'kim', from: '2026-01-05T20:00', to: '2026-01-06T03:00' }],
      }),
      wanted: wish({ kind: 'hand-over', giver: 'kim', taker: 'lee' }),
      says: 'Nobody is on call, so there is nothing to hand over; take over instead, or put in an override',
    },
    {
      story: 'from one of two without a name',
      of: schedule({
        zone: 'UTC',
        layers: ['kim', 'ann'].map((one) => ({ turn: 'weekly', start: '2026-01-05T09:00', people: [one] })),
      }),
      wanted: wish({ taker: 'lee' }),
      says: 'Kim and ann are on call together; say whose place it is',
    },
    {
      story: 'until a time that is over',
      wanted: wish({ taker: 'lee', until: NIGHT }),
      says: 'That time has passed already',
    },
    {
      story: 'to somebody who is off then',
      wanted: wish({ taker: 'lee' }),
      stored: [override({ kind: 'remove', person: 'lee', from: '2026-01-06T00:00Z', to: '2026-01-07T00:00Z' })],
      says: 'Lee is already part of an override by Sam in that time; remove that one or choose another time',
    },
    {
      story: 'from somebody whom the file put there',
      of: schedule({
        zone: 'UTC',
        overrides: [{ person: 'kim', by: 'ann', from: '2026-01-05T20:00', to: '2026-01-06T03:00' }],
      }),
      wanted: wish({ taker: 'lee' }),
      says: 'Ann is on call by an override in the configuration file; change that one',
    },
    {
      story: 'in a temporary schedule',
      of: schedule({
        zone: 'UTC',
        temporary: [
          {
            from: '2026-01-05T00:00',
            to: '2026-01-06T00:00',
            shifts: [{ person: 'ann', from: '2026-01-05T00:00', to: '2026-01-06T00:00' }],
          },
        ],
      }),
      wanted: wish({ taker: 'lee' }),
      says: 'Until Tue 00:00 a temporary schedule of the configuration file says who is on call; change it there',
    },
  ])('is refused with the remedy: $story', ({ wanted, of = daily(), stored = [], says }) => {
    expect(applied(of, stored, wanted)).toBe(says);
  });
});

describe('any number of moves in any roster', () => {
  it('puts the taker on and the giver off at once, keeps the past, and still tiles', () => {
    const moves = fc.array(
      fc.record({
        hand: fc.boolean(),
        giver: fc.option(fc.constantFrom(...PEOPLE)),
        taker: fc.constantFrom(...PEOPLE),
        waits: fc.integer({ min: 1, max: DAY_MS }),
        lasts: fc.option(fc.integer({ min: 1, max: 3 * DAY_MS })),
      }),
      { minLength: 1, maxLength: 6 },
    );
    let taken = 0;
    fc.assert(
      fc.property(aCase, moves, ({ of, stored, from, to }, wanted) => {
        let all = stored;
        let now = from;
        for (const { hand, giver, taker, waits, lasts } of wanted) {
          now += waits;
          const asked = wish({
            kind: hand ? 'hand-over' : 'take-over',
            giver: hand ? (giver ?? onCall(of, all, now)[0] ?? 'kim') : giver,
            taker,
            until: lasts === null ? null : now + lasts,
          });
          const moved = moveOf(of, all, asked, now);
          if (!moved.ok) {
            expect(moved.refusal).toMatch(/^[A-Z].*[^.]$/);
            continue;
          }
          taken += 1;
          const next = withChanged(all, moved.changed);
          const past = (list: readonly StoredOverride[]) =>
            shiftsBetween(of, list, from - DAY_MS, now).map(({ from: begins, people }) => [
              begins,
              people.map(({ personId }) => personId),
            ]);
          expect(past(next)).toEqual(past(all));
          expect(onCall(of, next, now)).toContain(taker);
          expect(moved.giver === null ? [] : onCall(of, next, now)).not.toContain(moved.giver);
          expect(moved.until).toBeGreaterThan(now);
          expect(onCall(of, next, moved.until - 1)).toContain(taker);
          all = next;
        }
        const shifts = shiftsBetween(of, all, from, to);
        expect([shifts[0]?.from, shifts.at(-1)?.to]).toEqual([from, to]);
        for (const [place, shift] of shifts.entries()) {
          expect(shifts[place + 1]?.from ?? to).toBe(shift.to);
          expect(onCall(of, all, shift.from)).toEqual(shift.people.map(({ personId }) => personId));
        }
        // What calendars show is the same: whoever has an entry at an instant is on call then, and nobody else.
        const entries = stintsBetween(of, all, from, to);
        for (const { from: begins } of shifts) {
          const shown = entries
            .filter((entry) => entry.from <= begins && begins < entry.to)
            .map(({ personId }) => personId);
          expect(shown.sort()).toEqual([...onCall(of, all, begins)].sort());
        }
      }),
      { numRuns: RUNS },
    );
    // About three for every four rosters, as a rule.
    expect(taken).toBeGreaterThan(RUNS / 6);
  });
});
