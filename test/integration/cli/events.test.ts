/** Alerts to the real `watchbell serve`: what was answered with 202 is paged, also when we are killed right after it, and once. */
import { describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine } from '../../harness/command.ts';
import { serve } from '../../harness/served.ts';
import { HOOK_SECRET, smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();
const TWO_STARTS_MS = 120_000;

describe('an alert that was taken just before a kill -9', () => {
  it(
    'is paged once, and closed once by an end that comes after it; no secret that it quotes is passed on',
    async () => {
      const watch = await smallWatch();
      const file = watch.file({
        settings: { quietAfterWake: '1s' },
        sources: [{ id: 'cron', type: 'pagerduty', name: 'Cron' }],
      });
      const folder = tempFolder();
      const served = await serve(script(), folder, file);
      const { origin, ask } = await callServed(served.address);
      const { secret } = await ask('addToken', { name: 'cron', rights: ['events'] });
      const send = async (to: string, event: object) => {
        const body = JSON.stringify({ routing_key: secret, dedup_key: 'backup', ...event });
        const answer = await fetch(`${to}/v2/enqueue`, { method: 'POST', body });
        expect([answer.status, await answer.json()]).toMatchObject([202, { dedup_key: 'backup' }]);
      };
      const payload = { summary: `no backup: ${HOOK_SECRET}`, source: 'stream14', severity: 'critical' };
      await send(origin, { event_action: 'trigger', payload });
      await served.kill();

      const again = await serve(script(), folder, file);
      const { origin: there } = await callServed(again.address);
      await send(there, { event_action: 'trigger', payload });
      const page = JSON.stringify(await watch.page('trigger'));
      expect(page).toContain('ALERT no backup');
      expect(page).not.toContain(HOOK_SECRET);
      await send(there, { event_action: 'resolve' });
      expect(JSON.stringify(await watch.page('close'))).toContain('OVER no backup');
      expect(await again.end()).toBe(0);
      const ids = new Set(watch.receiver.received.map(({ data }) => data.id));
      expect(ids.size).toBe(2);
    },
    TWO_STARTS_MS,
  );
});
