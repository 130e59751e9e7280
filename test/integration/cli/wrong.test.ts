/** `watchbell wrong`: the list of what is wrong, out of a real store, beside the engine that has it open. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { DOWN, testEngine, UP } from '../../harness/engine.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { fileOf } from '../../harness/watch-story.ts';

const script = bundledCommandLine();
const MINUTE = 60_000;

it('lists what is wrong and who has it, and ends with 0 as soon as nothing is', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'state/watchbell'), { recursive: true });
  const run = () => runCommand(script(), ['wrong', '--config', writeConfig(folder, fileOf())], { folder });
  const one = await testEngine({
    clock: movableClock(Date.now() - 5 * MINUTE),
    path: join(folder, 'state/watchbell/watchbell.db'),
  });
  onTestFinished(() => one.stop());
  await one.clock.advance(MINUTE);
  one.target('api', DOWN);
  await one.clock.advance(3 * MINUTE);
  const id = one.snapshot().incidents[0]?.id;
  await one.engine.replies.acknowledge({ incident: id as never, forMs: null, note: '' }, 'Kim at this desk');
  const wrong = await run();
  expect([wrong.code, wrong.err]).toEqual([1, []]);
  expect(wrong.out.map((line) => line.replace(/since (?:\w+ )?\d\d:\d\d: /, 'since …: '))).toEqual([
    'Wrong now (1):',
    '- DOWN API since …: 503 Service Unavailable, expected 200-299. Kim at this desk has it',
  ]);
  one.target('api', UP);
  await one.clock.advance(10 * MINUTE);
  expect(await run()).toEqual({ code: 0, out: ['Nothing is wrong now'], err: [] });
});

it('says so when there is no store', async () => {
  const folder = tempFolder();
  const { code, out, err } = await runCommand(script(), ['wrong', '--config', writeConfig(folder, fileOf())], {
    folder,
  });
  expect([code, out]).toEqual([2, []]);
  expect(err.join()).toMatch(/database|store|watchbell\.db/i);
});
