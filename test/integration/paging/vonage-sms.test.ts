import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVonageChannel } from '../../../electron/paging/channels/vonage-sms.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { halfTaken, startVonageEmulator, type VonageEmulator, verdict } from '../../harness/vonage-emulator.ts';

const ACCOUNT = { apiKey: 'abcd1234', apiSecret: 'vonage-secret' };

let vonage: VonageEmulator;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createVonageChannel>;

beforeEach(async () => {
  clock = movableClock();
  vonage = await startVonageEmulator(ACCOUNT);
  channel = createVonageChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await vonage.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'sms',
    type: 'vonage-sms',
    ...ACCOUNT,
    from: '+447700900999',
    to: '+447700900123',
    baseUrl: `${vonage.url}/`,
    ...more,
  }) as ChannelSettingsOf<'vonage-sms'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });

describe('an SMS through Vonage', () => {
  it('is posted as Vonage documents it, and its id is kept', async () => {
    expect(await send()).toEqual({ status: 'accepted', reference: '0A0000000123ABCD1' });
    expect(vonage.received).toEqual([
      {
        from: '447700900999',
        to: '447700900123',
        text: 'DOWN api-gateway\n503 Service Unavailable for 2 min, third failure, since 02:14',
        type: 'text',
      },
    ]);
  });

  it.each([
    { text: 'Größe – “x” … 5 €', arrives: 'Größe - "x" ... 5 €', type: 'text' },
    { text: '支払い', arrives: '支払い', type: 'unicode' },
    { text: 'Łódź 🚨', arrives: 'Lodz 🚨', type: 'unicode' },
  ])('arrives with its letters: $text', async ({ text, arrives, type }) => {
    await send(aPage({ text }));
    expect(vonage.received).toMatchObject([{ text: `DOWN api-gateway\n${arrives}`, type }]);
  });

  it('may come from a name', async () => {
    await send(aPage(), { from: 'Watch bell1' });
    expect(vonage.received[0]?.from).toBe('Watch bell1');
    expect(() => settings({ from: 'longer than it' })).toThrow('at most 11');
  });

  it('is never longer than Vonage takes', async () => {
    const page = aPage({
      title: `DOWN ${'ü'.repeat(2_000)}`,
      text: '支払い '.repeat(2_000),
      runbook: `https://w/${'x'.repeat(2_000)}`,
    });
    expect(await send(page)).toMatchObject({ status: 'accepted' });
  });

  it.each([
    { answer: verdict('1', 'Throttled'), status: 'try-later', reason: 'Vonage could not take it: status 1, Throttled' },
    { answer: verdict('5', 'Internal'), status: 'try-later', reason: 'Vonage could not take it: status 5, Internal' },
    { answer: verdict('10', 'Binds'), status: 'try-later', reason: 'Vonage could not take it: status 10, Binds' },
    { answer: verdict('7', 'Barred'), status: 'refused', reason: 'Vonage refused: status 7, Barred' },
    { answer: verdict('9', 'Quota'), status: 'refused', reason: 'Vonage refused: status 9, Quota, top up the account' },
    { answer: verdict('99', 'New\nword'), status: 'refused', reason: 'Vonage refused: status 99, New word' },
    {
      answer: halfTaken('1', 'Throttled'),
      status: 'try-later',
      reason: 'Vonage could not take it: status 1, Throttled',
    },
    { answer: { status: 401, body: '{"title":"x"}' }, status: 'refused', reason: 'Vonage answered 401: {"title":"x"}' },
    { answer: { status: 503 }, status: 'try-later', reason: 'Vonage answered 503' },
    {
      answer: { status: 302, headers: { location: 'http://hotel/login' } },
      status: 'try-later',
      reason: 'Vonage answered 302, redirects are not followed (to hotel)',
    },
    {
      answer: { status: 200, body: '<html><title>Welcome, guest</title></html>' },
      status: 'try-later',
      reason: 'Vonage answered 200, but not as Vonage does: Welcome, guest: is something between this machine and it?',
    },
    {
      answer: { status: 200, body: '{"message-count":"0","messages":[]}' },
      status: 'try-later',
      reason: expect.stringContaining('but not as Vonage does'),
    },
    {
      answer: { status: 200, body: '{"messages":[{"status":"0"}]}' },
      status: 'try-later',
      reason: expect.stringContaining('but not as Vonage does'),
    },
  ])('is judged by what stands in the answer: $reason', async ({ answer, status, reason }) => {
    vonage.behave({ kind: 'answer', ...answer });
    expect(await send()).toEqual({ status, reason });
  });

  it('waits as long as Vonage asks', async () => {
    vonage.behave({ kind: 'answer', status: 429, headers: { 'retry-after': '7' } });
    expect(await send()).toEqual({ status: 'try-later', reason: 'Vonage answered 429', afterMs: 7_000 });
  });

  it('is refused when the secret is wrong, and says what to mend', async () => {
    expect(await send(aPage(), { apiSecret: 'another' })).toEqual({
      status: 'refused',
      reason: 'Vonage refused: status 4, Bad Credentials, check the apiKey and the apiSecret of this channel',
    });
    expect(vonage.received).toEqual([]);
  });

  it('may pass later when nobody answers', async () => {
    vonage.behave({ kind: 'hang' });
    const limit = new AbortController();
    const sending = send(aPage(), {}, limit.signal);
    await vonage.arrived(1);
    limit.abort();
    expect(await sending).toEqual({ status: 'try-later', reason: `127.0.0.1:${vonage.port} did not answer in time` });
  });
});
