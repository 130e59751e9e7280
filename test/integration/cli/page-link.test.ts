/** Links to call somebody, from a terminal: made at the Watchbell that runs, opened in a browser, taken back. */
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { serve } from '../../harness/served.ts';
import { HOOK_SECRET, smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

async function team() {
  const watch = await smallWatch();
  const file = watch.file({
    channels: [{ id: 'hook', type: 'webhook' as const, url: watch.receiver.url, secret: HOOK_SECRET }],
    people: [
      { id: 'kim', name: 'Kim Larsen', channels: ['hook'], pageMe: {} },
      { id: 'sam', name: 'Sam', channels: ['hook'], pageMe: { visible: 'nobody' } },
    ],
    policies: [{ id: 'default', steps: [{ targets: [{ person: 'sam' }] }] }],
  });
  const folder = tempFolder();
  const served = await serve(script(), folder, file);
  return {
    watch,
    folder,
    file,
    served,
    run: (...args: readonly string[]) => runCommand(script(), ['page-link', ...args], { folder }),
  };
}

describe('a link to call somebody', () => {
  it('is made, opened, used, listed without its secret, and taken back', async () => {
    const { watch, run, folder, served } = await team();
    const made = await run('add', '--for', 'kim larsen', '--name', 'Ann, accounting');
    expect([made.code, made.out.length]).toEqual([0, 1]);
    expect(made.err.join()).toContain('Whoever has this address can call Kim Larsen; it is shown once');
    const url = made.out[0] ?? '';
    expect(await (await fetch(url)).text()).toContain('<h1>Call Kim Larsen</h1>');
    const sent = await fetch(url, { method: 'POST', body: new URLSearchParams({ name: 'Ann', words: 'Help me' }) });
    expect(await sent.text()).toContain('Your call to Kim Larsen');
    const page = await watch.page('trigger');
    expect(JSON.stringify(page)).toContain('Call from Ann to Kim Larsen');
    const listed = await run('list');
    expect(listed.out).toEqual([
      expect.stringMatching(/^\S{6} {2}Ann, accounting calls Kim Larsen; made \S+Z by .* on the command line$/),
    ]);
    expect(listed.out.join()).not.toContain(url.split('/').at(-1));
    const terminal = (...args: readonly string[]) => runCommand(script(), args, { folder });
    expect((await terminal('explain', '--config', served.config)).out.join('\n')).toContain(
      'Call from Ann to Kim Larsen',
    );
    const id = listed.out[0]?.split(' ')[0] ?? '';
    expect((await run('revoke', id)).code).toBe(0);
    expect((await fetch(url)).status).toBe(404);
    expect(await run('revoke', id)).toMatchObject({
      code: 1,
      err: ['There is no such link, or it was taken back already'],
    });
  });

  it('that was used just before a kill -9 has called all the same, once, and its caller can still look', async () => {
    const { watch, folder, file, served, run } = await team();
    const url = (await run('add', '--for', 'kim', '--name', 'Ann')).out[0] ?? '';
    const body = new URLSearchParams({ name: 'Ann', words: 'Help me' });
    const sent = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    await served.kill();
    const again = await serve(script(), folder, file);
    await watch.page('trigger');
    expect(new Set(watch.receiver.received.map(({ data }) => data.id)).size).toBe(1);
    const status = new URL(sent.headers.get('location') ?? '', new URL('/page-me/x', again.address));
    const { text } = await fetch(status).then(async (answer) => ({ text: await answer.text() }));
    expect(text).toContain('Your call to Kim Larsen');
  });

  it('is refused in words, with 1 for what cannot be and 2 for what cannot be understood', async () => {
    const { run } = await team();
    const ends = async (...args: readonly string[]) => {
      const { code, err, out } = await run('add', ...args, '--name', 'Ann');
      return `${code} ${[...err, ...out].join('\n')}`;
    };
    expect(await ends('--for', 'kin')).toBe('2 Nobody called "kin" has a page-me card; did you mean `kim`?');
    expect(await ends('--for', 'sam')).toBe(
      '1 The card of Sam is visible for nobody: say `visible: listed` in the configuration',
    );
  });

  it('cannot be made where nothing runs', async () => {
    const { code, err } = await runCommand(script(), ['page-link', 'list'], { folder: tempFolder() });
    expect([code, err.join()]).toEqual([1, expect.stringContaining('No Watchbell is running')]);
  });
});
