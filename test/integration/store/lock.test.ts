import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, openStoreReader } from '../../../electron/store/open-store.ts';
import { StoreRefused } from '../../../electron/store/trouble.ts';
import { CheckId } from '../../../shared/model/ids.ts';
import { bundleChild } from '../../harness/bundle-child.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import { anEntry, anEvent, anObservation, anOverride, NIGHT, quietLog } from '../../harness/store-values.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const clock = movableClock(NIGHT);

async function open(path: string) {
  const opened = await openStore({ path, clock, log: quietLog });
  onTestFinished(() => opened.store.close());
  return opened;
}

async function read(path: string) {
  const reader = await openStoreReader({ path, log: quietLog });
  onTestFinished(() => reader.close());
  return reader;
}

/** Another process that opens the database, and what it said about it. */
async function another(
  script: string,
  path: string,
): Promise<{ readonly child: ChildProcessWithoutNullStreams; readonly said: Record<string, unknown> }> {
  const child = spawn(process.execPath, [script, path]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, said: JSON.parse(line) };
}

test('while one process has the database another is told which, and may have it as soon as that one is dead', async () => {
  const folder = tempFolder();
  const script = await bundleChild('test/harness/children/opening.ts', folder);
  const path = join(folder, 'watchbell.db');
  const first = await another(script, path);
  expect(first.said).toEqual({ opened: true, notices: [] });

  const refused = await open(path).catch((reason: unknown) => reason);
  expect(refused).toBeInstanceOf(StoreRefused);
  expect(refused).toMatchObject({
    refusal: 'in-use',
    message: expect.stringMatching(
      new RegExp(`process ${first.child.pid} on .*Quit that one, or give this one a data folder`),
    ),
  });
  expect((await (await read(path)).restore()).values.get('opened')).toBe(true);

  const gone = once(first.child, 'exit');
  first.child.kill('SIGKILL');
  await gone;
  const { store, notices } = await open(path);
  expect(notices).toEqual([]);
  expect((await store.restore()).values.get('opened')).toBe(true);
  // A second try in the holder's own process must not let go of its lock by closing the file (POSIX locks would).
  await expect(open(path)).rejects.toMatchObject({ refusal: 'in-use' });
  expect((await another(script, path)).said).toMatchObject({ opened: false, refusal: 'in-use' });
  await store.close();
  expect((await another(script, path)).said).toMatchObject({ opened: true });
});

test('two engines in one process do not get the same database either, and a failed try costs the first one nothing', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  const { store } = await open(path);
  await expect(open(path)).rejects.toMatchObject({ refusal: 'in-use' });
  await expect(open(path)).rejects.toMatchObject({ refusal: 'in-use' });
  await store.commit([anEntry({ values: { mine: 1 } })]);
});

test('neither a closed store nor one that was refused keeps the lock', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  mkdirSync(path);
  await expect(open(path)).rejects.toMatchObject({ refusal: 'unusable' });
  rmdirSync(path);
  const { store } = await open(path);
  await store.close();
  await open(path);
});

test('a lock file full of garbage stops nobody', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  writeFileSync(`${path}.lock`, 'garbage '.repeat(2_000));
  await open(path);
  expect(statSync(`${path}.lock.damaged-2026-11-21`).size).toBe(16_000);
});

test('a reader beside the running app sees each commit, and cannot write', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  const { store } = await open(path);
  await store.commit([anEntry({ overrides: [anOverride('o-1')], events: [anEvent({ text: 'one' })] })]);
  const reader = await read(path);
  expect((await reader.restore()).overrides).toEqual([anOverride('o-1')]);
  await store.commit([anEntry({ removeOverrides: ['o-1'], events: [anEvent({ text: 'two' })] })]);
  await store.record([anObservation(NIGHT)]);
  expect((await reader.restore()).overrides).toEqual([]);
  expect((await reader.events({ limit: 9 })).map(({ text }) => text)).toEqual(['two', 'one']);
  const checkId = CheckId.parse('api/http');
  expect(await reader.observations({ checkId, from: NIGHT, to: NIGHT, limit: 9 })).toHaveLength(1);
  expect(await reader.rollups({ checkIds: [checkId], unit: 'day', from: NIGHT, to: NIGHT })).toHaveLength(1);
  expect(Object.keys(reader)).not.toContain('commit');
  expect(await reader.health()).toMatchObject({ ok: true, place: path });
});

test('a reader is told when there is nothing to read yet, and reads on after the app was closed', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  await expect(read(path)).rejects.toMatchObject({
    refusal: 'absent',
    message: expect.stringContaining('Start Watchbell once'),
  });
  const { store } = await open(path);
  await store.commit([anEntry({ overrides: [anOverride('o-1')] })]);
  await store.close();
  expect((await (await read(path)).restore()).overrides).toEqual([anOverride('o-1')]);
  writeFileSync(path, 'garbage '.repeat(2_000));
  await expect(read(path)).rejects.toMatchObject({
    refusal: 'unusable',
    message: expect.stringContaining('is damaged'),
  });
});
