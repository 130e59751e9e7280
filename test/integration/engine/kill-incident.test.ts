/**
 * kill -9 at random instants of one long incident: acknowledged, given back, snoozed and escalated under way, over channels that fail
 * half of the time. Nothing that was decided is lost, nothing doubles, and everybody who was told hears the end once.
 *
 * `WATCHBELL_KILLS=1000` for a long night: `npx vitest run --config build/vitest.config.ts --project integration <this file>`.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WatchEvent } from '../../../shared/model/event.ts';
import { bundleChild } from '../../harness/bundle-child.ts';
import { type Caller, callServed } from '../../harness/caller.ts';
import { type Served, serve } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import type { FileInput } from '../../harness/watch-story.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../harness/webhook-receiver.ts';

const KILLS = Number(process.env.WATCHBELL_KILLS ?? 30);
/** From the act to the kill: its transaction, the next step, a try and its end all take some ms. */
const WITHIN_MS = 60;
const SECRET = `whsec_${Buffer.from('a secret for the kill test').toString('base64')}`;
/** So many failures in a row are an outage; fewer may be a target, which is this process, that had no turn on a busy machine. */
const FALL = 3;
const NAMES = ['first', 'second', 'third'] as const;

const random = (below: number) => Math.floor(Math.random() * below);

