/**
 * Random nights, lived twice: once in one go, once with stops and kills at random points on the same database.
 *
 * A receiver that folds by key must not be able to tell them apart.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../../shared/model/page.ts';
import { type MovableClock, movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

/** A night costs about half a second; `NIGHTS=1000` looks for rarer ones. */
const NIGHTS = Number(process.env.NIGHTS ?? 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A channel takes its time, so that a kill meets pages under way. */
const DELIVERY_MS = 1_500;
/** Looks come at other instants after a restart; nobody does anything this close to a page, or it might fall on the other side. */
const NEAR_MS = 45 * SECOND;

const WHATS = ['down', 'up', 'ack', 'ack-short', 'unack', 'snooze', 'resolve', 'escalate', 'stop', 'kill'] as const;
type Act = { readonly what: (typeof WHATS)[number]; readonly wait: number };
const act: fc.Arbitrary<Act> = fc.record({
  what: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('down' as const, 'up' as const) },
    { weight: 2, arbitrary: fc.constantFrom(...WHATS) },
    { weight: 2, arbitrary: fc.constantFrom('stop' as const, 'kill' as const) },
  ),
  wait: fc.integer({ min: 1, max: 900 }).map((seconds) => seconds * SECOND),
});
const nights = fc
  .array(act, { minLength: 2, maxLength: 7 })
  .map((acts) => [{ what: 'down' as const, wait: MINUTE }, ...acts]);

interface Night {
  /** In the order in which they went out, each key once. */
  readonly pages: readonly string[];
  /** The acts as they were done, each at a quiet moment. */
  readonly acts: readonly Act[];
  readonly openAtEnd: number;
}

/** @param restarts whether it is stopped and killed where the acts say so; otherwise quiet moments are looked for */
async function live(acts: readonly Act[], restarts: boolean): Promise<Night> {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
  const path = join(folder, 'watchbell.db');
  const clock = movableClock(START + 12 * 60 * MINUTE);
  const sent = new Map<string, { readonly page: Page; readonly at: number }>();
  const done: Act[] = [];
  let outcome = UP;
  let one = await begin(path, clock);

  function collect(): void {
    for (const { page, at } of one.sent) {
      if (!sent.has(page.id)) {
        sent.set(page.id, { page, at });
      }
    }
  }
  async function again(end: 'stop' | 'kill'): Promise<void> {
    collect();
    const before = one;
    if (end === 'kill') {
      await before.store.close(); // from here on nothing of it is written, and what it sends is not collected
    }
    const ended = before.engine.stop().catch(() => undefined);
    if (end === 'stop') {
      await clock.advance(2 * DELIVERY_MS);
      await ended;
      collect();
    }
    one = await begin(path, clock);
    one.target('api', outcome);
  }

  async function untilQuiet(): Promise<number> {
    const from = clock.now();
    while (!restarts && !isQuiet(one)) {
      await clock.advance(15 * SECOND);
    }
    return clock.now() - from;
  }

  await clock.advance(MINUTE);
  for (const { what, wait } of [...acts, { what: 'up' as const, wait: 10 * MINUTE }]) {
    if (what === 'stop' || what === 'kill') {
      await (restarts ? again(what) : clock.advance(what === 'stop' ? 2 * DELIVERY_MS : 0));
    } else {
      outcome = what === 'down' ? DOWN : what === 'up' ? UP : outcome;
      await command(one, what);
      one.target('api', outcome);
    }
    await clock.advance(wait);
    done.push({ what, wait: wait + (await untilQuiet()) });
  }
  collect();
  const openAtEnd = one.snapshot().incidents.filter(({ state }) => state !== 'resolved').length;
  const ended = one.engine.stop();
  await clock.advance(2 * DELIVERY_MS);
  await ended;
  rmSync(folder, { recursive: true, force: true });
  const all = [...sent.values()].map(({ page }) => `${page.kind} ${page.personId} ${page.channelId}`);
  return { pages: all, acts: done, openAtEnd };
}

async function begin(path: string, clock: MovableClock): Promise<TestEngine> {
  const one = await testEngine({ path, clock, file: fileOf() });
  one.answer(() => new Promise((resolve) => clock.after(DELIVERY_MS, () => resolve({ status: 'accepted' }))));
  return one;
}

async function command(one: TestEngine, what: Act['what']): Promise<void> {
  const incident = one.snapshot().incidents.find(({ state }) => state !== 'resolved')?.id;
  if (incident === undefined) {
    return;
  }
  const { replies } = one.engine;
  const by = 'Kim';
  switch (what) {
    case 'ack':
      await replies.acknowledge({ incident, forMs: null, note: '' }, by);
      return;
    case 'ack-short':
      await replies.acknowledge({ incident, forMs: 5 * MINUTE, note: '' }, by);
      return;
    case 'unack':
      await replies.unacknowledge({ incident }, by);
      return;
    case 'snooze':
      await replies.snooze({ incident, forMs: 5 * MINUTE }, by);
      return;
    case 'resolve':
      await replies.resolve({ incident, note: '' }, by);
      return;
    case 'escalate':
      await replies.escalate({ incident, to: 'next' }, by);
      return;
    default:
      return;
  }
}

/** Nothing has gone out just now, and nothing is about to. */
function isQuiet(one: TestEngine): boolean {
  const now = one.clock.now();
  const { incidents, components } = one.snapshot();
  return (
    components.every(({ suspect }) => !suspect) &&
    one.sent.every(({ at }) => now - at > NEAR_MS) &&
    incidents.every(({ next, openedAt }) => (next === null || next.at - now > NEAR_MS) && now - openedAt > NEAR_MS)
  );
}

describe('a night with restarts', () => {
  it(
    'brings the same pages to the same people in the same order as one without',
    async () => {
      await fc.assert(
        fc.asyncProperty(nights, async (acts) => {
          const whole = await live(acts, false);
          const broken = await live(whole.acts.slice(0, -1), true);
          expect(broken.pages, JSON.stringify(whole.acts)).toEqual(whole.pages);
          expect([whole.openAtEnd, broken.openAtEnd]).toEqual([0, 0]);
        }),
        { numRuns: NIGHTS, endOnFailure: true },
      );
    },
    60_000 + NIGHTS * 10_000,
  );

  it(
    'closes every page once, wherever it was killed',
    async () => {
      await fc.assert(
        fc.asyncProperty(nights, async (acts) => {
          const { pages, openAtEnd } = await live(acts, true);
          expect(openAtEnd).toBe(0);
          const told = new Set<string>();
          for (const page of pages) {
            const [kind, ...to] = page.split(' ');
            const key = to.join(' ');
            if (kind === 'close') {
              expect(told.delete(key), `${key} hears of an end without a beginning: ${pages.join(', ')}`).toBe(true);
            } else {
              told.add(key);
            }
          }
          expect([...told], pages.join(', ')).toEqual([]);
        }),
        { numRuns: NIGHTS, endOnFailure: true },
      );
    },
    60_000 + NIGHTS * 10_000,
  );
});
