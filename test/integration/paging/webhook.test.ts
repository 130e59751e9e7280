import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookChannel } from '../../../electron/paging/channels/webhook.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { closedPort, httpsServer } from '../../harness/loopback.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../harness/webhook-receiver.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');
const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

let receiver: WebhookReceiver;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createWebhookChannel>;

beforeEach(async () => {
  clock = movableClock(NOW);
  receiver = await startWebhookReceiver({ secret: SECRET, now: clock.now });
  channel = createWebhookChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await receiver.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'hook',
    type: 'webhook',
    url: receiver.url,
    secret: SECRET,
    ...more,
  }) as ChannelSettingsOf<'webhook'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });
const host = () => `127.0.0.1:${receiver.port}`;

describe('a webhook', () => {
  it('arrives signed, with the page in it', async () => {
    expect(await send()).toEqual({ status: 'accepted', reference: 'HTTP 204' });
    expect(receiver.tries).toMatchObject([{ problem: null }]);
    expect(receiver.received).toEqual([
      { id: 'inc-1/1', type: 'page.trigger', timestamp: '2026-11-21T01:16:00.000Z', data: aPage() },
    ]);
  });

  it('carries the same id and body on a later try, and is taken once', async () => {
    receiver.behave({ kind: 'answer', status: 500 });
    await send();
    await clock.advance(30_000);
    receiver.behave({ kind: 'well' });
    await send();
    await send();
    const [first, second] = receiver.tries;
    expect(second).toMatchObject({ id: first?.id, body: first?.body });
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
    expect(receiver.received).toHaveLength(1);
  });

  it('sends its own headers, but nobody’s headers in place of the signature', async () => {
    await send(aPage(), {
      headers: { Authorization: 'Bearer tok-123456', 'Webhook-Id': 'forged', 'Content-Type': 'text/plain' },
    });
    expect(receiver.tries[0]).toMatchObject({
      problem: null,
      id: 'inc-1/1',
      headers: { authorization: 'Bearer tok-123456', 'content-type': 'application/json' },
    });
  });

  it('sends a login that stands in the address', async () => {
    await send(aPage(), { url: `http://kim:p%40ss@${host()}/hook` });
    expect(receiver.tries[0]?.headers.authorization).toBe(`Basic ${btoa('kim:p@ss')}`);
  });

  it.each([
    {
      story: '410 asks to stop',
      status: 410,
      body: 'gone',
      delivery: 'refused',
      words: 'answered 410, the receiver asks to stop: gone',
    },
    {
      story: '404 is our mistake',
      status: 404,
      body: '<title>Not Found</title>',
      delivery: 'refused',
      words: 'answered 404: Not Found',
    },
    { story: '401 is our mistake', status: 401, body: '', delivery: 'refused', words: 'answered 401' },
    { story: '500 may pass', status: 500, body: 'oops', delivery: 'try-later', words: 'answered 500: oops' },
    { story: '408 may pass', status: 408, body: '', delivery: 'try-later', words: 'answered 408' },
  ])('$story', async ({ status, body, delivery, words }) => {
    receiver.behave({ kind: 'answer', status, body });
    expect(await send()).toEqual({ status: delivery, reason: `${host()} ${words}` });
  });

  it.each([
    ['seconds', '120', 120_000],
    ['a date', 'Sat, 21 Nov 2026 01:15:00 GMT', 60_000],
    ['too long', '90000', 3_600_000],
  ])('waits as long as a busy receiver asks: %s', async (_form, value, afterMs) => {
    receiver.behave({ kind: 'answer', status: 429, headers: { 'retry-after': value } });
    expect(await send()).toMatchObject({ status: 'try-later', afterMs });
  });

  it('follows no redirect: whoever answers it would get the page', async () => {
    receiver.behave({
      kind: 'answer',
      status: 302,
      headers: { location: 'http://login.hotel.example/welcome?token=1' },
    });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: `${host()} answered 302, redirects are not followed (to login.hotel.example)`,
    });
    expect(receiver.tries).toHaveLength(1);
  });

  it('tells that nobody listens', async () => {
    const port = await closedPort();
    expect(await send(aPage(), { url: `http://127.0.0.1:${port}/` })).toEqual({
      status: 'try-later',
      reason: `127.0.0.1:${port} refused the connection: nothing listens there`,
    });
  });

  it('tells that the receiver hung up', async () => {
    receiver.behave({ kind: 'drop' });
    expect(await send()).toEqual({ status: 'try-later', reason: `${host()} closed the connection before it answered` });
  });

  it('gives up a receiver that never answers when its time is over', async () => {
    receiver.behave({ kind: 'hang' });
    const limit = new AbortController();
    const sending = send(aPage(), {}, limit.signal);
    await receiver.arrived(1);
    limit.abort();
    expect(await sending).toEqual({ status: 'try-later', reason: `${host()} did not answer in time` });
  });

  it('refuses a secret that is none, before anything is sent', async () => {
    expect(await send(aPage(), { secret: 'plain words' })).toMatchObject({ status: 'refused' });
    expect(receiver.tries).toHaveLength(0);
  });

  it('refuses a header that HTTP does not allow, without quoting it', async () => {
    const delivery = await send(aPage(), { headers: { 'X-Token': 'line\nbreak' } });
    expect(delivery).toEqual({
      status: 'refused',
      reason: 'the request cannot be written: check the address and the headers of this channel',
    });
  });
});