describe('kill -9 in a long incident', () => {
  let target: Server;
  let down = false;
  let onLook: () => void = () => undefined;
  const receivers = new Map<string, WebhookReceiver>();

  beforeAll(async () => {
    target = createServer((_request, response) => {
      response.statusCode = down ? 503 : 200;
      response.end();
      onLook();
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    for (const name of NAMES) {
      receivers.set(name, await startWebhookReceiver({ secret: SECRET }));
    }
  });
  afterAll(async () => {
    target.closeAllConnections();
    target.close();
    await Promise.all([...receivers.values()].map((receiver) => receiver.close()));
  });

  it(`at ${KILLS} random instants loses no page, doubles none, and misses no closing`, {
    timeout: 120_000 + KILLS * 10_000,
  }, async () => {
    const folder = tempFolder();
    const script = await bundleChild('electron/cli.ts', folder);
    const file = fileFor((target.address() as AddressInfo).port, receivers);
    let watchbell: Served = await serve(script, folder, file);
    let caller = await callServed(watchbell.address);
    down = true;
    await caller.until(({ incidents }) => incidents.length > 0);

    for (let round = 0; round < KILLS; round += 1) {
      for (const receiver of receivers.values()) {
        receiver.behave(random(2) === 0 ? { kind: 'answer', status: 500 + random(4) } : { kind: 'well' });
      }
      // However long a start takes here: nothing more is paged before it is seen to be down again.
      let looks = 0;
      await new Promise<void>((resolve) => {
        onLook = () => {
          looks += 1;
          looks === FALL && resolve();
        };
      });
      // Its answer may be lost with the process.
      const acted = act(caller).catch(() => undefined);
      await new Promise((resolve) => void setTimeout(resolve, random(WITHIN_MS)));
      await watchbell.kill();
      await acted;
      watchbell = await serve(script, folder, file);
      caller = await callServed(watchbell.address);
    }

    for (const receiver of receivers.values()) {
      receiver.behave({ kind: 'well' });
    }
    down = false;
    await caller.until(
      ({ incidents }) => incidents.length > 0 && incidents.every(({ resolvedAt }) => resolvedAt !== null),
    );
    const pages = await allEnded(caller);
    expect(await watchbell.end()).toBe(0);

    expect(pages.size).toBeGreaterThan(KILLS / 10);
    expect(
      pagesThat(pages, ({ ends }) => ends.length === 0),
      'lost',
    ).toEqual([]);
    expect(
      pagesThat(pages, ({ queued }) => queued !== 1),
      'decided twice',
    ).toEqual([]);
    const received = [...receivers].flatMap(([channel, receiver]) =>
      receiver.received.map(({ id, type, data }) => ({ id, type, channel, incident: String(data.incidentId) })),
    );
    expect(
      received.filter(({ id }) => !pages.has(id)),
      'nobody decided them',
    ).toEqual([]);
    const arrived = new Set(received.map(({ id }) => id));
    expect(
      pagesThat(pages, ({ ends }) => ends.includes('page-delivered')).filter((id) => !arrived.has(id)),
      'said to be delivered',
    ).toEqual([]);
    for (const { channel, incident } of received) {
      const closings = received.filter(
        (one) => one.channel === channel && one.incident === incident && one.type === 'page.close',
      );
      expect(closings, `closings of ${incident} by ${channel}`).toHaveLength(1);
    }
    expect([...receivers.values()].flatMap(({ tries }) => tries.filter(({ problem }) => problem !== null))).toEqual([]);
    console.log(
      `${KILLS} kills: ${pages.size} pages decided, ${arrived.size} taken in ${[...receivers.values()].reduce((sum, { tries }) => sum + tries.length, 0)} tries`,
    );
  });

  /** Somebody does something with whatever is open. */
  async function act(caller: Caller): Promise<void> {
    const { incidents } = await caller.ask('snapshot', {});
    const open = incidents.find(({ resolvedAt }) => resolvedAt === null);
    if (open === undefined) {
      return;
    }
    const incident = open.id;
    const acts = [
      () => caller.ask('acknowledge', { incident, forMs: 500 + random(1_000) }),
      () => caller.ask('unacknowledge', { incident }),
      () => caller.ask('escalate', { incident, to: 'next' }),
      () => caller.ask('snooze', { incident, forMs: 500 + random(1_000) }),
      () => caller.ask('addNote', { incident, note: 'looking' }),
      () => Promise.resolve(),
    ];
    await acts[random(acts.length)]?.();
  }
});

/** What the history says of one page. */
interface Story {
  queued: number;
  readonly ends: string[];
}

const pagesThat = (pages: ReadonlyMap<string, Story>, holds: (story: Story) => boolean) =>
  [...pages].filter(([, story]) => holds(story)).map(([id]) => id);

/** All pages of the history by their key, when the last of them has ended. */
async function allEnded(caller: Caller): Promise<ReadonlyMap<string, Story>> {
  // Followed before it is read: the last end may be written right after a look.
  const line = await caller.follow();
  for (;;) {
    const pages = pagesOf(await history(caller));
    if ([...pages.values()].every(({ ends }) => ends.length > 0)) {
      line.close();
      return pages;
    }
    await line.take();
  }
}

async function history(caller: Caller): Promise<readonly WatchEvent[]> {
  const all: WatchEvent[] = [];
  for (;;) {
    const oldest = all.at(-1)?.seq;
    const some = await caller.ask('events', { limit: 500, ...(oldest !== undefined && { beforeSeq: oldest }) });
    all.push(...some);
    if (some.length < 500) {
      return all;
    }
  }
}

function pagesOf(events: readonly WatchEvent[]): ReadonlyMap<string, Story> {
  const pages = new Map<string, Story>();
  for (const { type, data } of events) {
    if (!type.startsWith('page-') || typeof data.page !== 'string') {
      continue;
    }
    const story = pages.get(data.page) ?? { queued: 0, ends: [] };
    pages.set(data.page, story);
    if (type === 'page-queued') {
      story.queued += 1;
    } else if (type === 'page-delivered' || type === 'page-failed' || type === 'page-withdrawn') {
      story.ends.push(type);
    }
  }
  return pages;
}

function fileFor(port: number, receivers: ReadonlyMap<string, WebhookReceiver>): FileInput {
  return {
    version: 1,
    // Without the second look after a restart: hardly a page would be decided between two kills.
    settings: { pageAfter: 0, closeAfter: 0, quietAfterWake: 0 },
    components: [
      {
        id: 'shop',
        checks: [
          {
            type: 'http',
            url: `http://127.0.0.1:${port}/`,
            interval: '1s',
            fastInterval: '100ms',
            downInterval: '250ms',
            timeout: '1s',
            startupGrace: 0,
            fall: FALL,
            rise: 1,
          },
        ],
      },
    ],
    channels: [...receivers].map(([id, { url }]) => ({ id, type: 'webhook' as const, url, secret: SECRET })),
    people: [
      { id: 'kim', name: 'Kim', channels: ['first', 'second'] },
      { id: 'sam', name: 'Sam', channels: ['third'] },
    ],
    policies: [
      {
        id: 'p',
        steps: [
          { targets: [{ person: 'kim' }], delay: '2s' },
          { targets: [{ person: 'sam' }], delay: '2s' },
        ],
        repeat: 100,
      },
    ],
  };
}
