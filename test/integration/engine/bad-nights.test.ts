/**
 * Random bad nights for the whole engine: two components, channels that fail, people who act, reloads, sleep, a clock that is
 * set, a disk that is full, stops and kills.
 *
 * In the end all is well, the auditor found nothing, nothing is left over, whoever was told heard once that it is over, and none of our own bugs was met.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../electron/engine/ports/store.ts';
import type { Delivery, Page } from '../../../shared/model/page.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import { type MovableClock, movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UNSURE, UP } from '../../harness/engine.ts';
import { type FileInput, fileOf, hook, START } from '../../harness/watch-story.ts';

/** A night costs about half a second; `NIGHTS=1000` looks for rarer ones. */
const NIGHTS = Number(process.env.NIGHTS ?? 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const tcp = (port: number) => ({ type: 'tcp' as const, host: '127.0.0.1', port });
const api = (...ports: number[]) => ({ id: 'api', name: 'API', checks: ports.map(tcp) });
const db = { id: 'db', name: 'DB', severity: 'high' as const, checks: [{ ...tcp(9), interval: '10s' }] };
const people = [
  { id: 'kim', name: 'Kim', channels: ['screen', 'kim-hook', 'kim-second'] },
  { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
];
const channels = [{ id: 'screen', type: 'native' as const }, ...['kim-hook', 'kim-second', 'sam-hook'].map(hook)];
const FILES: readonly FileInput[] = [
  fileOf({ people, channels, components: [api(1), db] }),
  fileOf({ people, channels, components: [api(1, 2), db] }),
  fileOf({ people, channels, components: [api(3), db], settings: { desk: 'sam', pageAfter: 0 } }),
  fileOf({ people, channels, components: [db] }),
];

type Twist = readonly [what: string, place: number, wait: number];
const twist: fc.Arbitrary<Twist> = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('down', 'down', 'up', 'unsure', 'hangs') },
    {
      weight: 4,
      arbitrary: fc.constantFrom('ack', 'ack-short', 'unack', 'snooze', 'resolve', 'escalate', 'hush', 'quiet'),
    },
    { weight: 3, arbitrary: fc.constantFrom('refuse', 'later', 'silence', 'accept') },
    { weight: 3, arbitrary: fc.constantFrom('reload', 'sleep', 'set-back', 'set-forward', 'disk-full', 'disk-free') },
    { weight: 2, arbitrary: fc.constantFrom('stop', 'kill') },
  ),
  fc.nat({ max: 7 }),
  fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 1_200 })).map((seconds) => seconds * SECOND),
);

/** All that lasts through restarts. */
class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
  readonly clock: MovableClock = movableClock(START + 12 * HOUR);
  /** What receivers took, each key once, in order. */
  readonly taken = new Map<string, Page>();
  readonly bugs: string[] = [];
  file = FILES[0] as FileInput;
  mood = 'accept';
  alive = 0;
  one!: TestEngine;
  diskFull = false;

  async begin(): Promise<void> {
    const { clock, file } = this;
    this.one = await testEngine({ path: join(this.folder, 'watchbell.db'), clock, file });
    this.alive += 1;
    const self = this.alive;
    this.one.answer((page) => this.deliver(page, self));
    const commit = this.one.store.commit.bind(this.one.store);
    const store = this.one.store as { -readonly [K in keyof Store]: Store[K] };
    store.commit = (entries) => (this.diskFull ? Promise.reject(new Error('disk is full')) : commit(entries));
  }

  /** A page is taken after a moment; a killed engine's is, if it was under way, and it never learns of it. */
  private async deliver(page: Page, from: number): Promise<Delivery> {
    const mood = page.channelId === 'sam-hook' && this.mood !== 'silence' ? 'accept' : this.mood;
    await new Promise<void>((resolve) => this.clock.after(700, resolve));
    if (from !== this.alive) {
      return { status: 'try-later', reason: 'nobody listens any more' };
    }
    switch (mood) {
      case 'refuse':
        if (page.kind === 'close') {
          this.taken.set(page.id, page); // who refuses to hear the end has had the chance
        }
        return { status: 'refused', reason: '401' };
      case 'later':
        return { status: 'try-later', reason: '503' };
      case 'silence':
        return new Promise(() => undefined);
      default:
        if (!this.taken.has(page.id)) {
          this.taken.set(page.id, page);
        }
        return { status: 'accepted' };
    }
  }

  async end(how: 'stop' | 'kill'): Promise<void> {
    if (how === 'kill') {
      this.alive += 1;
      await this.one.store.close();
    }
    const ended = this.one.engine.stop().catch(() => undefined);
    await this.clock.advance(20 * SECOND);
    await ended;
    const { lines } = this.one.log;
    this.bugs.push(
      ...lines.filter(({ message }) => message.includes('bug of ours')).map((line) => JSON.stringify(line)),
    );
  }
}

