/** What a link is owed: whatever is lost and in whatever order, in the end the other side has the picture that we have, and heard nothing twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkState } from '../../../../../shared/model/link-state.ts';
import { wholeFace } from '../../../../../shared/rules/links/face.ts';
import { drafted, type Mark, maybeOf, newMark, notTaken, taken } from '../../../../../shared/rules/links/mark.ts';
import { changeOf, isDone, owedOf } from '../../../../../shared/rules/links/owed.ts';
import { keyOf } from '../../../../../shared/rules/links/wanted.ts';
import { aComponent, anIncident, someWork } from '../../../../harness/link-book.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
const timing = { now: NOW, latencyEvery: 60_000 };
const STATUSES = ['operational', 'performance_issues', 'major_outage', 'unknown'] as const;
const STAGES = ['investigating', 'identified', 'watching'] as const;

/** The world at one moment: some of three components, some of two incidents, perhaps planned work. */
const world = fc
  .record({
    components: fc.array(fc.constantFrom(...STATUSES), { minLength: 3, maxLength: 3 }),
    incidents: fc.array(fc.constantFrom(null, ...STAGES), { minLength: 2, maxLength: 2 }),
    work: fc.constantFrom(null, 'planned' as const, 'begun' as const),
  })
  .map(({ components, incidents, work }): readonly LinkState[] => [
    ...components.map((status, index) => aComponent({ id: `c${index}` as never, status })),
    ...incidents.flatMap((stage, index) => (stage === null ? [] : [anIncident({ id: `i${index}` as never, stage })])),
    ...(work === null ? [] : [someWork({ phase: work })]),
  ]);

/** `lost`: it was taken, and we never hear of it. `late`: it was not. `killed`: we die after it was taken, before that is written. */
const fate = fc.constantFrom('taken' as const, 'lost' as const, 'late' as const, 'refused' as const, 'killed' as const);