describe('a receiver whose answer has no end', () => {
  /** Speaks HTTP by hand: a status, and then a body without an end. */
  async function startEndless(status: string, feed: (write: (text: string) => boolean) => void) {
    let begun = () => undefined as undefined;
    const hasBegun = new Promise<void>((resolve) => {
      begun = () => void resolve();
    });
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(`HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\ncontent-length: 100000000\r\n\r\n`);
        feed((text) => !socket.destroyed && socket.write(text));
        begun();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    return { port, hasBegun, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
  }

  it('has taken the page as soon as it says 200', async () => {
    const endless = await startEndless('200 OK', () => undefined);
    expect(await send(aPage(), { url: `http://127.0.0.1:${endless.port}/` })).toMatchObject({ status: 'accepted' });
    await endless.close();
  });

  it('is judged by the status of a hundred megabytes, of which a line is read', async () => {
    const endless = await startEndless('503 Busy', (write) => {
      for (let count = 0; count < 100 && write('x'.repeat(1_000_000)); count += 1) {}
    });
    const delivery = await send(aPage(), { url: `http://127.0.0.1:${endless.port}/` });
    expect(delivery).toMatchObject({
      status: 'try-later',
      reason: expect.stringMatching(/answered 503: x{1024}$/),
    });
    await endless.close();
  });

  it('is judged by its status when its words do not come within a second', async () => {
    const endless = await startEndless('500 No', (write) => write('half a sent'));
    const sending = send(aPage(), { url: `http://127.0.0.1:${endless.port}/` });
    await endless.hasBegun;
    while (clock.waiting === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await clock.advance(1_000);
    expect(await sending).toMatchObject({ status: 'try-later', reason: expect.stringContaining('answered 500') });
    await endless.close();
  });
});

describe('a webhook over TLS', () => {
  const anywhere = { for: ['127.0.0.1'], name: 'hooks' };
  const expired = { ...anywhere, to: new Date('2021-01-01T00:00:00Z') };

  it.each([
    ['self-signed', anywhere, 'has a self-signed certificate: trust it, or set verifyTls: false'],
    ['expired', expired, 'has an expired certificate'],
  ])('is not sent to a server whose certificate is %s, and says so', async (_how, wishes, words) => {
    const server = await httpsServer(makeIdentity(wishes, null), (_request, response) => response.end());
    const delivery = await send(aPage(), { url: `https://127.0.0.1:${server.port}/` });
    expect(delivery).toEqual({ status: 'try-later', reason: expect.stringContaining(words) });
  });

  it('is sent to it all the same where the configuration says so', async () => {
    const server = await httpsServer(makeIdentity(expired, null), (_request, response) => response.end());
    const delivery = await send(aPage(), { url: `https://127.0.0.1:${server.port}/`, verifyTls: false });
    expect(delivery).toMatchObject({ status: 'accepted' });
  });
});
