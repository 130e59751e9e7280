/** The status page of the real `watchbell serve`: live, as files that outlive it, and once by the command line. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { until } from '../../harness/desktop/until.ts';
import { serve } from '../../harness/served.ts';
import { smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

/** Five processes, one after the other. */
const SLOW_MS = 90_000;

async function published(statusPage: object | null) {
  const watch = await smallWatch();
  const folder = tempFolder();
  writeFileSync(join(folder, 'own.css'), 'h1 { letter-spacing: 1px }');
  const file = watch.file(statusPage === null ? {} : { settings: { statusPage } });
  const served = await serve(script(), folder, file);
  const run = (...args: readonly string[]) => runCommand(script(), ['status-export', ...args], { folder });
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
  return { watch, folder, served, run, read };
}

describe('the status page of a running Watchbell', () => {
  it(
    'is served, is in the folder, and says in there that nobody watches any more once it has ended',
    async () => {
      const { served, run, read, folder } = await published({ title: 'Weather', folder: 'out', css: 'own.css' });
      const live = new URL('/status/', served.address);
      await until('the first look', async () => (await (await fetch(live)).text()).includes('Everything is working'));
      expect(await (await fetch(new URL('own.css', live))).text()).toBe('h1 { letter-spacing: 1px }');
      await until('the files say so, too', () =>
        Promise.resolve(read('out', 'index.de.html').includes('Alles funktioniert')),
      );

      const exported = await run('--out', join(folder, 'once'));
      expect([exported.code, exported.out]).toEqual([0, [expect.stringMatching(/^\d+ files in .*once$/)]]);
      const once = readdirSync(join(folder, 'once')).sort();
      // Each file is written beside its place first, and may just be there.
      await until(
        'the folder has the same files',
        () => readdirSync(join(folder, 'out')).sort().join() === once.join(),
      );
      expect(read('once', 'index.html')).toContain('class="bars"');
      const again = await run('--out', folder);
      expect([again.code, again.err.join()]).toEqual([
        1,
        expect.stringContaining('own.css is there already and is not ours'),
      ]);

      expect(await served.end()).toBe(0);
      expect(read('out', 'index.html')).toContain('Nobody is watching any more');
      expect(JSON.parse(read('out', 'status.json'))).toMatchObject({ watching: false, state: 'unknown' });
      expect(read('out', 'index.html')).not.toContain('mark operational');
      const late = await run('--out', join(folder, 'late'));
      expect([late.code, late.err.join()]).toEqual([1, expect.stringContaining('No Watchbell is running')]);
    },
    SLOW_MS,
  );

  it('is not there where none is wanted', async () => {
    const { served, run, folder } = await published(null);
    const { code, err } = await run('--out', join(folder, 'once'));
    expect([code, err]).toEqual([2, ['The configuration wants no status page: say `settings: { statusPage: {} }`']]);
    expect((await fetch(new URL('/status/', served.address))).status).toBe(404);
    await served.end();
  });
});
