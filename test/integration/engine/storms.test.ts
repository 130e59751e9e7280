/**
 * Random storms: hosts of three policies, some behind others, some in maintenance, that fail together, one by one, and in between.
 *
 * Whatever has been down for long is known to somebody of its own policy: paged itself, in a summary that reached that policy, or
 * behind something of which that is true. And nobody is paged for what is in maintenance.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { type FileInput, fileOf, hook, START } from '../../harness/watch-story.ts';

/** A storm costs about a second; `STORMS=500` looks for rarer ones. */
const STORMS = Number(process.env.STORMS ?? 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A round, a confirmation, the breath, the second look, a look at the parents, the end of a calm storm: nobody waits longer. */
const LONG_MS = 5 * MINUTE;
const POLICIES = ['default', 'dba', 'net'] as const;

const failure = (kind: 'timeout' | 'wrong-content' | 'certificate'): ProbeOutcome => ({
  kind: 'fail',
  failure: { kind, phase: 'connect', detail: kind },
  timings: { totalMs: 50 },
});
const OUTCOMES = {
  up: UP,
  lost: failure('timeout'),
  down: DOWN,
  wrong: failure('wrong-content'),
  cert: failure('certificate'),
};

interface Host {
  readonly policy: (typeof POLICIES)[number];
  /** How many places before it its parent stands; 0: it has none. */
  readonly behind: number;
  readonly planned: boolean;
  readonly slow: boolean;
}
const host: fc.Arbitrary<Host> = fc.record({
  policy: fc.constantFrom(...POLICIES),
  behind: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4 })),
  planned: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  slow: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
});

/** From one host on, so many in a row answer like this; then time passes. */
const turn = fc.record({
  from: fc.nat({ max: 11 }),
  count: fc.oneof(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 5, max: 12 })),
  answer: fc.constantFrom<keyof typeof OUTCOMES>('lost', 'lost', 'lost', 'down', 'wrong', 'cert', 'up', 'up'),
  wait: fc
    .oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 90, max: 1_500 }))
    .map((seconds) => seconds * SECOND),
});

const parentOf = (hosts: readonly Host[], index: number): number | null => {
  const behind = hosts[index]?.behind ?? 0;
  return behind === 0 || behind > index ? null : index - behind;
};

const fleet = (hosts: readonly Host[]): FileInput =>
  fileOf({
    components: hosts.map(({ policy, planned, slow }, index) => {
      const parent = parentOf(hosts, index);
      return {
        id: `h${index}`,
        policy,
        tags: planned ? ['planned'] : ['other'],
        dependsOn: parent === null ? [] : [`h${parent}`],
        checks: [{ type: 'tcp' as const, host: `h${index}.example`, port: 1, ...(slow && { interval: '2m' }) }],
      };
    }),
    maintenance: hosts.some(({ planned }) => planned)
      ? [
          {
            id: 'm',
            for: { tags: ['planned'] },
            kind: 'once',
            from: '2026-01-05T00:00:00Z',
            to: '2026-01-09T00:00:00Z',
          },
        ]
      : [],
    people: POLICIES.map((id) => ({ id, name: id, channels: [`${id}-hook`] })),
    channels: POLICIES.map((id) => hook(`${id}-hook`)),
    schedules: [],
    policies: POLICIES.map((id) => ({ id, steps: [{ targets: [{ person: id }], delay: '9h' }], repeat: 0 })),
  });

/** Since when each is down; null: it is not. And since when it answers again; null: it always did, or does not. */
interface Answers {
  readonly downSince: (number | null)[];
  readonly wellSince: (number | null)[];
}

/** Those that have been down for long and of which nobody knows who should. */
function unknown(one: TestEngine, hosts: readonly Host[], { downSince, wellSince }: Answers): readonly string[] {
  const at = one.clock.now();
  const isKnown = (index: number): boolean => {
    const { policy, planned } = hosts[index] as Host;
    const since = downSince[index] ?? null;
    if (planned) {
      return true;
    }
    const incident = one.snapshot().incidents.find((i) => i.componentId === `h${index}` && i.state !== 'resolved');
    const own = one.sent.some(({ page }) => page.incidentId === incident?.id && page.personId === policy);
    const held = incident?.held.map(({ reason }) => reason) ?? [];
    const summaries = one.sent.filter(({ page }) => page.componentId === WATCHER_ID && page.personId === policy);
    const inSummary =
      held.includes('Told in the summary of a mass failure') &&
      summaries.some((sent) => sent.page.kind !== 'close' && sent.at >= (since ?? at) - LONG_MS);
    const parent = parentOf(hosts, index);
    const byParent =
      parent !== null && held.some((text) => text.startsWith('Unreachable because of')) && isKnown(parent);
    return own || inSummary || byParent;
  };
  /** Itself and whatever stands before it. */
  const line = (index: number | null): readonly number[] =>
    index === null ? [] : [index, ...line(parentOf(hosts, index))];
  return hosts.flatMap((_, index) => {
    const since = downSince[index] ?? null;
    const all = line(index);
    const late = LONG_MS + (all.some((one) => hosts[one]?.slow) ? 3 * MINUTE : 0);
    // What was unreachable until now has its own time from then on.
    const from = Math.max(since ?? at, ...all.map((one) => wellSince[one] ?? 0));
    return since === null || at - from < late || isKnown(index)
      ? []
      : [`h${index} down for ${(at - since) / SECOND} s`];
  });
}

it(
  'whatever is down for long is known to somebody of its own policy, and nobody is paged for what is in maintenance',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(host, { minLength: 6, maxLength: 12 }),
        fc.array(turn, { minLength: 1, maxLength: 6 }),
        async (hosts, turns) => {
          const one = await testEngine({ clock: movableClock(START), file: fleet(hosts) });
          const answers: Answers = { downSince: hosts.map(() => null), wellSince: hosts.map(() => null) };
          await one.clock.advance(3 * MINUTE);
          const found: string[] = [];
          for (const { from, count, answer, wait } of [
            ...turns,
            { from: 0, count: 0, answer: 'up' as const, wait: LONG_MS },
          ]) {
            for (let index = from; index < Math.min(hosts.length, from + count); index += 1) {
              one.target(`h${index}`, OUTCOMES[answer]);
              const { downSince, wellSince } = answers;
              const now = one.clock.now();
              if (answer === 'up') {
                wellSince[index] = downSince[index] === null ? (wellSince[index] ?? null) : now;
                downSince[index] = null;
              } else {
                downSince[index] ??= now;
                wellSince[index] = null;
              }
            }
            await one.clock.advance(wait);
            found.push(...unknown(one, hosts, answers));
          }
          const planned = one.sent.filter(({ page }) => hosts[Number(page.componentId?.slice(1))]?.planned === true);
          await one.engine.stop();
          expect(found).toEqual([]);
          expect(planned.map(({ page }) => page.title)).toEqual([]);
        },
      ),
      { numRuns: STORMS, endOnFailure: process.env.SHRINK === undefined },
    );
  },
  60_000 + STORMS * 10_000,
);
