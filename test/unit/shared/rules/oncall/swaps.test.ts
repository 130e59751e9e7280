import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverrideId, PersonId, ScheduleId } from '../../../../../shared/model/ids.ts';
import type { Schedule, StoredOverride } from '../../../../../shared/model/schedule.ts';
import { type Swap, SwapId } from '../../../../../shared/model/swap.ts';
import {
  onCallAt,
  shiftsBetween,
  swapLapsed,
  swapOverrides,
  swapProposal,
} from '../../../../../shared/rules/oncall/oncall.ts';
import { runsOf } from '../../../../harness/fuzz.ts';
import { iso, override, schedule, utc } from './build.ts';
import { aCase, DAY_MS, PEOPLE } from './cases.ts';

const KIM = PersonId.parse('kim');
const ANN = PersonId.parse('ann');
const NOW = utc('2026-01-05T10:02Z');

/** Daily from 09:00 in UTC: kim 5th, ann 6th, lee 7th, kim 8th … */
const daily = (more: Parameters<typeof schedule>[0] = {}) =>
  schedule({ zone: 'UTC', turn: 'daily', people: ['kim', 'ann', 'lee'], ...more });

const wish = (give: string, take: string | null, asker = KIM, other = ANN) => ({
  asker,
  other,
  give: utc(give),
  take: take === null ? null : utc(take),
});

const RUNS = runsOf(60);
let ids = 0;
const newId = () => OverrideId.parse(`swap-${++ids}`);

function asked(
  of: Schedule,
  stored: readonly StoredOverride[],
  asks: ReturnType<typeof wish>,
  now = NOW,
): Swap | string {
  const proposal = swapProposal(of, stored, asks, now);
  return proposal.ok
    ? {
        id: SwapId.parse('s-1'),
        scheduleId: ScheduleId.parse('ops'),
        asker: asks.asker,
        other: asks.other,
        gives: proposal.gives,
        wants: proposal.wants,
        note: '',
        by: 'Kim',
        askedAt: now,
      }
    : proposal.refusal;
}

const plan = (of: Schedule, stored: readonly StoredOverride[]) =>
  shiftsBetween(of, stored, utc('2026-01-06T09:00Z'), utc('2026-01-09T09:00Z')).map(
    ({ from, people }) => `${iso(from).slice(8, 16)} ${people.map(({ personId }) => personId).join()}`,
  );

describe('a swap', () => {
  it('changes two shifts whole, whichever instants of them were named, and says why', () => {
    const of = daily();
    const swap = asked(of, [], wish('2026-01-08T12:00Z', '2026-01-06T23:00Z')) as Swap;
    expect(swap.gives).toMatchObject({ from: utc('2026-01-08T09:00Z'), to: utc('2026-01-09T09:00Z') });
    const stored = swapOverrides(swap, NOW, 'Ann', newId);
    expect(plan(of, stored)).toEqual(['06T09:00 kim', '07T09:00 lee', '08T09:00 ann']);
    expect(onCallAt(of, stored, utc('2026-01-06T10:00Z')).because).toBe(
      'swap with ann, agreed Mon 5 Jan 10:02, until Wed 7 Jan 09:00',
    );
  });

  it('may want nothing for it', () => {
    const of = daily();
    const swap = asked(of, [], wish('2026-01-08T12:00Z', null)) as Swap;
    expect(plan(of, swapOverrides(swap, NOW, 'Ann', newId))).toEqual(['06T09:00 ann', '07T09:00 lee', '08T09:00 ann']);
  });

  it.each<{ story: string; of?: Schedule; stored?: StoredOverride[]; asks: ReturnType<typeof wish>; says: RegExp }>([
    { story: 'with oneself', asks: wish('2026-01-08T12:00Z', null, KIM, KIM), says: /^kim cannot swap with kim/ },
    {
      story: 'of a shift that is somebody else’s',
      asks: wish('2026-01-07T12:00Z', null),
      says: /^kim has no shift at Wed 12:00: lee is on call then; name a time/,
    },
    {
      story: 'of a shift that runs',
      asks: wish('2026-01-05T20:00Z', null),
      says: /^the shift of kim at 20:00 has begun already; hand it over instead$/,
    },
    {
      story: 'of a shift that was given away already',
      stored: [
        override({ kind: 'replace', person: 'kim', by: 'lee', from: '2026-01-08T09:00Z', to: '2026-01-09T09:00Z' }),
      ],
      asks: wish('2026-01-08T12:00Z', null),
      says: /^the shift of kim at Thu 12:00 was given to lee already; undo that first$/,
    },
    {
      story: 'of a shift in the place of somebody else',
      stored: [
        override({ kind: 'replace', person: 'lee', by: 'kim', from: '2026-01-07T09:00Z', to: '2026-01-08T09:00Z' }),
      ],
      asks: wish('2026-01-07T12:00Z', null),
      says: /in the place of somebody else or by a temporary schedule; only one's own shift can be swapped$/,
    },
    {
      story: 'with somebody who is on call then as well',
      of: schedule({
        zone: 'UTC',
        layers: [
          { turn: 'daily', start: '2026-01-05T09:00', people: ['kim', 'lee'] },
          { turn: 'daily', start: '2026-01-05T09:00', people: ['ann'] },
        ],
      }),
      asks: wish('2026-01-07T12:00Z', null),
      says: /^ann is on call at Wed 09:00 as well, and cannot be there for two; choose another shift$/,
    },
    {
      story: 'with somebody who is off then',
      stored: [override({ kind: 'remove', person: 'ann', from: '2026-01-08T00:00Z', to: '2026-01-10T00:00Z' })],
      asks: wish('2026-01-08T12:00Z', null),
      says: /^ann is already part of an override by Sam in that time/,
    },
  ])('is refused with the remedy: $story', ({ of = daily(), stored = [], asks, says }) => {
    expect(asked(of, stored, asks)).toMatch(says);
  });

  it.each<{ story: string; of?: Schedule; stored?: StoredOverride[]; at?: number; says: RegExp | null }>([
    { story: 'while nothing has changed', says: null },
    { story: 'a moment before the earlier shift', at: utc('2026-01-06T09:00Z') - 1, says: null },
    { story: 'as the earlier shift begins', at: utc('2026-01-06T09:00Z'), says: /has begun without an answer/ },
    {
      story: 'when a shift was given to somebody else',
      stored: [
        override({ kind: 'replace', person: 'kim', by: 'lee', from: '2026-01-08T12:00Z', to: '2026-01-08T13:00Z' }),
      ],
      says: /the shift of kim from Thu 09:00 is another one now/,
    },
    { story: 'when the turns are other ones', of: daily({ start: '2026-01-05T10:00' }), says: /is another one now/ },
    {
      story: 'when one of them is off meanwhile',
      stored: [override({ kind: 'remove', person: 'ann', from: '2026-01-08T00:00Z', to: '2026-01-10T00:00Z' })],
      says: /^it cannot be any more: ann is already part of an override/,
    },
  ])('stands or is void: $story', ({ of = daily(), stored = [], at = NOW + 1, says }) => {
    const swap = asked(daily(), [], wish('2026-01-08T12:00Z', '2026-01-06T23:00Z')) as Swap;
    const why = swapLapsed(of, stored, swap, at);
    if (says === null) {
      expect(why).toBeNull();
    } else {
      expect(why).toMatch(says);
    }
  });
});