describe('what a link is owed', () => {
  it('is, when all was taken, what the other side lacks, whatever was lost before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(world, fc.array(fate, { maxLength: 6 })), { maxLength: 8 }),
        world,
        (story, last) => {
          const marks = new Map<string, Mark>();
          const there = new Map<string, LinkState>();
          const accepted: string[] = [];

          function step(
            states: readonly LinkState[],
            fates: readonly (typeof fate extends fc.Arbitrary<infer F> ? F : never)[],
          ) {
            for (const how of fates) {
              const wanted = states.map((state) => ({ key: keyOf(state), state }));
              const [next] = owedOf(wanted, marks, wholeFace, timing);
              if (next === undefined) {
                return;
              }
              const before = marks.get(next.key) ?? newMark(next.key, 'x');
              const mark = drafted(before, next.state, { link: 'l', face: wholeFace, at: NOW });
              marks.set(next.key, mark);
              if (how === 'taken' || how === 'lost' || how === 'killed') {
                there.set(next.key, next.state);
              }
              if (how === 'taken') {
                accepted.push(`${next.key} ${wholeFace(next.state)}`);
                marks.set(next.key, taken(mark, null, NOW));
              } else if (how === 'refused') {
                const again = before.draft !== null && mark === before;
                marks.set(next.key, notTaken(mark, { kind: 'refused', reason: 'no', since: NOW }, again));
              }
            }
          }

          for (const [states, fates] of story) {
            step(states, fates);
          }
          step(
            last,
            Array.from({ length: 40 }, () => 'taken' as const),
          );

          const wanted = last.map((state) => ({ key: keyOf(state), state }));
          expect(owedOf(wanted, marks, wholeFace, timing)).toEqual([]);
          for (const state of last) {
            expect(wholeFace(there.get(keyOf(state)) ?? aComponent())).toBe(wholeFace(state));
          }
          // What has gone from our sight has its end told, where its beginning may have been.
          const present = new Set(last.map(keyOf));
          for (const [key, state] of there) {
            if (!present.has(key) && state.kind === 'incident') {
              expect(state.stage).toBe('fixed');
            }
            if (!present.has(key) && state.kind === 'maintenance') {
              expect(state.phase).toBe('ended');
            }
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is the end of what may be there, though a later word of it was refused', () => {
    const naming = { link: 'l', face: wholeFace, at: NOW };
    const lost = drafted(newMark('incident:i1', 'x'), anIncident(), naming);
    const later = drafted(lost, anIncident({ stage: 'identified' }), naming);
    const mark = notTaken(later, { kind: 'refused', reason: 'no', since: NOW }, false);
    const [owed] = owedOf([], new Map([[mark.key, mark]]), wholeFace, timing);
    expect(owed?.state).toMatchObject({ kind: 'incident', stage: 'fixed' });
  });

  it('is told under one name until it is another news, and two news never share one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES), { minLength: 1, maxLength: 12 }), (statuses) => {
        let mark = newMark('component:c', 'x');
        const names = new Map<string, string>();
        for (const status of statuses) {
          mark = drafted(mark, aComponent({ status }), { link: 'l', face: wholeFace, at: NOW });
          const face = wholeFace(aComponent({ status }));
          const { id = '' } = mark.draft ?? {};
          expect(names.get(id) ?? face).toBe(face);
          names.set(id, face);
        }
        expect(maybeOf(mark).at(-1)).toEqual(mark.draft?.state);
      }),
    );
  });

  it('is what is down first, then incidents, then what is well', () => {
    const states = [
      someWork(),
      aComponent({ id: 'a' as never }),
      anIncident(),
      aComponent({ id: 'b' as never, status: 'major_outage' }),
    ];
    const owed = owedOf(
      states.map((state) => ({ key: keyOf(state), state })),
      new Map(),
      wholeFace,
      timing,
    );
    expect(owed.map(({ key }) => key)).toEqual(['component:b', 'incident:i1', 'component:a', keyOf(someWork())]);
  });

  it('is, after all news, a look at what was told long ago', () => {
    const told = (state: LinkState) =>
      taken(drafted(newMark(keyOf(state), 'x'), state, { link: 'l', face: wholeFace, at: NOW }), null, NOW);
    const down = aComponent({ id: 'down' as never, status: 'major_outage' });
    const fresh = aComponent({ id: 'fresh' as never, status: 'major_outage' });
    const well = aComponent({ id: 'well' as never });
    const states = [fresh, down, someWork(), well];
    const marks = new Map([fresh, down].map((state) => [keyOf(state), told(state)]));
    const owed = owedOf(
      states.map((state) => ({ key: keyOf(state), state })),
      marks,
      wholeFace,
      { ...timing, isStale: (key) => key !== keyOf(fresh) },
    );
    expect(owed.map(({ key }) => key)).toEqual(['component:well', keyOf(someWork()), 'component:down']);
  });

  it('is one point of a curve in its time, however many there were', () => {
    const point = (at: number) => ({
      kind: 'latency' as const,
      component: { id: 'c' as never, name: 'C' },
      check: 'c' as never,
      at,
      ms: 1,
    });
    const told = taken(
      drafted(newMark('latency:c', 'x'), point(NOW), { link: 'l', face: wholeFace, at: NOW }),
      null,
      NOW,
    );
    const owed = (at: number) =>
      owedOf([{ key: 'latency:c', state: point(at) }], new Map([['latency:c', told]]), wholeFace, timing);
    expect(owed(NOW + 59_999)).toEqual([]);
    expect(owed(NOW + 60_000)).toHaveLength(1);
  });

  it('is nothing of what the other side has no word for', () => {
    const wanted = [{ key: 'component:c', state: aComponent() }];
    expect(owedOf(wanted, new Map(), () => null, timing)).toEqual([]);
  });
});

describe('a mark', () => {
  it('is done with when the end was taken, and not while anything may be there', () => {
    const open = drafted(newMark('incident:i1', 'x'), anIncident(), { link: 'l', face: wholeFace, at: NOW });
    expect(isDone(open)).toBe(false);
    expect(isDone(taken(open, null, NOW))).toBe(false);
    const closing = drafted(taken(open, '3', NOW), anIncident({ stage: 'fixed' }), {
      link: 'l',
      face: wholeFace,
      at: NOW,
    });
    expect(isDone(taken(closing, null, NOW))).toBe(true);
    expect(taken(closing, null, NOW).reference).toBe('3');
  });
});

describe('a change', () => {
  it.each([
    ['incident-opened', anIncident(), null],
    ['incident-updated', anIncident({ stage: 'identified' }), anIncident()],
    ['incident-closed', anIncident({ stage: 'fixed' }), anIncident()],
    ['maintenance-planned', someWork(), null],
    ['maintenance-changed', someWork({ until: NOW }), someWork()],
    ['maintenance-begun', someWork({ phase: 'begun' }), someWork()],
    ['maintenance-ended', someWork({ phase: 'ended' }), someWork({ phase: 'begun' })],
    ['component', aComponent(), aComponent({ status: 'unknown' })],
  ] as const)('is called %s', (news, state, before) => {
    expect(changeOf('id', NOW, state, before)).toMatchObject({ news, before });
  });
});
