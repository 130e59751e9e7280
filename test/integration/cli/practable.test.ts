/** `watchbell practable`: the list of what is wrong with experiments, out of a real store, beside the engine that has it open. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { testEngine, UP } from '../../harness/engine.ts';
import { playedSystem } from '../../harness/practable/played.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { fileOf } from '../../harness/watch-story.ts';

const script = bundledCommandLine();
const service = (name: string) => ({ url: `http://127.0.0.1:1/${name}`, secret: `the secret of ${name}` });
const FILE = {
  ...fileOf(),
  practable: [{ id: 'lab', book: service('book'), jump: service('jump'), relay: service('relay'), grace: '10s' }],
};

it('lists the experiments with an issue in the words of their mails, and ends with 0 as soon as none has one', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'state/watchbell'), { recursive: true });
  const run = () => runCommand(script(), ['practable', '--config', writeConfig(folder, FILE)], { folder });
  const lab = playedSystem();
  lab.require({ aaaa00: ['st-data'], bbbb00: ['st-data'] });
  lab.connect({ 'bbbb00-st-data': 100 }, ['aaaa00', 'bbbb00']);
  const one = await testEngine({
    ...{ file: FILE, practable: lab.client, clock: movableClock(Date.now()) },
    path: join(folder, 'state/watchbell/watchbell.db'),
  });
  onTestFinished(() => one.stop());
  one.target('api', UP);
  async function live(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      lab.report();
      await one.clock.advance(5_000);
    }
  }
  await live(5);
  expect(await run()).toEqual({
    code: 1,
    out: [' All new and existing health issues:', 'aaaa00 ><   U [missing required aaaa00-st-data]'],
    err: [],
  });
  lab.connect({ 'aaaa00-st-data': 100, 'bbbb00-st-data': 100 }, ['aaaa00', 'bbbb00']);
  await live(2);
  expect(await run()).toMatchObject({ code: 0, out: [' All new and existing health issues:'] });
});

it('says so when there is no system', async () => {
  const folder = tempFolder();
  const args = ['practable', '--config', writeConfig(folder, fileOf())];
  expect(await runCommand(script(), args, { folder })).toEqual({
    code: 2,
    out: [],
    err: ['The configuration has no practable system: say `practable:`'],
  });
});
