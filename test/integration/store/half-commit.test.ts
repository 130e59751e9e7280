import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../electron/store/open-store.ts';
import { CheckId } from '../../../shared/model/ids.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { bundleChild } from '../../harness/bundle-child.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import { anEntry, anEvent, anObservation, aWatch, NIGHT, quietLog } from '../../harness/store-values.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const KILLS = 20;
const WATCHES = 20;
const EVENTS = 5;

test('an entry that cannot be written leaves nothing of itself or of its neighbours', async () => {
  const { store } = await bareStore(':memory:');
  await store.commit([anEntry({ events: [anEvent({ text: 'before' })] })]);
  const loop: Record<string, unknown> = {};
  loop.self = loop; // no JSON
  await expect(
    store.commit([
      anEntry({ watches: [aWatch()], events: [anEvent()] }),
      anEntry({ values: { loop } }),
      anEntry({ events: [anEvent()] }),
    ]),
  ).rejects.toThrow(/circular/);
  expect((await store.restore()).watches).toEqual([]);
  expect((await store.commit([anEntry({ events: [anEvent({ text: 'after' })] })]))[0]?.seq).toBe(2);
  expect((await store.events({ limit: 9 })).map(({ text }) => text)).toEqual(['after', 'before']);
});

test('a commit waits for the disk, a batch of observations does not', async () => {
  const { store, connection } = await bareStore(join(tempFolder(), 'watchbell.db'));
  const synchronous = () => Object.values(connection.prepare('PRAGMA synchronous').get() as object)[0];
  await store.commit([anEntry({ values: { a: 1 } })]);
  expect(synchronous()).toBe(2); // FULL
  await store.record([anObservation(NIGHT)]);
  expect(synchronous()).toBe(1); // NORMAL
  await store.commit([anEntry({ values: { a: 2 } })]);
  expect(synchronous()).toBe(2);
});

test(`killed ${KILLS} times in the middle of commits, each entry is there whole or not at all`, {
  timeout: 120_000,
}, async () => {
  const folder = tempFolder();
  const script = await bundleChild('test/harness/children/committing.ts', folder);
  const path = join(folder, 'data', 'watchbell.db');
  const told = new Set<number>();
  let next = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    // It commits back to back, so the moment in which its word arrives is a random one for the work that follows.
    next = await runAndKill(script, path, next, 1 + Math.floor(Math.random() * 40), told);
  }

  const { store, notices } = await openStore({ path, clock: movableClock(NIGHT), log: quietLog });
  onTestFinished(() => store.close());
  expect(notices).toEqual([]);
  const restored = await store.restore();
  const whole = new Set(restored.values.values() as Iterable<number>);
  expect([...told].filter((number) => !whole.has(number))).toEqual([]);
  expect(told.size).toBeGreaterThanOrEqual(KILLS);
  expect(restored.watches).toHaveLength(whole.size * WATCHES);
  expect(new Set(restored.watches.map(({ componentId }) => Number(componentId.split('-')[1])))).toEqual(whole);
  expect(new Set(restored.outbox.map(({ page }) => Number(page.id.split('-')[1])))).toEqual(whole);

  const events = await store.events({ limit: 1_000_000 });
  expect(events).toHaveLength(whole.size * EVENTS);
  expect(new Set(events.map(({ data }) => data.number))).toEqual(whole);
  expect(events.map(({ seq }) => seq)).toEqual(Array.from(events, (_, index) => events.length - index));

  const checkIds = Array.from({ length: 10 }, (_, check) => CheckId.parse(`api/${check}`));
  const range = { from: NIGHT, to: NIGHT + next * 1_000 };
  const sums = await store.rollups({ checkIds, unit: 'day', ...range });
  for (const checkId of checkIds) {
    const tries = await store.observations({ checkId, ...range, limit: 1_000_000 });
    const added = sums.filter((sum) => sum.checkId === checkId).reduce((total, { passes }) => total + passes, 0);
    expect(tries).toHaveLength(added);
  }
});

/** Lets a child commit from `first` on, kills it at its `words`-th word, and notes what it said. Returns a number not yet used. */
async function runAndKill(
  script: string,
  path: string,
  first: number,
  words: number,
  told: Set<number>,
): Promise<number> {
  const child = spawn(process.execPath, [script, path, ...[first, WATCHES, EVENTS].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  let last = first - 1;
  let heard = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    told.add(last);
    heard += 1;
    if (heard === words) {
      child.kill('SIGKILL');
    }
  }
  const [, signal] = await gone;
  expect(signal).toBe('SIGKILL');
  return last + 2; // the one after the last word may have been written without a word
}
