import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNtfyChannel } from '../../../electron/paging/channels/ntfy.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { movableClock } from '../../harness/clock.ts';
import { httpManners } from '../../harness/http-manners.ts';
import { noMemory } from '../../harness/memory.ts';
import { type NtfyEmulator, problem, startNtfyEmulator } from '../../harness/ntfy-emulator.ts';
import { aPage } from '../../harness/page.ts';

const TOKEN = 'tk_0123456789abcdef';
const ANSWERS = 'oncall-answers-9f2c41';

let ntfy: NtfyEmulator;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createNtfyChannel>;

beforeEach(async () => {
  clock = movableClock();
  ntfy = await startNtfyEmulator({ authorization: `Bearer ${TOKEN}`, writable: [ANSWERS] });
  channel = createNtfyChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await ntfy.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'push',
    type: 'ntfy',
    baseUrl: ntfy.url,
    topic: 'oncall',
    token: TOKEN,
    ...more,
  }) as ChannelSettingsOf<'ntfy'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });
const who = () => `127.0.0.1:${ntfy.port}`;

describe('a page through ntfy', () => {
  it('is published as JSON, with everything that a phone can show', async () => {
    expect(await send(aPage({ runbook: 'https://wiki.example.org/api' }), { answers: ANSWERS })).toEqual({
      status: 'accepted',
      reference: 'm00000000001',
    });
    const [request] = ntfy.requests;
    expect([request?.method, request?.path, request?.headers.authorization]).toEqual(['POST', '/', `Bearer ${TOKEN}`]);
    const sequence = JSON.parse(request?.body ?? '').sequence_id;
    const button = (label: string, say: string) => ({
      action: 'http',
      label,
      url: `${ntfy.url}/${ANSWERS}`,
      method: 'POST',
      body: JSON.stringify({ page: 'inc-1/1', say, of: sequence, title: 'DOWN api-gateway' }),
      clear: true,
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      topic: 'oncall',
      title: 'DOWN api-gateway',
      message:
        '503 Service Unavailable for 2 min, third failure, since 02:14\n' +
        'Sent because of: step 1 of 2 of policy default, on call by schedule primary',
      priority: 5,
      tags: ['rotating_light'],
      sequence_id: sequence,
      click: 'https://wiki.example.org/api',
      actions: [button('Acknowledge', 'ack'), button('Escalate', 'escalate')],
    });
  });

  it.each<{ kind: Page['kind']; severity: Severity; priority: number; tag: string; buttons: boolean }>([
    { kind: 'trigger', severity: 'critical', priority: 5, tag: 'rotating_light', buttons: true },
    { kind: 'trigger', severity: 'high', priority: 4, tag: 'warning', buttons: true },
    { kind: 'trigger', severity: 'low', priority: 3, tag: 'information_source', buttons: true },
    { kind: 'reminder', severity: 'critical', priority: 5, tag: 'rotating_light', buttons: true },
    { kind: 'close', severity: 'critical', priority: 2, tag: 'white_check_mark', buttons: false },
  ])(
    'of kind $kind and severity $severity has priority $priority',
    async ({ kind, severity, priority, tag, buttons }) => {
      await send(aPage({ kind, severity }), { answers: ANSWERS });
      expect(ntfy.messages[0]).toMatchObject({ priority, tags: [tag] });
      expect(ntfy.messages[0]?.actions !== undefined).toBe(buttons);
    },
  );

  it('has no buttons when nobody would hear them: no answers topic, or nothing to acknowledge', async () => {
    await send();
    await send(aPage({ kind: 'test', incidentId: null }), { answers: ANSWERS });
    expect(ntfy.messages.map(({ actions }) => actions)).toEqual([undefined, undefined]);
  });

  it('takes the place of the earlier ones about the same incident', async () => {
    await send(aPage({ dedupKey: 'shop/web 2026#7' }));
    await send(aPage({ kind: 'close', dedupKey: 'shop/web 2026#7' }));
    await send(aPage({ dedupKey: 'other' }));
    const [first, close, other] = ntfy.messages.map(({ sequence_id }) => sequence_id);
    expect(first).toBe(close);
    expect(first).not.toBe(other);
  });

  it('writes any alphabet, and is never longer than ntfy takes', async () => {
    const long = aPage({
      title: `DOWN ${'"支払い" '.repeat(500)}`,
      text: '支払い "\\" '.repeat(2_000),
      runbook: `https://wiki.example.org/${'ü'.repeat(999)}`,
    });
    expect(await send(long, { answers: ANSWERS.padEnd(64, 'x') })).toMatchObject({ status: 'accepted' });
    expect(await send(aPage({ runbook: `https://wiki.example.org/${'ü'.repeat(9_999)}` }))).toMatchObject({
      status: 'accepted',
    });
    expect(ntfy.messages[0]?.title).toContain('支払い');
    expect(ntfy.messages[1]?.click).toBeUndefined();
  });

  it('logs in by name and password where the server has these', async () => {
    const login = { user: 'kim', password: 'pässword' };
    await send(aPage(), { token: undefined, login });
    expect(ntfy.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('kim:pässword').toString('base64')}`);
  });

  it.each([
    {
      story: 'a wrong token',
      answer: problem(401, 40_101, 'unauthorized'),
      delivery: 'refused',
      words: 'answered 401, check the token or the login of this channel: error 40101, unauthorized',
    },
    {
      story: 'a topic of somebody else',
      answer: problem(403, 40_301, 'forbidden'),
      delivery: 'refused',
      words: 'answered 403, this login may not write to the topic: error 40301, forbidden',
    },
    {
      story: 'a request that it does not understand',
      answer: problem(400, 40_009, 'invalid request: topic invalid'),
      delivery: 'refused',
      words: 'answered 400: error 40009, invalid request: topic invalid',
    },
    {
      story: 'too many messages',
      answer: problem(429, 42_908, 'limit reached: too many messages'),
      delivery: 'try-later',
      words: 'answered 429: error 42908, limit reached: too many messages',
    },
    {
      story: 'trouble of its own',
      answer: problem(500, 50_001, 'internal server error'),
      delivery: 'try-later',
      words: 'answered 500: error 50001, internal server error',
    },
  ])('is $delivery at $story', async ({ answer, delivery, words }) => {
    ntfy.behave({ kind: 'answer', ...answer });
    expect(await send()).toEqual({ status: delivery, reason: `${who()} ${words}` });
  });

  it('does not count as sent when the 200 holds an error', async () => {
    ntfy.behave({ kind: 'answer', ...problem(200, 50_001, 'internal server error') });
    expect(await send()).toMatchObject({ status: 'try-later', reason: expect.stringContaining('but not as') });
  });

  httpManners(() => ({
    behave: ntfy.behave,
    arrived: ntfy.arrived,
    count: () => ntfy.requests.length,
    send: (signal) => send(aPage(), {}, signal),
  }));
});

describe('the settings of an ntfy channel', () => {
  const problems = (more: object) =>
    ChannelFile.safeParse({ id: 'push', type: 'ntfy', topic: 'oncall', ...more }).error?.issues.map(
      ({ path, message }) => `${path.join('.')} ${message}`,
    );

  it('go to ntfy.sh by default, and tell no stranger the whole topic', () => {
    const parsed = ChannelFile.parse({ id: 'push', type: 'ntfy', topic: 'oncall-7d1f' }) as ChannelSettingsOf<'ntfy'>;
    expect(channel.target(parsed)).toBe('onc… at ntfy.sh');
    expect(channel.secrets({ ...parsed, answers: ANSWERS })).toEqual(expect.arrayContaining(['oncall-7d1f', ANSWERS]));
  });

  it.each([
    { story: 'an answers topic that can be guessed', more: { answers: 'answers' }, says: /^answers must be a name/ },
    { story: 'the same topic twice', more: { topic: ANSWERS, answers: ANSWERS }, says: /^answers must be another/ },
    {
      story: 'two ways to log in',
      more: { token: 'tk_1', login: { user: 'a', password: 'b' } },
      says: /^login has a token already/,
    },
    { story: 'a topic that is none', more: { topic: 'on call' }, says: /^topic letters, digits/ },
  ])('refuse $story', ({ more, says }) => {
    expect(problems(more)).toEqual([expect.stringMatching(says)]);
  });
});
