/**
 * kill -9 between a failed try and its delivery, again and again, on the real `watchbell serve` with its real database.
 *
 * After each restart every page that was due arrives, and a receiver that honours the key takes none twice. `WATCHBELL_KILLS=100` for
 * more of them.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleChild } from '../../harness/bundle-child.ts';
import { type Served, serve } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import type { FileInput } from '../../harness/watch-story.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../harness/webhook-receiver.ts';

const ROUNDS = Number(process.env.WATCHBELL_KILLS ?? 25);
/** Observation, transaction, webhook and its recording take some ms here: a kill within this time hits any of them. */
const WITHIN_MS = 30;
/** So many failures in a row are an outage; fewer may be a target, which is this process, that had no turn on a busy machine. */
const FALL = 3;
const SECRET = `whsec_${Buffer.from('a secret for the kill test').toString('base64')}`;

describe('kill -9', () => {
  let target: Server;
  let receiver: WebhookReceiver;
  let onOutage: (id: string) => void = () => undefined;
  const down = new Set<string>();

  beforeAll(async () => {
    const failures = new Map<string, number>();
    target = createServer((request, response) => {
      const id = (request.url ?? '').slice(1);
      response.statusCode = down.has(id) ? 503 : 200;
      response.end();
      if (down.has(id)) {
        const count = (failures.get(id) ?? 0) + 1;
        failures.set(id, count);
        count === FALL && onOutage(id);
      }
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    receiver = await startWebhookReceiver({ secret: SECRET });
  });
  afterAll(async () => {
    target.closeAllConnections();
    target.close();
    await receiver.close();
  });

  it(`at ${ROUNDS} random instants between observation and delivery loses no page and doubles none`, {
    timeout: 120_000 + ROUNDS * 10_000,
  }, async () => {
    const folder = tempFolder();
    const script = await bundleChild('electron/cli.ts', folder);
    const file = fileFor((target.address() as AddressInfo).port, receiver.url);
    let watchbell: Served = await serve(script, folder, file);
    for (let round = 0; round < ROUNDS; round += 1) {
      await new Promise<void>((resolve) => {
        onOutage = () => void setTimeout(resolve, Math.random() * WITHIN_MS);
        down.add(`c${round}`);
      });
      await watchbell.kill();
      watchbell = await serve(script, folder, file);
    }

    await taken((received) => received.size >= ROUNDS, 'page.trigger');
    down.clear();
    await taken((received) => received.size >= ROUNDS, 'page.close');
    expect(await watchbell.end()).toBe(0);

    for (const type of ['page.trigger', 'page.close']) {
      const counts = Array.from(
        { length: ROUNDS },
        (_, round) =>
          receiver.received.filter((one) => one.type === type && one.data.componentId === `c${round}`).length,
      );
      expect(counts, type).toEqual(Array.from({ length: ROUNDS }, () => 1));
    }
    expect(receiver.tries.filter(({ problem }) => problem !== null)).toEqual([]);
  });

  /** Resolves when what the receiver took of one type satisfies `enough`. */
  async function taken(enough: (components: ReadonlySet<unknown>) => boolean, type: string): Promise<void> {
    for (;;) {
      const components = new Set(
        receiver.received.filter((one) => one.type === type).map(({ data }) => data.componentId),
      );
      if (enough(components)) {
        return;
      }
      await receiver.arrived(receiver.tries.length + 1);
    }
  }
});

function fileFor(port: number, hookUrl: string): FileInput {
  return {
    version: 1,
    // Without the second look after a restart: no page would go out between two kills.
    settings: { pageAfter: 0, closeAfter: 0, quietAfterWake: 0, limits: { inFlight: 200, perHost: 200 } },
    components: Array.from({ length: ROUNDS }, (_, round) => ({
      id: `c${round}`,
      checks: [
        {
          type: 'http' as const,
          url: `http://127.0.0.1:${port}/c${round}`,
          interval: '2s',
          fastInterval: '100ms',
          timeout: '2s',
          startupGrace: 0,
          fall: FALL,
          rise: 1,
        },
      ],
    })),
    channels: [{ id: 'hook', type: 'webhook', url: hookUrl, secret: SECRET }],
    policies: [{ id: 'p', steps: [{ targets: [{ channel: 'hook' }], delay: '1h' }], repeat: 0 }],
  };
}