async function live(twists: readonly Twist[]): Promise<World> {
  const world = new World();
  await world.begin();
  await world.clock.advance(MINUTE);
  for (const [what, place, wait] of twists) {
    await bring(world, what, place);
    await world.clock.advance(wait);
  }
  world.mood = 'accept';
  world.diskFull = false;
  world.one.target('api', UP);
  world.one.target('db', UP);
  world.one.configure(FILES[1] as FileInput);
  await world.clock.advance(30 * MINUTE);
  return world;
}

async function bring(world: World, what: string, place: number): Promise<void> {
  const { one, clock } = world;
  const target = place % 2 === 0 ? 'api' : 'db';
  const open = one.snapshot().incidents.filter(({ state }) => state !== 'resolved');
  const incident = open[place % Math.max(1, open.length)]?.id ?? ('none' as never);
  const { replies } = one.engine;
  const doings: Readonly<Record<string, () => unknown>> = {
    down: () => one.target(target, DOWN),
    up: () => one.target(target, UP),
    unsure: () => one.target(target, UNSURE),
    hangs: () => one.target(target, 'hangs'),
    ack: () => replies.acknowledge({ incident, forMs: null, note: '' }, 'Kim'),
    'ack-short': () => replies.acknowledge({ incident, forMs: 5 * MINUTE, note: '' }, 'Kim'),
    unack: () => replies.unacknowledge({ incident }, 'Kim'),
    snooze: () => replies.snooze({ incident, forMs: 5 * MINUTE }, 'Kim'),
    resolve: () => replies.resolve({ incident, note: '' }, 'Kim'),
    escalate: () => replies.escalate({ incident, to: place % 2 === 0 ? 'next' : { person: 'sam' as never } }, 'Kim'),
    hush: () => replies.hush({ incident: null }, 'Kim'),
    quiet: () =>
      replies.quiet(
        { until: place < 2 ? null : clock.now() + place * 5 * MINUTE, criticalToo: place % 2 === 0 },
        'Kim',
      ),
    reload: () => {
      world.file = FILES[place % FILES.length] as FileInput;
      one.configure(world.file);
    },
    sleep: () => clock.sleepThrough(place * HOUR),
    'set-back': () => clock.setBack(place * 20 * MINUTE),
    'set-forward': () => clock.sleepThrough(place * 30 * SECOND),
    'disk-full': () => {
      world.diskFull = true;
    },
    'disk-free': () => {
      world.diskFull = false;
    },
  };
  if (what === 'stop' || what === 'kill') {
    if (world.diskFull) {
      world.diskFull = false; // what only memory knew would be gone: that is what a full disk costs
      await clock.advance(MINUTE);
    }
    await world.end(what);
    await world.begin();
  } else if (doings[what] === undefined) {
    world.mood = what;
  } else {
    await doings[what]();
  }
}

describe('a bad night', () => {
  it(
    'ends with nothing open, nothing left over, everybody told once that it is over, and no bug of ours',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(twist, { minLength: 3, maxLength: 14 }), async (twists) => {
          const world = await live(twists);
          const { one } = world;
          const snapshot = one.snapshot();
          const differences = (await one.store.events({ limit: 5_000, componentId: WATCHER_ID }))
            .map(({ text }) => text)
            .filter((text) => text.startsWith('watchbell/audit: ') && text.includes('-> down'));
          const left = (await one.store.restore()).outbox.map(({ page, state }) => `${page.id} ${state}`);
          await world.end('stop');
          rmSync(world.folder, { recursive: true, force: true });
          expect(world.bugs).toEqual([]);
          expect(differences).toEqual([]);
          expect(snapshot.components.map(({ status }) => status)).toEqual(['operational', 'operational']);
          expect(snapshot.picture.shape).toBe('calm');
          expect(snapshot.incidents.filter(({ state }) => state !== 'resolved')).toEqual([]);
          expect(left).toEqual([]);
          const told = new Set<string>();
          for (const { kind, dedupKey, personId, channelId } of world.taken.values()) {
            const key = `${dedupKey} ${personId} ${channelId}`;
            if (kind === 'close') {
              told.delete(key);
            } else {
              told.add(key);
            }
          }
          expect([...told]).toEqual([]);
        }),
        { numRuns: NIGHTS, endOnFailure: true },
      );
    },
    60_000 + NIGHTS * 10_000,
  );
});
