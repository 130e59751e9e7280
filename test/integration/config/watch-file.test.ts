import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Reading } from '../../../electron/config/read-file.ts';
import { POLL_MS, type WatchOptions, watchConfig } from '../../../electron/config/watch-file.ts';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import { mailbox } from '../../harness/mailbox.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { noticingClock } from './noticing-clock.ts';
import { put } from './put.ts';

const text = (content: string): Reading => ({ kind: 'text', text: content });

/** Watches with the real clock and the real file system; changes come into the mailbox. */
function watching(path: string, options: Partial<WatchOptions> = {}) {
  const changes = mailbox<Reading>();
  const stop = watchConfig({ path, clock: systemClock, known: { kind: 'absent' }, onChange: changes.put, ...options });
  onTestFinished(stop);
  return { changes, stop };
}

describe('the watch on the configuration file', () => {
  it('tells the first text, each other text, and that the file is gone', async () => {
    const path = join(tempFolder(), 'a.yaml');
    const { changes } = watching(path);
    await put(path, 'one');
    expect(await changes.take()).toEqual(text('one'));
    await put(path, 'two');
    expect(await changes.take()).toEqual(text('two'));
    await rm(path);
    expect(await changes.take()).toEqual({ kind: 'absent' });
  });

  it('sees a file that an editor puts in the place of the old one', async () => {
    const folder = tempFolder();
    const path = join(folder, 'a.yaml');
    await writeFile(path, 'one');
    const { changes } = watching(path, { known: text('one') });
    await writeFile(join(folder, '.a.yaml.swp'), 'two');
    await rename(join(folder, '.a.yaml.swp'), path);
    expect(await changes.take()).toEqual(text('two'));
  });

  it('notices what was changed between the first reading and the watch', async () => {
    const path = join(tempFolder(), 'a.yaml');
    await writeFile(path, 'two');
    expect(await watching(path, { known: text('one') }).changes.take()).toEqual(text('two'));
  });

  it('is silent about a file that is touched or saved again unchanged', async () => {
    const path = join(tempFolder(), 'a.yaml');
    await writeFile(path, 'one');
    const { changes } = watching(path, { known: text('one') });
    await utimes(path, new Date(), new Date(0));
    await put(path, 'one');
    await put(path, 'two');
    expect(await changes.take()).toEqual(text('two'));
    expect(changes.size()).toBe(0);
  });

  it('does not take a file that is being saved for an empty one', async () => {
    const path = join(tempFolder(), 'a.yaml');
    await writeFile(path, '');
    const { clock, noticed, settle } = noticingClock();
    const { changes } = watching(path, { known: text('one'), clock });
    await noticed(); // the editor has emptied the file …
    await writeFile(path, 'two'); // … and fills it
    settle();
    expect(await changes.take()).toEqual(text('two'));
  });

  it('waits for a folder that is not there yet', async () => {
    const folder = join(tempFolder(), 'later');
    const { clock, poll } = noticingClock();
    const { changes } = watching(join(folder, 'a.yaml'), { clock });
    await mkdir(folder);
    await writeFile(join(folder, 'a.yaml'), 'one');
    await poll();
    expect(await changes.take()).toEqual(text('one'));
  });

  it('sees changes without any notice from the system: no watches left', async () => {
    const path = join(tempFolder(), 'a.yaml');
    const watchFolder = () => {
      throw Object.assign(new Error('System limit for number of file watchers reached'), { code: 'ENOSPC' });
    };
    const { clock, poll } = noticingClock();
    const { changes } = watching(path, { watchFolder, clock });
    await writeFile(path, 'one');
    await poll();
    expect(await changes.take()).toEqual(text('one'));
  });

  it('watches the folder that was put in the place of the old one', async () => {
    const folder = join(tempFolder(), 'conf');
    const path = join(folder, 'a.yaml');
    await mkdir(folder);
    const asked = mailbox<string>();
    const clock = movableClock();
    const watchFolder = (name: string) => {
      asked.put(name);
      return () => asked.put('stopped');
    };
    watching(path, { clock, watchFolder });
    expect(await asked.take()).toBe(folder);
    await rename(folder, `${folder}.old`);
    await mkdir(folder);
    clock.advance(POLL_MS);
    expect([await asked.take(), await asked.take()]).toEqual(['stopped', folder]);
  });

  it('asks for notices again when they were lost', async () => {
    const path = join(tempFolder(), 'a.yaml');
    const asked = mailbox<() => void>();
    const watchFolder: WatchOptions['watchFolder'] = (_folder, _onEvent, onLost) => {
      asked.put(onLost);
      return () => undefined;
    };
    const clock = movableClock();
    watching(path, { watchFolder, clock });
    const lose = await asked.take();
    lose();
    clock.advance(POLL_MS);
    await expect(asked.take()).resolves.toBeTypeOf('function');
  });
});
