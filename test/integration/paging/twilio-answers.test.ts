import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTwilioChannel } from '../../../electron/paging/channels/twilio.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { type Listening, type ListeningWishes, startListening } from '../../harness/listening.ts';
import { aMemory, noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { problem, startTwilioEmulator, type TwilioEmulator } from '../../harness/twilio-emulator.ts';

const ACCOUNT = { accountSid: 'AC0123456789abcdef0123456789abcdef', authToken: 'token-0123456789' };
const OURS = '+447700900999';
const KIM = '+447700900123';
const STEP = 10_000;

let twilio: TwilioEmulator;
let clock: ReturnType<typeof movableClock>;
let memory: ReturnType<typeof aMemory>;
let channel: ReturnType<typeof createTwilioChannel>;
let listening: Listening | null;

beforeEach(async () => {
  clock = movableClock();
  memory = aMemory();
  // Twilio's clock is not ours: theirs is three hours behind here.
  twilio = await startTwilioEmulator({ ...ACCOUNT, now: () => clock.now() - 3 * 3_600_000 });
  channel = createTwilioChannel();
  listening = null;
});
afterEach(async () => {
  await listening?.stop();
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await twilio.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'sms',
    type: 'twilio-sms',
    ...ACCOUNT,
    from: OURS,
    to: KIM,
    baseUrl: twilio.url,
    replies: true,
    ...more,
  }) as ChannelSettingsOf<'twilio-sms'>;
const send = (page: Page = aPage()) =>
  channel.send(page, settings(), { signal: new AbortController().signal, clock, memory });
function listen(wishes: ListeningWishes = {}): Listening {
  listening = startListening(channel, settings(), { memory, clock, ...wishes });
  return listening;
}
const writes = (body: string, from = KIM) => twilio.reply({ from, to: OURS, body });
const asked = () => twilio.requests.filter(({ method }) => method === 'GET').length;
const replies = () => twilio.received.slice(1).map(({ to, from, body }) => `${from} > ${to}: ${body}`);

describe('an SMS that comes back', () => {
  it('is heard once, and answered by SMS', async () => {
    const ear = listen({ says: ({ said }) => `${said.split('\n')[0]}: Kim has it – until 06:00` });
    await ear.rests(STEP);
    await send();
    writes('Ack  2h\n--\nKim, on the road');
    await ear.next(STEP);
    await ear.next(STEP);
    expect(ear.answers).toEqual([{ pageId: null, said: 'Ack 2h\n--\nKim, on the road', from: '+4477…123' }]);
    expect(replies()).toEqual([`${OURS} > ${KIM}: Ack 2h: Kim has it - until 06:00`]);
  });

  it('is asked for by both numbers and its day, as Twilio counts days', async () => {
    const ear = listen();
    await ear.rests(STEP);
    writes('a');
    await send();
    await ear.next(STEP);
    await ear.next(STEP);
    const queries = twilio.requests.filter(({ method }) => method === 'GET').map(({ path }) => path.split('?')[1]);
    expect(queries[0]).toBe('From=%2B447700900123&To=%2B447700900999&PageSize=50');
    expect(queries.findLast((query) => query?.startsWith('From=%2B447700900123'))).toBe(
      'From=%2B447700900123&To=%2B447700900999&PageSize=50&DateSent%3E=2026-01-04',
    );
  });

  it('is old when it was there before anybody listened', async () => {
    writes('ack');
    const ear = listen();
    await ear.rests(STEP);
    await send();
    await ear.next(STEP);
    expect(ear.answers).toEqual([]);
  });

  it('counts in the very second in which the last one was heard', async () => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    writes('first');
    await ear.next(STEP);
    clock.setBack(STEP); // Twilio dates it as it dated the first
    writes('second');
    await ear.next(STEP);
    expect(ear.answers.map(({ said }) => said)).toEqual(['first', 'second']);
  });

  it('comes in the order in which it was written', async () => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    writes('ack');
    writes('escalate');
    await ear.next(STEP);
    expect(ear.answers.map(({ said }) => said)).toEqual(['ack', 'escalate']);
  });

  it('is heard from the paged number only', async () => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    writes('ack', '+447700900666');
    await ear.next(STEP);
    expect(ear.answers).toEqual([]);
  });

  it('is heard after a restart when it came meanwhile, and not again when it was heard', async () => {
    await listen().rests(STEP);
    await send();
    writes('ack');
    await listening?.next(STEP);
    await listening?.stop();
    writes('escalate');
    const again = listen({ memory: aMemory(memory.kept()) });
    await again.rests(STEP);
    expect(again.answers.map(({ said }) => said)).toEqual(['escalate']);
  });

  it('is not answered when it is empty', async () => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    writes(' \u200b');
    await ear.next(STEP);
    await ear.next(STEP);
    expect([ear.answers, replies()]).toEqual([[], []]);
  });

  it('is cut, and so is our reply: one SMS', async () => {
    const ear = listen({ says: () => 'word '.repeat(100) });
    await ear.rests(STEP);
    await send();
    writes('long '.repeat(200));
    await ear.next(STEP);
    expect(ear.answers[0]?.said.length).toBeLessThanOrEqual(200);
    expect(twilio.received[1]?.body.length).toBeLessThanOrEqual(160);
  });

  it('does not make two machines talk for ever', async () => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    for (let turn = 0; turn < 10; turn += 1) {
      writes('I am driving and will read your message later');
      await ear.next(STEP);
    }
    expect([ear.answers.length, replies().length]).toEqual([10, 6]);
  });
});

