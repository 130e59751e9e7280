/**
 * Bad input from the network, one story for each kind: a clear message, and nothing lost. The other kinds: bad-input.test.ts.
 *
 * Most of it is the real `watchbell serve` as a process, with real servers around it; the hour is on the movable clock.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Caller, callServed } from '../harness/caller.ts';
import { makeAuthority, makeIdentity } from '../harness/certificates.ts';
import { movableClock } from '../harness/clock.ts';
import { bundledCommandLine } from '../harness/command.ts';
import { DOWN, testEngine, UP } from '../harness/engine.ts';
import { httpServer, httpsServer, tcpServer } from '../harness/loopback.ts';
import { realChannels } from '../harness/real-channels.ts';
import { type Served, serve } from '../harness/served.ts';
import { HOOK_SECRET, losesNoPage, operational, type SmallWatch, smallWatch } from '../harness/small-watch.ts';
import { tempFolder } from '../harness/temp-folder.ts';
import { fileOf, START } from '../harness/watch-story.ts';
import { startWebhookReceiver } from '../harness/webhook-receiver.ts';

const script = bundledCommandLine();
const MINUTE = 60_000;
const MIB = 1024 * 1024;

/** `shop` is well all the while; `bad` is looked at beside it, and what it does wrong is paged in words. */
async function besideAGoodOne(
  check: Readonly<Record<string, unknown>>,
  env: Record<string, string> = {},
): Promise<{ watch: SmallWatch; watchbell: Served; text: string; caller: Caller }> {
  const watch = await smallWatch();
  const [own] = watch.shop.checks;
  const bad = { id: 'bad', checks: [{ ...own, ...check }] } as typeof watch.shop;
  const watchbell = await serve(script(), tempFolder(), watch.file({ components: [watch.shop, bad] }), env);
  const caller = await callServed(watchbell.address);
  const page = await watch.page('trigger');
  expect(page.componentId).toBe('bad');
  return { watch, watchbell, caller, text: String(page.text) };
}

describe('a reply of 100 MB', () => {
  async function giant() {
    let sent = 0;
    const server = await httpServer((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const pump = () => {
        while (sent < 100 * MIB && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', pump);
            return;
          }
        }
        response.end();
      };
      sent = 0;
      pump();
    });
    return { url: `http://127.0.0.1:${server.port}/`, sent: () => sent };
  }

  it('of a target is read up to its limit; what cannot be judged by that is said, and the rest of the watch goes on', async () => {
    const { url, sent } = await giant();
    const { watch, caller, text } = await besideAGoodOne({
      url,
      timeout: '5s',
      interval: '5s',
      expectBody: { contains: 'tail' },
    });
    expect(text).toContain('"tail" was not found in the first 1048576 bytes and the body goes on (maxBody)');
    expect(sent()).toBeLessThan(20 * MIB);
    await operational(caller);
    await losesNoPage(watch);
  });

  it('of a receiver does not keep it from having taken the page', async () => {
    const { url, sent } = await giant();
    const watch = await smallWatch();
    const file = watch.file({
      people: [{ id: 'kim', name: 'Kim', channels: ['giant', 'hook'] }],
      channels: [...(watch.file().channels ?? []), { id: 'giant', type: 'webhook', url, secret: HOOK_SECRET }],
      policies: [
        { id: 'p', steps: [{ targets: [{ channel: 'giant' }, { channel: 'hook' }], delay: '1h' }], repeat: 0 },
      ],
    });
    const watchbell = await serve(script(), tempFolder(), file);
    const caller = await callServed(watchbell.address);
    await operational(caller);
    watch.down();
    const told = await caller.until(({ incidents }) => {
      const pages = incidents[0]?.told ?? [];
      return pages.length === 2 && pages.every(({ state }) => state === 'accepted') && pages;
    });
    expect(told.map(({ channelId, attempts }) => [channelId, attempts])).toEqual([
      ['giant', 1],
      ['hook', 1],
    ]);
    expect(sent()).toBeLessThan(20 * MIB);
  });
});

