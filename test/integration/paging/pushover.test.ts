import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPushoverChannel } from '../../../electron/paging/channels/pushover.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { movableClock } from '../../harness/clock.ts';
import { httpManners } from '../../harness/http-manners.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { type PushoverEmulator, problem, startPushoverEmulator } from '../../harness/pushover-emulator.ts';

const ACCOUNT = { token: 'aAppToken0123456789aAppToken01', userKey: 'uUserKey0123456789uUserKey0123' };

let pushover: PushoverEmulator;
let clock: ReturnType<typeof movableClock>;
let memory: ReturnType<typeof aMemory>;
let channel: ReturnType<typeof createPushoverChannel>;

beforeEach(async () => {
  clock = movableClock();
  memory = aMemory();
  pushover = await startPushoverEmulator(ACCOUNT);
  channel = createPushoverChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await pushover.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'push',
    type: 'pushover',
    ...ACCOUNT,
    baseUrl: pushover.url,
    ...more,
  }) as ChannelSettingsOf<'pushover'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory });

describe('a page through Pushover', () => {
  it('rings until it is acknowledged when it is critical', async () => {
    const page = aPage({ runbook: 'https://wiki.example.org/api' });
    expect(await send(page, { device: 'phone', sound: 'siren', retry: '30s', expire: '10m' })).toEqual({
      status: 'accepted',
      reference: '647d2300-702c-4b38-8b2f-d56326ae460b',
    });
    const [message] = pushover.received;
    expect(message?.form).toEqual({
      token: ACCOUNT.token,
      user: ACCOUNT.userKey,
      title: 'DOWN api-gateway',
      message:
        '503 Service Unavailable for 2 min, third failure, since 02:14\n' +
        'Sent because of: step 1 of 2 of policy default, on call by schedule primary',
      timestamp: String(page.createdAt / 1_000),
      priority: '2',
      retry: '30',
      expire: '600',
      tags: expect.stringMatching(/^[0-9a-f]{32}$/),
      url: 'https://wiki.example.org/api',
      url_title: 'Runbook',
      device: 'phone',
      sound: 'siren',
    });
    expect(memory.kept()).toEqual({
      open: [{ receipt: message?.receipt, page: 'inc-1/1', key: message?.form.tags, until: clock.now() + 600_000 }],
    });
  });

  it.each<{ kind: Page['kind']; severity: Severity; priority: string }>([
    { kind: 'trigger', severity: 'high', priority: '1' },
    { kind: 'trigger', severity: 'low', priority: '0' },
    { kind: 'reminder', severity: 'critical', priority: '1' },
    { kind: 'close', severity: 'critical', priority: '-1' },
    { kind: 'test', severity: 'low', priority: '0' },
    { kind: 'notice', severity: 'critical', priority: '1' },
  ])('of kind $kind and severity $severity has priority $priority, and nothing to acknowledge', async (row) => {
    const { kind, severity, priority } = row;
    await send(aPage({ kind, severity }));
    expect(pushover.received[0]?.form).toMatchObject({ priority });
    expect(pushover.received[0]?.form).not.toHaveProperty('retry');
    expect(memory.kept()).toBeUndefined();
  });

  it('stops what still rings for the incident before it says that it is over', async () => {
    await send(aPage());
    await send(aPage({ dedupKey: 'another' }));
    const [mine, other] = pushover.received.map(({ receipt }) => receipt);
    expect(pushover.ringing()).toEqual([mine, other]);
    await send(aPage({ kind: 'close' }));
    expect(pushover.ringing()).toEqual([other]);
    expect(pushover.requests.map(({ path }) => path).slice(2)).toEqual([
      `/1/receipts/cancel_by_tag/${pushover.received[0]?.form.tags}.json`,
      '/1/messages.json',
    ]);
    expect(memory.kept()).toMatchObject({ open: [{ receipt: other }] });
  });

  it('says that it is over in one request when nothing rings', async () => {
    await send(aPage({ kind: 'close' }));
    expect(pushover.requests).toHaveLength(1);
  });

  it('has time left for the closing word when cancelling hangs', async () => {
    await send(aPage());
    pushover.behave({ kind: 'hang' });
    const closing = send(aPage({ kind: 'close' }));
    await pushover.arrived(2);
    pushover.behave({ kind: 'well' });
    await clock.advance(4_000);
    expect(await closing).toMatchObject({ status: 'accepted' });
    expect(memory.kept()).toMatchObject({ open: [{}] });
  });

  it('writes any alphabet, and is never longer than Pushover takes', async () => {
    const long = aPage({
      title: `DOWN ${'支払い😀 '.repeat(500)}`,
      text: '支払い😀 '.repeat(2_000),
      runbook: `https://wiki.example.org/${'x'.repeat(600)}`,
    });
    expect(await send(long)).toMatchObject({ status: 'accepted' });
    expect(pushover.received[0]?.form.title).toContain('支払い😀');
    expect(pushover.received[0]?.form.url).toBeUndefined();
  });

  it('is refused with Pushover’s own words when the user is unknown', async () => {
    expect(await send(aPage(), { userKey: 'x'.repeat(30) })).toEqual({
      status: 'refused',
      reason: 'Pushover answered 400: user identifier is not a valid user, group, or subscribed user key',
    });
  });

  it('is refused when the application is unknown', async () => {
    expect(await send(aPage(), { token: 'x'.repeat(30) })).toEqual({
      status: 'refused',
      reason: 'Pushover answered 400: application token is invalid',
    });
  });

  it('is refused when the 200 says so inside', async () => {
    pushover.behave({ kind: 'answer', ...problem(200, 'user has no active devices') });
    expect(await send()).toEqual({ status: 'refused', reason: 'Pushover refused: user has no active devices' });
    expect(memory.kept()).toBeUndefined();
  });

  it('waits when the month’s messages are used up', async () => {
    pushover.behave({ kind: 'answer', ...problem(429, 'application is over its message limit') });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: 'Pushover answered 429: application is over its message limit',
    });
  });

  httpManners(() => ({
    behave: pushover.behave,
    arrived: pushover.arrived,
    count: () => pushover.requests.length,
    send: (signal) => send(aPage(), {}, signal),
  }));
});

describe('the settings of a Pushover channel', () => {
  it('show no stranger the user’s key', () => {
    expect(channel.target(settings({ device: 'phone' }))).toBe('uUs… by Pushover on phone');
  });

  it.each([
    { story: 'a token that is none', more: { token: 'short' }, says: 'token must be 30 letters and digits' },
    { story: 'ringing too often', more: { retry: '10s' }, says: 'retry must be at least 30s' },
    { story: 'ringing for too long', more: { expire: '4h' }, says: 'expire must be at most 3h' },
    {
      story: 'an end before the second ring',
      more: { retry: '10m', expire: '5m' },
      says: 'expire must be at least as long as `retry`',
    },
  ])('refuse $story', ({ more, says }) => {
    const parsed = ChannelFile.safeParse({ id: 'push', type: 'pushover', ...ACCOUNT, ...more });
    expect(parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([says]);
  });
});
