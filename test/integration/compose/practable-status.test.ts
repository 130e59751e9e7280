/** The status APIs of a house: on the ports that its configuration wants, over the real engine. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { practableServing } from '../../../electron/compose/practable-status.ts';
import type { LiveConfig } from '../../../electron/config/live.ts';
import type { Config } from '../../../shared/model/config.ts';
import { movableClock } from '../../harness/clock.ts';
import { testEngine, UP } from '../../harness/engine.ts';
import { admissionOf } from '../../harness/nothing-served.ts';
import { playedSystem } from '../../harness/practable/played.ts';
import { configOf, type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const service = (name: string) => ({ url: `http://127.0.0.1:1/${name}`, secret: `the secret of ${name}` });

const houseWith = (statusApi?: object): FileInput => ({
  ...fileOf(),
  practable: [
    {
      ...{ id: 'lab', book: service('book'), jump: service('jump'), relay: service('relay'), grace: '1s' },
      ...(statusApi !== undefined && { statusApi }),
    },
  ],
});

async function house(file: FileInput) {
  const lab = playedSystem();
  lab.require({ aaaa00: ['st-data'] });
  lab.connect({ 'aaaa00-st-data': 100 }, ['aaaa00']);
  const clock = movableClock(START);
  const on = await testEngine({ clock, file, practable: lab.client });
  on.target('api', UP);
  let config: Config = configOf(file);
  const state = () => ({ config }) as ReturnType<LiveConfig['state']>;
  const admission = admissionOf(clock);
  const serving = practableServing({ clock, log: on.log, admission, hostNames: [] }, on.engine, { state });
  onTestFinished(async () => {
    await serving.close();
    admission.close();
    await on.stop();
  });
  await serving.settle();
  for (let round = 0; round < 3; round += 1) {
    lab.report();
    await clock.advance(5_000);
  }
  return {
    lab,
    clock,
    serving,
    port: () => Number(/port (\d+)/.exec(serving.rows()[0]?.text ?? '')?.[1] ?? 0),
    async configure(next: FileInput) {
      config = configOf(next);
      await serving.settle();
    },
  };
}

const read = (port: number, path: string) => fetch(`http://127.0.0.1:${port}/api/v1/experiments${path}`);

describe('the status APIs of a house', () => {
  it('tell how the experiments are, and what happened to each', async () => {
    const { lab, clock, port } = await house(houseWith({ port: 0 }));
    lab.connect({}, ['aaaa00']);
    lab.report();
    await clock.advance(1_000);
    expect(await (await read(port(), '')).json()).toMatchObject([
      {
        ...{ topic_name: 'aaaa00', resource_name: 'r-aaaa00', healthy: false, available: false, jump_ok: true },
        ...{ stream_required: { 'aaaa00-st-data': true }, stream_ok: { 'aaaa00-st-data': false }, health_events: 2 },
        last_checked_streams: '2026-01-05 09:00:15 +0000 UTC',
      },
    ]);
    expect(await (await read(port(), '/events/aaaa00')).json()).toMatchObject([
      { healthy: true, issues: [], jump_ok: true },
      { issues: ['missing required aaaa00-st-data'], jump_ok: true },
    ]);
    expect((await read(port(), '/events/zzzz99')).status).toBe(404);
  });

  it('are nowhere unless the configuration wants one, and go when it does not any more', async () => {
    const { serving, port, configure } = await house(houseWith());
    expect(serving.rows()).toEqual([]);
    await configure(houseWith({ port: 0 }));
    const first = port();
    expect((await read(first, '')).status).toBe(200);
    await configure(fileOf());
    expect(serving.rows()).toEqual([]);
    await expect(read(first, '')).rejects.toThrow();
  });
});
