/**
 * A real Alertmanager (Debian's prometheus-alertmanager) as a sender: by its webhook with a token, and by its own client for PagerDuty's
 * Events API. Skipped where it is not installed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AlertDesk } from '../../../electron/engine/ports/alerts.ts';
import type { AlertEvent } from '../../../shared/model/alert.ts';
import { houseWithSource } from '../../harness/alerts.ts';
import { movableClock } from '../../harness/clock.ts';
import { testEngine } from '../../harness/engine.ts';
import { mailbox } from '../../harness/mailbox.ts';
import { freePort } from '../../harness/ports.ts';
import { requireProgram, serverFolder, startPeer } from '../../harness/real-programs.ts';
import { START } from '../../harness/watch-story.ts';
import { stage } from './stage.ts';

const WAYS: Readonly<Record<string, (url: string, token: string) => string>> = {
  webhook: (url, token) =>
    `webhook_configs: [{ url: "${url}events/prom", http_config: { authorization: { credentials: "${token}" } } }]`,
  pagerduty: (url, token) =>
    `pagerduty_configs: [{ url: "${url}v2/enqueue", routing_key: "${token}", severity: '{{ .CommonLabels.severity }}' }]`,
};

/** Groups are told at once, and what changes in them a second later. */
const settings = (receiver: string) => `
route: { receiver: watchbell, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
receivers:
  - name: watchbell
    ${receiver}
`;

describe('a real Alertmanager', () => {
  it.for(Object.keys(WAYS))('by its %s raises an alert, and ends it', { timeout: 60_000 }, async (way, test) => {
    const program = requireProgram(test, 'prometheus-alertmanager');
    const clock = movableClock(START);
    const sources = [
      { id: 'prom', type: 'alertmanager' as const, name: 'Prometheus' },
      { id: 'pd', type: 'pagerduty' as const, name: 'Prometheus' },
    ];
    const on = await testEngine({ clock, file: houseWithSource({}, { sources }) });
    onTestFinished(() => on.stop());
    const { secret } = await on.engine.replies.addToken({ name: 'prom', rights: ['events'] }, 'Kim at this desk');
    const came = mailbox<readonly AlertEvent[]>();
    const alertDesk: AlertDesk = {
      ...on.engine.alertDesk,
      take: async (...said) => {
        const taken = await on.engine.alertDesk.take(...said);
        came.put(said[1]);
        return taken;
      },
    };
    const { server } = await stage({ alertDesk, tokens: on.engine.tokens, clock });
    const port = await freePort();
    const folder = serverFolder('us');
    onTestFinished(folder.remove);
    const file = join(folder.path, 'alertmanager.yml');
    writeFileSync(file, settings(WAYS[way]?.(server.url, secret ?? '') ?? ''));
    const args = [`--config.file=${file}`, `--storage.path=${folder.path}`, `--web.listen-address=127.0.0.1:${port}`];
    const peer = await startPeer({ program, args: [...args, '--cluster.listen-address='], port });
    onTestFinished(peer.stop);

    const labels = { alertname: 'HighLatency', instance: 'api-1:9100', severity: 'critical' };
    const raise = async (more: object = {}) => {
      const body = JSON.stringify([{ labels, annotations: { summary: 'p99 is 2 s' }, ...more }]);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
    };
    await raise();
    expect(await came.take()).toMatchObject([{ action: 'trigger', severity: 'critical' }]);
    await clock.advance(1_000);
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
    expect(on.sent[0]?.page.title).toContain('HighLatency');

    await raise({ endsAt: new Date().toISOString() });
    expect(await came.take()).toMatchObject([{ action: 'resolve' }]);
    await clock.advance(1_000);
    expect(on.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
  });
});