describe('what became of an SMS', () => {
  it.each([
    { status: 'delivered', code: undefined, words: undefined, fate: { status: 'delivered' } },
    { status: 'read', code: undefined, words: undefined, fate: { status: 'delivered' } },
    {
      status: 'undelivered',
      code: 30_006,
      words: 'Landline or unreachable carrier',
      fate: { status: 'refused', reason: 'Twilio gave up: undelivered, error 30006: Landline or unreachable carrier' },
    },
    {
      status: 'failed',
      code: undefined,
      words: undefined,
      fate: { status: 'refused', reason: 'Twilio gave up: failed' },
    },
  ])('is told once: $status', async ({ status, code, words, fate }) => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    twilio.fares(1, 'sent');
    await ear.next(STEP);
    expect(ear.fates).toEqual([]);
    twilio.fares(1, status, code, words);
    await ear.next(STEP);
    await ear.next(STEP);
    expect(ear.fates).toEqual([{ pageId: 'inc-1/1', fate }]);
  });

  it('is not asked for ever', async () => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    clock.sleepThrough(31 * 60_000);
    await ear.next(STEP);
    expect(memory.kept()).toMatchObject({ awaited: [] });
  });
});

describe('listening for SMS', () => {
  it('costs a request each two minutes while nothing is awaited, and two each ten seconds after a page', async () => {
    const ear = listen();
    await ear.rests(STEP);
    for (let step = 0; step < 24; step += 1) {
      await ear.next(STEP);
    }
    expect(asked()).toBe(3);
    await send();
    await ear.next(STEP);
    await ear.next(STEP);
    expect(asked()).toBe(7);
  });

  it('tells once when Twilio does not answer, and once when it does again', async () => {
    twilio.behave({ kind: 'answer', ...problem(401, 20_003, 'Authenticate') });
    const ear = listen();
    await ear.rests(5_000);
    await ear.next(5_000, 10_000);
    expect(ear.troubles).toEqual(['Twilio refused: error 20003, Authenticate']);
    twilio.behave({ kind: 'well' });
    await ear.next(10_000, STEP);
    expect(ear.troubles).toEqual(['Twilio refused: error 20003, Authenticate', null]);
  });

  it.each([
    {
      answer: { status: 200, body: '<html><title>Welcome, guest</title></html>' },
      reason: /not as Twilio does: Welcome, guest/,
    },
    { answer: { status: 404 }, reason: /check the accountSid/ },
    { answer: { status: 503 }, reason: /HTTP 503/ },
  ])('takes nothing else for Twilio: $reason', async ({ answer, reason }) => {
    twilio.behave({ kind: 'answer', ...answer });
    const ear = listen();
    await ear.rests(5_000);
    expect(ear.troubles).toEqual([expect.stringMatching(reason)]);
  });

  it('ends in the middle of a look', async () => {
    twilio.behave({ kind: 'hang' });
    const ear = listen();
    await twilio.arrived(1);
    await ear.stop();
    expect(ear.troubles).toEqual([]);
  });

  it('is what was asked for, or promises nothing', async () => {
    expect(channel.listen?.(settings({ replies: false }), {} as never)).toBeNull();
    const can = typeof channel.can === 'function' ? channel.can : () => undefined;
    expect(can(settings())).toMatchObject({ acknowledge: true, delivery: true });
    expect(can(settings({ replies: false }))).toMatchObject({ acknowledge: false, delivery: false });
    expect(() => settings({ from: 'MG0123456789' })).toThrow('needs a number in');
    const context = { signal: new AbortController().signal, clock, memory: noMemory };
    expect(await channel.send(aPage(), settings({ replies: false }), context)).toMatchObject({ status: 'accepted' });
  });
});
