/** Editing the list of people does not change who is on call tonight, not even when it was edited while nothing ran. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { fileOf, hook, START } from '../../harness/watch-story.ts';

const WEEK = 7 * 86_400_000;

let folder: string;
let running: TestEngine | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchbell-rotations-'));
});
afterEach(async () => {
  await running?.stop();
  running = null;
  rmSync(folder, { recursive: true, force: true });
});

const fileWith = (people: readonly string[]) =>
  fileOf({
    people: ['kim', 'sam', 'lee'].map((id) => ({ id, name: id, channels: [`${id}-hook`] })),
    channels: [hook('kim-hook'), hook('sam-hook'), hook('lee-hook')],
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        rotation: { turn: 'weekly', start: '2026-01-05T09:00', people: [...people] },
      },
    ],
  });

const onCall = ({ engine }: TestEngine) =>
  engine.feed.snapshot().onCall[0]?.now.map(({ personId }) => personId as string);

describe('whoever is on call', () => {
  it('stays on call when somebody else is taken out of the list, and also after the next start', async () => {
    const path = join(folder, 'watchbell.db');
    const clock = movableClock(START + WEEK);
    running = await testEngine({ file: fileWith(['kim', 'sam', 'lee']), clock, path });
    expect(onCall(running)).toEqual(['sam']);
    running.configure(fileWith(['sam', 'lee']));
    expect(onCall(running)).toEqual(['sam']);
    await clock.advance(1_000);
    await running.stop();

    running = await testEngine({ file: fileWith(['sam', 'lee']), clock, path });
    expect(onCall(running)).toEqual(['sam']);
  });

  it('stays on call when the list was edited while we were not running', async () => {
    const path = join(folder, 'watchbell.db');
    const clock = movableClock(START + WEEK);
    running = await testEngine({ file: fileWith(['kim', 'sam', 'lee']), clock, path });
    await clock.advance(1_000);
    await running.stop();

    running = await testEngine({ file: fileWith(['sam', 'lee']), clock, path });
    expect(onCall(running)).toEqual(['sam']);
  });
});
