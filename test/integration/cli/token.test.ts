/** Tokens of other programs, from a terminal: made at the Watchbell that runs, listed without secrets, taken back. */
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { serve } from '../../harness/served.ts';
import { smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

describe('a token', () => {
  it('is made, listed and taken back, and stands nowhere but in the answer', async () => {
    const folder = tempFolder();
    await serve(script(), folder, (await smallWatch()).file({}));
    const run = (...args: readonly string[]) => runCommand(script(), ['token', ...args], { folder });
    const made = await run('add', '--name', 'cron on stream14', '--rights', 'components,metrics');
    expect(made).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^wb_[\w-]{32}$/)],
      err: ['A token for cron on stream14, good for components and metrics; it is shown once'],
    });
    const listed = await run('list');
    expect(listed.out).toEqual([
      expect.stringMatching(
        /^\w{6} {2}cron on stream14: components, metrics; made \S+Z by .* on the command line; not used since the start$/,
      ),
    ]);
    expect(listed.out.join()).not.toContain(made.out[0]);
    expect((await run('revoke', listed.out[0]?.split(' ')[0] ?? '')).code).toBe(0);
    expect(await run('list')).toEqual({ code: 0, out: [], err: ['No token was given out, or all were taken back'] });
  });

  it('for a right that there is not is refused with the one that was meant', async () => {
    const folder = tempFolder();
    await serve(script(), folder, (await smallWatch()).file({}));
    const add = (rights: string) =>
      runCommand(script(), ['token', 'add', '--name', 'x', '--rights', rights], { folder });
    expect(await add('component')).toEqual({
      code: 2,
      out: [],
      err: [expect.stringContaining('"component" is no right; did you mean `components`?')],
    });
    expect((await add(' , ')).err.join()).toContain('there are components, events, metrics');
  });
});