describe('a server that never answers', () => {
  it('is given up at its time-out, in words, and keeps nobody else waiting', async () => {
    const silent = await tcpServer(() => undefined);
    const { watch, caller, text } = await besideAGoodOne({ url: `http://127.0.0.1:${silent.port}/`, timeout: '200ms' });
    expect(text).toContain('no answer within 200 ms');
    await operational(caller);
    await losesNoPage(watch);
  });

  it('as a receiver is given up after 15 s, and the page is sent again under the same key until it is taken', async () => {
    const clock = movableClock(START);
    const receiver = await startWebhookReceiver({ secret: HOOK_SECRET, now: clock.now });
    onTestFinished(() => receiver.close());
    const channels = realChannels();
    const file = fileOf({
      channels: [...others(), { id: 'kim-hook', type: 'webhook', url: receiver.url, secret: HOOK_SECRET }],
    });
    const one = await testEngine({ clock, file, channels });
    onTestFinished(() => one.stop());
    receiver.behave({ kind: 'hang' });
    one.target('api', DOWN);
    while (channels.underWay() === 0) {
      await clock.advance(1_000);
    }
    await receiver.arrived(1);
    await channels.play(clock, 15_000, 15_000);
    const reason = () => one.snapshot().incidents[0]?.told[0]?.reason;
    expect(reason()).toMatch(/did not answer in time|no answer/);
    receiver.behave({ kind: 'well' });
    await channels.play(clock, MINUTE);
    expect(receiver.received.map(({ type }) => type)).toEqual(['page.trigger']);
    expect(new Set(receiver.tries.map(({ id }) => id)).size).toBe(1);
    expect(one.snapshot().incidents[0]?.told[0]?.state).toBe('accepted');
  });
});

const others = () => (fileOf().channels ?? []).filter(({ id }) => id !== 'kim-hook');

describe('a TLS certificate that is expired', () => {
  it('is named with its date and what to do, and nothing was sent to the other side', async () => {
    const authority = makeAuthority('Test CA');
    const folder = tempFolder();
    const trusted = join(folder, 'ca.pem');
    writeFileSync(trusted, authority.cert);
    const expired = makeIdentity(
      { name: 'shop.test', for: ['127.0.0.1'], to: new Date('2024-11-20T12:00:00Z') },
      authority,
    );
    let requests = 0;
    const server = await httpsServer(expired, (_request, response) => {
      requests += 1;
      response.end('ok');
    });
    const url = `https://127.0.0.1:${server.port}/`;
    const { watch, caller, text } = await besideAGoodOne(
      { url, timeout: '2s', interval: '2s' },
      { NODE_EXTRA_CA_CERTS: trusted },
    );
    expect(text).toContain('certificate expired 2024-11-20 (CN shop.test); renew it');
    expect(requests).toBe(0);
    await operational(caller);
    await losesNoPage(watch);
  });
});

describe('a webhook that answers 500 for an hour', () => {
  it('is tried with growing gaps, each try in the history with its reason, and then has taken every page once, in order', async () => {
    const clock = movableClock(START);
    const receiver = await startWebhookReceiver({ secret: HOOK_SECRET, now: clock.now });
    onTestFinished(() => receiver.close());
    const channels = realChannels();
    const one = await testEngine({
      clock,
      channels,
      file: fileOf({
        channels: [...others(), { id: 'kim-hook', type: 'webhook', url: receiver.url, secret: HOOK_SECRET }],
        policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '1d' }], repeat: 0 }],
      }),
    });
    onTestFinished(() => one.stop());
    receiver.behave({ kind: 'answer', status: 500 });
    one.target('api', DOWN);
    await channels.play(clock, 60 * MINUTE);
    expect(receiver.received).toEqual([]);
    expect(receiver.tries.length).toBeGreaterThan(10);
    expect(receiver.tries.length).toBeLessThan(30);
    const [told] = one.snapshot().incidents[0]?.told ?? [];
    expect(told).toMatchObject({ state: 'queued', reason: `127.0.0.1:${receiver.port} answered 500` });
    const attempts = await one.engine.replies.events({ types: ['page-attempt'], limit: 100 }, 'test');
    expect(attempts).toHaveLength(receiver.tries.length);
    expect(attempts[0]?.text).toMatch(
      /trigger page by kim-hook: try \d+ failed \(127\.0\.0\.1:\d+ answered 500\); again in \d+ s/,
    );
    expect(await one.engine.replies.selfCheck({}, 'test')).toContainEqual(
      expect.objectContaining({ id: 'channel:kim-hook', level: 'red', text: expect.stringContaining('answered 500') }),
    );

    receiver.behave({ kind: 'well' });
    await channels.play(clock, 6 * MINUTE);
    one.target('api', UP);
    await channels.play(clock, 5 * MINUTE);
    expect(receiver.received.map(({ type }) => type)).toEqual(['page.trigger', 'page.close']);
    expect(receiver.tries.filter(({ problem }) => problem !== null)).toEqual([]);
  });
});