describe('any swaps in any roster', () => {
  it('exchange exactly the two owners at every instant, leave everybody else alone, and still tile', () => {
    const wishes = fc.array(
      fc.record({
        asker: fc.constantFrom(...PEOPLE),
        other: fc.constantFrom(...PEOPLE),
        give: fc.integer({ min: 1, max: 40 * DAY_MS }),
        take: fc.option(fc.integer({ min: 1, max: 40 * DAY_MS })),
      }),
      { minLength: 1, maxLength: 12 },
    );
    let agreed = 0;
    fc.assert(
      fc.property(aCase, wishes, ({ of, stored, from }, asks) => {
        const to = from + 60 * DAY_MS;
        let all = stored;
        for (const { asker, other, give, take } of asks) {
          const owner = onCallAt(of, all, from + give).people[0]?.personId ?? PersonId.parse(asker);
          const taken = take === null ? null : from + take;
          const partner =
            (taken === null ? null : onCallAt(of, all, taken).people[0]?.personId) ?? PersonId.parse(other);
          const swap = asked(of, all, { asker: owner, other: partner, give: from + give, take: taken }, from);
          if (typeof swap === 'string') {
            continue;
          }
          agreed += 1;
          const next = [...all, ...swapOverrides(swap, from, 'Boss', newId)];
          expect(swapLapsed(of, all, swap, from)).toBeNull();
          for (const shift of shiftsBetween(of, next, from, to)) {
            const before = onCallAt(of, all, shift.from).people.map(({ personId }) => personId);
            const within = (span: Swap['wants']) => span !== null && span.from <= shift.from && shift.from < span.to;
            const expected = before.map((id) =>
              id === owner && within(swap.gives) ? partner : id === partner && within(swap.wants) ? owner : id,
            );
            expect(shift.people.map(({ personId }) => personId).sort()).toEqual(expected.sort());
          }
          all = next;
        }
        const shifts = shiftsBetween(of, all, from, to);
        expect([shifts[0]?.from, shifts.at(-1)?.to]).toEqual([from, to]);
        for (const [place, shift] of shifts.entries()) {
          expect(shifts[place + 1]?.from ?? to).toBe(shift.to);
          expect(onCallAt(of, all, shift.from).people.map(({ personId }) => personId)).toEqual(
            shift.people.map(({ personId }) => personId),
          );
        }
      }),
      { numRuns: RUNS },
    );
    // About five for every four rosters, as a rule.
    expect(agreed).toBeGreaterThan(RUNS / 6);
  });
});
