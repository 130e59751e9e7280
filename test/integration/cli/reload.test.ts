/** The configuration file changes while `watchbell serve` runs: a good change is taken, a bad one changes nothing and is said. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine } from '../../harness/command.ts';
import { closedPort } from '../../harness/loopback.ts';
import { serve, told } from '../../harness/served.ts';
import { smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

async function stage(interval?: string) {
  const watch = await smallWatch(interval);
  const folder = tempFolder();
  const watchbell = await serve(script(), folder, watch.file());
  const caller = await callServed(watchbell.address);
  await caller.until(({ components }) => components[0]?.status === 'operational');
  return {
    watch,
    folder,
    watchbell,
    caller,
    log: () => readFileSync(join(folder, 'state/watchbell/watchbell.log'), 'utf8'),
  };
}

describe('a saved configuration', () => {
  it('is in force at once: what is new is watched, what stays goes on without a gap, what left is closed', async () => {
    // Looked at so seldom that a busy machine does not take itself for away meanwhile: that would be a gap of its own.
    const { watch, watchbell, caller } = await stage('2s');
    const before = await caller.ask('snapshot', {});
    const second = { ...watch.shop, id: 'mail', name: 'Mail' };
    watchbell.configure(watch.file({ components: [watch.shop, second] }));
    const grown = await caller.until(({ components }) => components[1]?.status === 'operational' && components);
    expect(grown.map(({ id, since }) => [id, since])).toEqual([
      ['shop', before.components[0]?.since],
      ['mail', expect.any(Number)],
    ]);
    watch.down();
    await watch.page('trigger', 1);
    watchbell.configure(watch.file({ components: [second] }));
    expect(await watch.page('close')).toMatchObject({ componentId: 'shop' });
    await caller.until(({ components }) => components.length === 1 && components[0]?.id === 'mail');
  });

  it('moves the server when it says another port, with the same key', async () => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const listen = (port: number) => watch.file({ settings: { pageAfter: 0, closeAfter: 0, listen: { port } } });
    // Of those that nobody else is given, so that nobody answers in its place when it has moved.
    const watchbell = await serve(script(), folder, listen(await closedPort()), {}, []);
    const first = new URL(watchbell.address);
    const other = await closedPort();
    watchbell.configure(listen(other));
    await watchbell.command.heard(
      new RegExp(`machine: http://127.0.0.1:${other}/\\?key=${first.searchParams.get('key')}`),
    );
    await (await callServed(`http://127.0.0.1:${other}/${first.search}`)).ask('snapshot', {});
    await expect(fetch(first)).rejects.toThrow();
  });
});

describe('a broken configuration', () => {
  it('changes nothing; window, terminal and log say what is wrong with line and column, until it is right again', async () => {
    const { watch, watchbell, caller, log } = await stage();
    const broken = stringify(watch.file()).replace('interval: 1s', 'interval: soon');
    const line = broken.split('\n').findIndex((text) => text.includes('soon')) + 1;
    const column = (broken.split('\n')[line - 1] ?? '').indexOf('soon') + 1;
    watchbell.configure(broken);
    // The file may be read while it is being written, and then half of it is wrong in another way.
    const { config } = await caller.until(
      (now) => now.config.problems[0]?.line === line && now.picture.shape === 'calm' && now,
    );
    expect(config).toMatchObject({
      path: watchbell.config,
      problems: [
        {
          line,
          column,
          path: 'components[0].checks[0].interval',
          message: expect.stringContaining('not a duration: "soon"'),
        },
      ],
    });
    const self = (await caller.ask('selfCheck', {})).find(({ id }) => id === 'config');
    expect(self).toMatchObject({ level: 'red', fix: expect.stringContaining(`line ${line}`) });
    const words = `line ${line}, column ${column}: components[0].checks[0].interval: not a duration`;
    expect(log()).toContain(words);
    await watchbell.command.heard(
      new RegExp(`error: the configuration has mistakes and is not used\n(.*\n)*.*${words.replace(/[[\]]/g, '\\$&')}`),
    );

    watch.down();
    expect(await watch.page('trigger')).toMatchObject({ componentId: 'shop' });
    watch.up();
    await watch.page('close');
    watchbell.configure(watch.file());
    await caller.until(({ config: { problems } }) => problems.length === 0);
  });

  it('also when the file is gone, and it is said in the log', async () => {
    const { watch, watchbell, caller, log } = await stage();
    rmSync(watchbell.config);
    const problems = await caller.until(({ config }) => config.problems.length > 0 && config.problems);
    expect(problems).toEqual([{ path: '', line: null, column: null, message: `${watchbell.config} is not there` }]);
    expect(log()).toContain(`${watchbell.config} is not there`);
    watch.down();
    await watch.page('trigger');
  });

  it('at a start falls back to the last good one, and says so', async () => {
    const { watch, folder, watchbell } = await stage();
    await watchbell.end();
    const again = await serve(script(), folder, 'version: 1\ncomponents: [\n');
    expect(again.command.out()).toContain(
      `Watchbell is watching 1 check of the last good configuration, until ${again.config} is right again.`,
    );
    await again.command.heard(/warning: the last good configuration keeps running \(kept in .*\/last-good-.*\.yaml/);
    const { config, components } = await (await callServed(again.address)).until((now) => now.components[0] && now);
    expect(components[0]?.id).toBe('shop');
    expect(config.problems.map(({ line }) => line)).toEqual([3, null]);
    watch.down();
    await watch.page('trigger');
  });

  it('at the very first start means that nothing is watched, said in capitals, until it is right', async () => {
    const watch = await smallWatch();
    const watchbell = await serve(script(), tempFolder(), 'version: 1\ncomponents: [\n');
    expect(watchbell.command.out()).toContain(`is watching NOTHING, until ${watchbell.config} is right.`);
    const caller = await callServed(watchbell.address);
    expect((await caller.ask('snapshot', {})).picture.shape).toBe('blind');
    watchbell.configure(watch.file());
    await caller.until(({ components }) => components[0]?.status === 'operational');
    expect((await told(watchbell.command, 'SIGTERM')).code).toBe(0);
  });
});
