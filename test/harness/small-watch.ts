/**
 * One component that a test takes down and up, one person with a signed webhook: the smallest watch that can lose a page.
 *
 * Real servers on loopback, a decision after a few quick tries, no waiting before a page: a whole story takes some seconds.
 */
import { expect, onTestFinished } from 'vitest';
import type { Caller } from './caller.ts';
import { httpServer } from './loopback.ts';
import type { FileInput } from './watch-story.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

export const HOOK_SECRET = `whsec_${Buffer.from('a secret of the small watch').toString('base64')}`;

export interface SmallWatch {
  readonly receiver: WebhookReceiver;
  /** The configuration; `change` replaces its parts. */
  file(change?: Partial<FileInput>): FileInput;
  /** The component `shop`, for files that have more. */
  readonly shop: NonNullable<FileInput['components']>[number];
  readonly port: number;
  /** Resolves when the target has been looked at so many times from now on. */
  looks(count: number): Promise<void>;
  down(): void;
  up(): void;
  /** The first message of this kind (`page.trigger`, `page.close`) beyond those that were `taken` already. */
  page(kind: 'trigger' | 'close', taken?: number): Promise<Readonly<Record<string, unknown>>>;
  /** `page.trigger shop`, in the order in which they came; each once. */
  pages(): readonly string[];
}

/**
 * @param interval of its only check, and the most that a look may take. Its target is this very process, which a machine that is busy
 * with other tests may stop for seconds: one look in vain is no outage, nor are three.
 */
export async function smallWatch(interval = '1s'): Promise<SmallWatch> {
  let status = 200;
  let looked = 0;
  const waiting = new Set<() => void>();
  const target = await httpServer((_request, response) => {
    response.writeHead(status).end();
    looked += 1;
    for (const look of waiting) {
      look();
    }
  });
  const receiver = await startWebhookReceiver({ secret: HOOK_SECRET });
  onTestFinished(() => receiver.close());
  const shop = {
    id: 'shop',
    name: 'Shop',
    checks: [
      {
        type: 'http' as const,
        url: `http://127.0.0.1:${target.port}/`,
        interval,
        fastInterval: '100ms',
        timeout: interval,
        fall: 4,
        rise: 1,
      },
    ],
  };
  return {
    receiver,
    shop,
    port: target.port,
    file: (change = {}) => ({
      version: 1,
      // Each outage of the story is one of its own, however soon it follows.
      settings: { pageAfter: 0, closeAfter: 0, steadyAfter: 0, quietAfterWake: '1s' },
      components: [shop],
      people: [{ id: 'kim', name: 'Kim', channels: ['hook'] }],
      channels: [{ id: 'hook', type: 'webhook', url: receiver.url, secret: HOOK_SECRET }],
      schedules: [
        {
          id: 'rota',
          name: 'Rota',
          timeZone: 'Europe/Berlin',
          rotation: { turn: 'weekly', start: '2026-01-05T09:00', people: ['kim'] },
        },
      ],
      policies: [{ id: 'p', steps: [{ targets: [{ schedule: 'rota' }], delay: '1h' }], repeat: 0 }],
      ...change,
    }),
    looks: (count) =>
      new Promise((resolve) => {
        const end = looked + count;
        const look = () => looked >= end && waiting.delete(look) && resolve();
        waiting.add(look);
      }),
    down: () => {
      status = 503;
    },
    up: () => {
      status = 200;
    },
    async page(kind, taken = 0) {
      for (;;) {
        const tries = receiver.tries.length;
        const found = receiver.received.filter(({ type }) => type === `page.${kind}`)[taken];
        if (found !== undefined) {
          return found.data;
        }
        await receiver.arrived(tries + 1);
      }
    },
    pages: () => receiver.received.map(({ type, data }) => `${type} ${data.componentId}`),
  };
}

/** Down and up again: both messages arrive, once, whatever else is down beside it. */
export async function losesNoPage(watch: SmallWatch): Promise<void> {
  const before = watch.pages();
  const sofar = (kind: string) => before.filter((page) => page.startsWith(`page.${kind} `)).length;
  watch.down();
  await watch.page('trigger', sofar('trigger'));
  watch.up();
  await watch.page('close', sofar('close'));
  expect(watch.pages().slice(before.length)).toEqual(['page.trigger shop', 'page.close shop']);
}

/** Resolves when `shop` is seen to be well. */
export const operational = (caller: Caller) =>
  caller.until(({ components }) => components.find(({ id }) => id === 'shop')?.status === 'operational');
