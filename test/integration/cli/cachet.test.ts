/** The Cachet API of the real program: let in by the configuration, written to with a token, and with nothing of our secrets in it. */
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { serve } from '../../harness/served.ts';
import { HOOK_SECRET, smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

/** Four processes, one after the other, on a machine that has other things to do. */
const PATIENCE = { timeout: 120_000 };

describe('the Cachet API', () => {
  it('takes a program’s word, pages for it, and keeps it over a kill -9', PATIENCE, async () => {
    const folder = tempFolder();
    const watch = await smallWatch();
    const file = watch.file({ settings: { pageAfter: 0, closeAfter: 0, cachet: {} } });
    const first = await serve(script(), folder, file);
    const add = ['token', 'add', '--name', 'cron', '--rights', 'components'];
    const [token = ''] = (await runCommand(script(), add, { folder })).out;
    const ask = async (address: string, method: string, path: string, body?: object) => {
      const answer = await fetch(new URL(`/api/v1/${path}`, address), {
        method,
        headers: { 'x-cachet-token': token, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      return answer.status === 204 ? null : (await answer.json()).data;
    };
    expect(await ask(first.address, 'PUT', 'components/1', { status: 3 })).toMatchObject({ name: 'Shop', status: 3 });
    const posted = await ask(first.address, 'POST', 'incidents', {
      name: 'n',
      status: 1,
      message: `by ${HOOK_SECRET}`,
    });
    expect(posted.message).not.toContain(HOOK_SECRET);
    expect(JSON.stringify(await watch.page('trigger'))).toContain('cron says: partial outage');
    await ask(first.address, 'POST', 'components', { name: 'Video', status: 4 });
    await watch.page('trigger', 1);
    await first.kill();
    const wrong = await runCommand(script(), ['wrong', '--config', first.config], { folder });
    expect(wrong.out.join('\n')).toContain('Video');
    expect(wrong.out.join('\n')).toContain('cron says: major outage');

    const second = await serve(script(), folder, file);
    expect(await ask(second.address, 'PUT', 'components/1', { status: 1 })).toMatchObject({ id: 1, name: 'Shop' });
    expect((await ask(second.address, 'GET', 'incidents')).map(({ name }: { name: string }) => name)).toContain('n');
    await watch.page('close');
    await ask(second.address, 'DELETE', 'components/2');
    await watch.page('close', 1);
    await second.end();
  });
});
