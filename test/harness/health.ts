/** What the health port may have been told: a house that watches and is well, and any part of it otherwise; and everything it might be. */
import fc from 'fast-check';
import type { Circumstances } from '../../shared/rules/health-port/circumstances.ts';
import type { Beat, HealthPicture } from '../../shared/rules/health-port/picture.ts';
import { SILENT_AFTER_MS } from '../../shared/rules/health-port/verdict.ts';
import { NO_WARM_UP, type WarmUp } from '../../shared/rules/health-port/warm-up.ts';
import { START } from './watch-story.ts';

export const WARM: WarmUp = { state: 'done', steps: [{ name: 'history', done: true, words: 'the history is read' }] };
export const WARMING: WarmUp = {
  state: 'in-progress',
  steps: [...WARM.steps, { name: 'first round', done: false, words: '3 of 12 checks have answered' }],
};

export const aBeat = (change: Partial<Beat> = {}): Beat => ({
  at: START,
  startedAt: START - 60_000,
  phase: { kind: 'serving' },
  watcher: { watching: true, because: 'Checks are running' },
  warmUp: WARM,
  store: { reads: 10, writes: 5, transactions: 3 },
  checks: 12,
  unfinished: 0,
  underWay: { count: 0, oldest: [] },
  ...change,
});

export const aPicture = (change: Partial<HealthPicture> = {}): HealthPicture => ({
  alerts: [],
  open: 0,
  onCall: [],
  subject: null,
  ...change,
});

export const circumstances = (change: Partial<Circumstances> = {}): Circumstances => ({
  beat: aBeat(),
  ageMs: 0,
  picture: aPicture(),
  now: START,
  silentAfterMs: SILENT_AFTER_MS,
  traffic: [{ at: 0, sums: { reads: 10, writes: 5, transactions: 3 } }],
  memory: { virtualKb: 99_156, residentKb: 22_044 },
  ...change,
});

/** Words with what must not be read in them, whole, in parts, and in pieces that could grow together. */
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom('OK', 'BOOK', 'TOKEN', 'LOOKUP', 'O', 'K', '\0', '\n', '\r\n', '\u200b', '\u00ad', ' ', 'shop'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const warmUp: fc.Arbitrary<WarmUp> = fc.oneof(
  fc.constant(NO_WARM_UP),
  fc.record({
    state: fc.constantFrom('in-progress' as const, 'done' as const, 'given-up' as const),
    steps: fc.array(fc.record({ name: words, done: fc.boolean(), words }), { maxLength: 3 }),
  }),
);

const beat: fc.Arbitrary<Beat> = fc
  .record({
    phase: fc.oneof(
      fc.constantFrom({ kind: 'starting' as const }, { kind: 'serving' as const }),
      words.map((reason) => ({ kind: 'draining' as const, reason })),
    ),
    watcher: fc.option(fc.record({ watching: fc.boolean(), because: words })),
    warmUp,
    underWay: fc.record({
      count: fc.nat(),
      oldest: fc.array(fc.record({ check: words, ageMs: fc.nat() }), { maxLength: 3 }),
    }),
  })
  .map(aBeat);

const picture: fc.Arbitrary<HealthPicture> = fc.record({
  alerts: fc.array(
    fc.record({
      since: fc.integer(),
      severity: fc.constantFrom('low' as const, 'high' as const, 'critical' as const),
      state: fc.constantFrom('triggered' as const, 'acknowledged' as const),
      component: words,
      cause: words,
    }),
    { maxLength: 3 },
  ),
  open: fc.nat(),
  onCall: fc.array(
    fc.record({
      schedule: words,
      people: fc.array(fc.record({ name: words, until: fc.option(fc.nat()) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  subject: fc.option(
    fc.record({
      status: fc.constantFrom(
        'operational' as const,
        'performance_issues' as const,
        'partial_outage' as const,
        'major_outage' as const,
        'under_maintenance' as const,
        'unknown' as const,
      ),
      because: words,
      maintenance: fc.option(words),
    }),
  ),
});

export const arbitrary = {
  words,
  circumstances: fc
    .record({ beat: fc.option(beat), ageMs: fc.nat(20_000), picture: fc.option(picture) })
    .map(circumstances),
};
