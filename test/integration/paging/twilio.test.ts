import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTwilioChannel } from '../../../electron/paging/channels/twilio.ts';
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { ChannelId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { problem, startTwilioEmulator, type TwilioEmulator } from '../../harness/twilio-emulator.ts';

const ACCOUNT = { accountSid: 'AC0123456789abcdef0123456789abcdef', authToken: 'token-0123456789' };

let twilio: TwilioEmulator;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createTwilioChannel>;

beforeEach(async () => {
  clock = movableClock();
  twilio = await startTwilioEmulator(ACCOUNT);
  channel = createTwilioChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await twilio.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'sms',
    type: 'twilio-sms',
    ...ACCOUNT,
    from: '+447700900999',
    to: '+447700900123',
    baseUrl: twilio.url,
    ...more,
  }) as ChannelSettingsOf<'twilio-sms'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });
const json = { 'content-type': 'application/json' };

describe('an SMS through Twilio', () => {
  it('is posted as Twilio documents it, and its sid is kept', async () => {
    expect(await send()).toEqual({ status: 'accepted', reference: 'SM00000000000000000000000000000001' });
    expect(twilio.received).toEqual([
      {
        to: '+447700900123',
        from: '+447700900999',
        body: 'DOWN api-gateway\n503 Service Unavailable for 2 min, third failure, since 02:14',
      },
    ]);
  });

  it('names a messaging service in the field that is meant for it', async () => {
    expect(await send(aPage(), { from: 'MG0123456789abcdef0123456789abcdef' })).toMatchObject({ status: 'accepted' });
    const form = new URLSearchParams(twilio.requests[0]?.body);
    expect([form.get('MessagingServiceSid'), form.has('From')]).toEqual(['MG0123456789abcdef0123456789abcdef', false]);
  });

  it('is never longer than Twilio takes', async () => {
    const page = aPage({
      title: `DOWN ${'ü'.repeat(2_000)}`,
      text: '支払い '.repeat(2_000),
      runbook: `https://w/${'x'.repeat(2_000)}`,
    });
    expect(await send(page)).toMatchObject({ status: 'accepted' });
  });

  it('is refused with Twilio’s own words when the number is wrong', async () => {
    twilio.behave({ kind: 'answer', ...problem(400, 21_211, "The 'To' number is not a valid phone number.") });
    expect(await send()).toEqual({
      status: 'refused',
      reason: "Twilio refused: error 21211, The 'To' number is not a valid phone number.",
    });
  });

  it('is refused when the login is wrong', async () => {
    expect(await send(aPage(), { authToken: 'another-token' })).toEqual({
      status: 'refused',
      reason: 'Twilio refused: error 20003, Authenticate',
    });
    expect(twilio.received).toEqual([]);
  });

  it('waits when there were too many', async () => {
    const { status, body } = problem(429, 20_429, 'Too many requests');
    twilio.behave({ kind: 'answer', status, body, headers: { ...json, 'retry-after': '7' } });
    expect(await send()).toEqual({
      status: 'try-later',
      afterMs: 7_000,
      reason: 'Twilio could not take it: error 20429, Too many requests',
    });
  });

  it('may pass later when Twilio itself is in trouble', async () => {
    twilio.behave({ kind: 'answer', status: 503, body: '<html><title>Service Unavailable</title></html>' });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: 'Twilio could not take it: HTTP 503: Service Unavailable',
    });
  });

  it.each([
    { story: 'a number that cannot be reached at all', code: 30_006, status: 'failed', delivery: 'refused' },
    { story: 'a number that asked to be left alone', code: 21_610, status: 'undelivered', delivery: 'refused' },
    { story: 'a phone that is off for now', code: 30_003, status: 'undelivered', delivery: 'try-later' },
    { story: 'a failure without a code', code: null, status: 'failed', delivery: 'refused' },
    { story: 'a code beside a good status', code: 30_007, status: 'queued', delivery: 'refused' },
  ])('does not count as sent when the 201 holds $story', async ({ code, status, delivery }) => {
    twilio.behave({ kind: 'fails-after-201', status, code });
    const answer = await send();
    expect(answer).toMatchObject({ status: delivery, reason: expect.stringContaining(`gave up: ${status}`) });
    expect(answer).toMatchObject({ reason: expect.stringContaining(code === null ? 'failed' : String(code)) });
  });

  it('does not take the login page of a hotel for Twilio', async () => {
    twilio.behave({ kind: 'answer', status: 200, body: '<html><title>Welcome, guest</title></html>' });
    expect(await send()).toMatchObject({ status: 'try-later', reason: expect.stringContaining('no message id') });
  });

  it('may pass later when nobody answers', async () => {
    twilio.behave({ kind: 'hang' });
    const limit = new AbortController();
    const sending = send(aPage(), {}, limit.signal);
    await twilio.arrived(1);
    limit.abort();
    expect(await sending).toEqual({ status: 'try-later', reason: `127.0.0.1:${twilio.port} did not answer in time` });
  });
});

describe('who called by SMS', () => {
  const message = {
    id: 'call-1-1-waiting-0',
    to: { way: 'sms' as const, channel: ChannelId.parse('sms'), to: '+447700900666' },
    text: 'Your call to Kim\u2028is in – others are called when nobody answers.',
    url: null,
    at: 0,
  };
  const tell = (change: Partial<CallerMessage> = {}) =>
    channel.tell?.({ ...message, ...change }, settings(), {
      signal: new AbortController().signal,
      clock,
      memory: noMemory,
    });

  it('is told at the number that called, in one cheap SMS', async () => {
    expect(await tell()).toMatchObject({ status: 'accepted' });
    expect(twilio.received).toEqual([
      {
        to: '+447700900666',
        from: settings().from,
        body: 'Your call to Kim is in - others are called when nobody answers.',
      },
    ]);
  });

  it('is told where the rest can be seen', async () => {
    await tell({ url: 'https://pager.example.org/call/x_1' });
    expect(twilio.received[0]?.body).toMatch(/answers\. https:\/\/pager\.example\.org\/call\/x_1$/);
  });

  it('is told later when Twilio is busy, and given up when the number has stopped us', async () => {
    twilio.behave({ kind: 'answer', ...problem(429, 20_429, 'Too many requests') });
    expect(await tell()).toMatchObject({ status: 'try-later' });
    twilio.behave({ kind: 'answer', ...problem(400, 21_610, 'Attempt to send to unsubscribed recipient') });
    expect(await tell()).toMatchObject({ status: 'refused', reason: expect.stringContaining('21610') });
  });

  it('is not told by SMS when they called by mail', async () => {
    const to = {
      way: 'mail' as const,
      channel: ChannelId.parse('sms'),
      to: 'a@example.org',
      subject: '',
      messageId: null,
      references: [],
    };
    expect(await tell({ to })).toMatchObject({ status: 'refused' });
    expect(twilio.received).toEqual([]);
  });
});
