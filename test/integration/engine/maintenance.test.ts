/** Maintenance in the running engine: begun and ended by hand, in the window, over a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const running: TestEngine[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.stop().catch(() => undefined)));
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function engine(options: Parameters<typeof testEngine>[0] = {}): Promise<TestEngine> {
  const started = await testEngine({ clock: movableClock(START), ...options });
  running.push(started);
  return started;
}
const check = (port: number) => ({ type: 'tcp' as const, host: '127.0.0.1', port });
const quick = fileOf({
  components: [
    { id: 'api', name: 'API', checks: [check(1)] },
    { id: 'db', name: 'DB', checks: [check(2)] },
  ],
  policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '9h' }], repeat: 0 }],
});
const viewOf = (one: TestEngine, id = 'api') => one.snapshot().components.find((other) => other.id === id);
const begin = (one: TestEngine, components: readonly string[], forMs: number, note = '') =>
  one.engine.replies.startMaintenance({ components: components as never, forMs, note }, 'Kim');

describe('maintenance begun by hand', () => {
  it('holds pages back, is shown with its end beside the true status, and says what is still wrong when it is ended', async () => {
    const one = await engine({ file: quick });
    await one.clock.advance(MINUTE);
    expect(await begin(one, ['api'], 60 * MINUTE, 'new rack')).toEqual({
      accepted: true,
      text: 'Messages are held back for 1 h; watching goes on',
    });
    one.target('api', DOWN);
    await one.clock.advance(10 * MINUTE);
    expect(one.pages()).toEqual([]);
    expect(viewOf(one)).toMatchObject({
      status: 'major_outage',
      maintenance: { name: 'new rack (Kim)', until: START + 61 * MINUTE, byHand: true },
    });
    expect(viewOf(one, 'db')?.maintenance).toBeNull();
    const { picture, incidents } = one.snapshot();
    expect(picture).toMatchObject({ shape: 'maintenance', count: 0, words: '1 failing in maintenance' });
    expect(incidents[0]).toMatchObject({
      sounding: false,
      held: [{ reason: 'Maintenance: new rack (Kim)', until: START + 61 * MINUTE }],
      next: { at: START + 61 * MINUTE, what: 'no longer held back' },
    });
    const id = viewOf(one)?.maintenance?.id as never;
    expect(await one.engine.replies.endMaintenance({ id }, 'Sam')).toMatchObject({ accepted: true });
    await one.clock.advance(SECOND);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    expect(viewOf(one)?.maintenance).toBeNull();
    expect(await one.engine.replies.endMaintenance({ id }, 'Sam')).toMatchObject({ accepted: false });
    const events = await one.engine.replies.events({ types: ['maintenance'], limit: 5 }, 'test');
    expect(events.map(({ text }) => text)).toEqual([
      'Sam ended the maintenance that Kim began',
      'Kim began maintenance of api for 1 h: new rack',
    ]);
  });

  it('is refused for a component that is not there', async () => {
    const one = await engine({ file: quick });
    expect(await begin(one, ['api', 'nope'], MINUTE)).toEqual({ accepted: false, text: 'There is no component nope' });
  });

  it('outlives a restart, and is over at its time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
    folders.push(folder);
    const path = join(folder, 'watchbell.db');
    const clock = movableClock(START);
    const first = await engine({ file: quick, path, clock });
    await clock.advance(MINUTE);
    await begin(first, ['api', 'db'], 30 * MINUTE);
    first.target('api', DOWN);
    await clock.advance(5 * MINUTE);
    running.splice(0);
    await first.stop();
    const second = await engine({ file: quick, path, clock });
    second.target('api', DOWN);
    await clock.advance(20 * MINUTE);
    expect(second.pages()).toEqual([]);
    expect(viewOf(second, 'db')?.maintenance?.name).toBe('by Kim');
    await clock.advance(6 * MINUTE);
    expect(second.pages()).toEqual(['trigger kim kim-hook']);
    expect(viewOf(second, 'db')?.maintenance).toBeNull();
  });
});

describe('a window of the file', () => {
  it('begins and ends in sight of whoever looks, although nothing happens', async () => {
    const one = await engine({
      file: {
        ...quick,
        maintenance: [
          {
            id: 'nightly',
            for: { components: ['db'] },
            kind: 'once',
            from: '2026-01-05T09:10:00Z',
            to: '2026-01-05T09:20:00Z',
          },
        ],
      },
    });
    one.target('api', UP);
    await one.clock.advance(9 * MINUTE);
    const shown = () =>
      one.changes.flatMap(({ components = [] }) => components.filter(({ id }) => id === 'db')).at(-1)?.maintenance;
    expect(shown()).toBeNull();
    await one.clock.advance(MINUTE + SECOND);
    expect(shown()).toEqual({ id: 'nightly', name: 'nightly', until: START + 20 * MINUTE, byHand: false });
    await one.clock.advance(10 * MINUTE);
    expect(shown()).toBeNull();
  });
});
