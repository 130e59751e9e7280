/** How the real `watchbell serve` ends: it says so, lets nobody new in, lets an answer to a page in, and a second signal ends it at once. */
import { describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine } from '../../harness/command.ts';
import { serve, told } from '../../harness/served.ts';
import { smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

describe('a serve that is told to end', () => {
  it('acknowledges until the end, refuses what is new, and ends at once when told again', async () => {
    const watch = await smallWatch();
    const file = watch.file();
    const served = await serve(script(), tempFolder(), {
      ...file,
      settings: { ...file.settings, drain: { atLeast: '5m', atMost: '5m' } },
    });
    const caller = await callServed(served.address);
    watch.down();
    const incident = await caller.until(({ incidents }) => incidents[0]?.id);
    served.child.kill('SIGTERM');
    await served.command.heard(/Stopping: nobody new is let in/);
    const health = await fetch(`${caller.origin}/health`);
    expect([health.status, await health.text()]).toEqual([503, 'not watching: shutting down']);
    const beat = await fetch(`${caller.origin}/beat/nobody`, { method: 'POST' });
    expect([beat.status, beat.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^[1-3]$/)]);
    expect((await fetch(served.address, { redirect: 'manual' })).status).toBe(503);
    const { accepted } = await caller.ask('acknowledge', { incident, forMs: null, note: '' });
    expect(accepted).toBe(true);
    const { code } = await told(served.command, 'SIGTERM');
    expect(code).toBe(0);
  });
});
