/** Maintenance from a terminal, as a script that deploys would have it: asked of the Watchbell that runs. */
import { describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { serve } from '../../harness/served.ts';
import { smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

/** A dozen processes one after another, each as quick as the machine lets it. ms */
const PATIENCE = 120_000;

async function shop() {
  const watch = await smallWatch();
  const beat = (id: string) => ({
    id,
    checks: [{ type: 'heartbeat' as const, every: '1d', token: `${id}-0123456789abcdef` }],
  });
  const file = watch.file({
    groups: [{ id: 'edge', name: 'Edge' }],
    components: [{ ...beat('shop'), group: 'edge' }, { ...beat('blog'), group: 'edge' }, beat('mail')],
  });
  const folder = tempFolder();
  const served = await serve(script(), folder, file);
  const run = async (...args: readonly string[]) => {
    const { code, out, err } = await runCommand(script(), ['maintenance', ...args], { folder });
    return `${code} ${[...out, ...err].join('\n')}`;
  };
  const caller = await callServed(served.address);
  const inMaintenance = async () =>
    (await caller.ask('snapshot', {})).components.flatMap(({ id, maintenance }) => (maintenance === null ? [] : [id]));
  return { run, inMaintenance };
}

describe('maintenance on the command line', () => {
  it('is begun for components and whole groups, listed, and ended, alone or all of it', {
    timeout: PATIENCE,
  }, async () => {
    const { run, inMaintenance } = await shop();
    expect(await run('list')).toBe('0 No maintenance runs');
    expect(await run('begin', 'mail', '--for', '30m', '--note', 'release 41')).toBe(
      '0 Messages are held back for 30 min; watching goes on',
    );
    expect(await run('begin', 'edge', '--for', '2h')).toMatch(/^0 /);
    expect(await run('list')).toMatch(/^mail {2}until .*\d\d:\d\d: release 41/m);
    expect(await run('begin', 'mail', '--for', '1h'), 'a script that was started twice').toMatch(/^0 /);
    expect((await inMaintenance()).toSorted()).toEqual(['blog', 'mail', 'shop']);
    expect(await run('end', 'mail')).toBe('0 Ended: what is still wrong is said now');
    expect((await inMaintenance()).toSorted()).toEqual(['blog', 'shop']);
    expect(await run('end')).toMatch(/^0 /);
    expect(await inMaintenance()).toEqual([]);
    expect(await run('end')).toBe('1 No maintenance that was begun by hand runs there');
  });

  it('is refused in words when nobody knows of what, or for how long', { timeout: PATIENCE }, async () => {
    const { run, inMaintenance } = await shop();
    expect(await run('begin', 'shopp', '--for', '30m')).toBe(
      '2 There is no component or group "shopp"; did you mean `shop`?',
    );
    expect(await run('begin', 'shop', '--for', 'ever')).toBe(
      '2 --for "ever" is not a length of time; write it like 30m or 2h',
    );
    expect(await run('begin', 'shop')).toMatch(/^2 .*required option '--for <length>'/);
    expect(await run('begin', 'shop', '--for', '400d')).toMatch(/^[12] /);
    expect(await inMaintenance()).toEqual([]);
  });
});
