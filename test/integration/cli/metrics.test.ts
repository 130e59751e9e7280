/** `watchbell metrics`: the figures of the Watchbell that runs, read in a terminal. */
import { describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { readInflux, readPrometheus } from '../../harness/exposition.ts';
import { serve } from '../../harness/served.ts';
import { operational, smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

async function running() {
  const watch = await smallWatch();
  const folder = tempFolder();
  const served = await serve(script(), folder, watch.file({}));
  await operational(await callServed(served.address)); // from then on every figure is there
  return { served, run: (...args: readonly string[]) => runCommand(script(), ['metrics', ...args], { folder }) };
}

describe('watchbell metrics', () => {
  it('tells what runs, the same as its address', async () => {
    const { run, served } = await running();
    const { code, out } = await run();
    const metrics = readPrometheus(`${out.join('\n')}\n`);
    expect(code).toBe(0);
    expect(metrics.find(({ name }) => name === 'watchbell_build_info')?.samples).toHaveLength(1);
    const there = await fetch(new URL('/metrics', served.address));
    expect(readPrometheus(await there.text()).map(({ name }) => name)).toEqual(metrics.map(({ name }) => name));
  });

  it('tells it in the line protocol', async () => {
    const { out } = await (await running()).run('--influx');
    const points = readInflux(`${out.join('\n')}\n`);
    expect(points.map(({ name }) => name)).toContain('watchbell_component_status');
    expect(points.every(({ ns }) => ns.length === 19)).toBe(true);
  });

  it('says that nothing runs', async () => {
    const { code, err } = await runCommand(script(), ['metrics'], { folder: tempFolder() });
    expect([code, err.join()]).toEqual([1, expect.stringContaining('No Watchbell is running')]);
  });
});
