import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNtfyChannel } from '../../../electron/paging/channels/ntfy.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { movableClock } from '../../harness/clock.ts';
import { type Listening, type ListeningWishes, startListening } from '../../harness/listening.ts';
import { aMemory, noMemory } from '../../harness/memory.ts';
import { type NtfyEmulator, problem, startNtfyEmulator } from '../../harness/ntfy-emulator.ts';
import { aPage } from '../../harness/page.ts';

const TOKEN = 'tk_0123456789abcdef';
const ANSWERS = 'oncall-answers-9f2c41';
const EVERY = 10_000;
const ACK = { pageId: 'inc-1/1', said: 'ack', from: 'ntfy' };

let ntfy: NtfyEmulator;
let channel: ReturnType<typeof createNtfyChannel>;
let listening: Listening | null;

beforeEach(async () => {
  ntfy = await startNtfyEmulator({ authorization: `Bearer ${TOKEN}`, writable: [ANSWERS] });
  channel = createNtfyChannel();
  listening = null;
});
afterEach(async () => {
  await listening?.stop();
  await channel.close?.();
  await ntfy.close();
});

const settings = () =>
  ChannelFile.parse({
    id: 'push',
    type: 'ntfy',
    baseUrl: `${ntfy.url}/`,
    topic: 'oncall',
    token: TOKEN,
    answers: ANSWERS,
  }) as ChannelSettingsOf<'ntfy'>;
const page = () =>
  channel.send(aPage(), settings(), {
    signal: new AbortController().signal,
    clock: movableClock(),
    memory: noMemory,
  });
function listen(wishes: ListeningWishes = {}): Listening {
  listening = startListening(channel, settings(), wishes);
  return listening;
}

describe('the answers topic', () => {
  it('brings what a button sent, once, and shows the reply in the place of the notice, without a sound', async () => {
    await page();
    const ear = listen({ says: ({ said }) => `${said}: Kim has it until 06:00` });
    await ear.rests(EVERY);
    expect(await ntfy.press('oncall', 'Acknowledge')).toBe(200);
    await ear.next(EVERY);
    await ear.next(EVERY);
    expect(ear.answers).toEqual([ACK]);
    const [notice, , reply] = ntfy.messages;
    expect(reply).toMatchObject({
      topic: 'oncall',
      title: 'DOWN api-gateway',
      message: 'ack: Kim has it until 06:00',
      priority: 2,
      sequence_id: notice?.sequence_id,
    });
    expect(ntfy.messages).toHaveLength(3);
  });

  it('brings several answers in their order', async () => {
    await page();
    await ntfy.press('oncall', 'Acknowledge');
    await ntfy.press('oncall', 'Escalate');
    const ear = listen();
    await ear.rests(EVERY);
    expect(ear.answers).toEqual([ACK, { ...ACK, said: 'escalate' }]);
  });

  it('takes what somebody writes there by hand', async () => {
    await ntfy.write(ANSWERS, '217 ack\n2h');
    const ear = listen();
    await ear.rests(EVERY);
    expect(ear.answers).toEqual([{ pageId: null, said: '217 ack 2h', from: 'ntfy' }]);
    expect(ntfy.messages[1]).toMatchObject({ topic: 'oncall', title: 'Watchbell', message: 'Acknowledged' });
  });

  it('hears no noise: JSON of others, half a button, nothing', async () => {
    await ntfy.write(ANSWERS, '{"page":"inc-1/1"}');
    await ntfy.write(ANSWERS, '[1,2]');
    await ntfy.write(ANSWERS, '\u200b');
    const ear = listen();
    await ear.next(EVERY);
    expect(ear.answers).toEqual([]);
    expect(ntfy.messages).toHaveLength(3);
  });

  it('goes on after a restart where it was', async () => {
    const memory = aMemory();
    await page();
    await ntfy.press('oncall', 'Acknowledge');
    const before = listen({ memory });
    await before.rests(EVERY);
    await before.stop();
    await ntfy.write(ANSWERS, 'escalate');
    const after = listen({ memory });
    await after.rests(EVERY);
    expect(before.answers).toEqual([ACK]);
    expect(after.answers).toEqual([{ pageId: null, said: 'escalate', from: 'ntfy' }]);
    expect(ntfy.requests.findLast(({ method }) => method === 'GET')?.path).toMatch(/&since=m00000000002$/);
  });

  it('does not hear again what comes again after the cursor has left the cache', async () => {
    await ntfy.write(ANSWERS, 'one');
    await ntfy.write(ANSWERS, 'two');
    const one = ntfy.messages[0]?.id;
    // The server does not know the cursor any more, and gives all that it has.
    const ear = listen({ memory: aMemory({ since: 'gone', heard: ['gone', one] }) });
    await ear.rests(EVERY);
    expect(ear.answers.map(({ said }) => said)).toEqual(['two']);
  });

  it('begins anew when its memory holds something else', async () => {
    await ntfy.write(ANSWERS, 'ack');
    const ear = listen({ memory: aMemory({ since: 7 }) });
    await ear.rests(EVERY);
    expect(ntfy.requests.find(({ method }) => method === 'GET')?.path).toMatch(/&since=10m$/);
    expect(ear.answers).toHaveLength(1);
  });

  it('takes no more than fifty at once, and the rest with the next look', async () => {
    for (let count = 0; count < 60; count += 1) {
      await ntfy.write(ANSWERS, `ack ${count}`);
    }
    const ear = listen();
    await ear.rests(0);
    expect(ear.answers).toHaveLength(50);
    await ear.next(0, EVERY);
    expect(ear.answers.map(({ said }) => said)).toEqual(Array.from({ length: 60 }, (_, count) => `ack ${count}`));
  });

  it('says once that it cannot be read, looks less and less often, and says once that it can', async () => {
    ntfy.behave({ kind: 'answer', ...problem(401, 40_101, 'unauthorized') });
    const ear = listen();
    await ear.next(5_000, 10_000);
    await ear.next(10_000, 20_000);
    ntfy.behave({ kind: 'well' });
    await ear.next(20_000, EVERY);
    const who = `the answers topic at 127.0.0.1:${ntfy.port}`;
    expect(ear.troubles).toEqual([
      `${who} answered 401, check the token or the login of this channel: {"code":40101,"http":401,"error":"unauthorized","link":"https://ntfy.sh/docs/publish/"}`,
      null,
    ]);
  });

  it.each([
    ['a login page', '<html><title>Welcome, guest</title></html>', 'but not as'],
    ['a page of text', 'hello', 'but not as'],
  ])('is in trouble when %s comes in its place', async (_what, body, words) => {
    ntfy.behave({ kind: 'answer', status: 200, body });
    const ear = listen();
    await ear.rests(5_000);
    expect(ear.troubles).toEqual([expect.stringContaining(words)]);
  });

  it('asks again when a look hangs', async () => {
    ntfy.behave({ kind: 'hang' });
    const ear = listen();
    await ntfy.arrived(1);
    await ear.next(15_000, 5_000);
    expect(ear.troubles).toEqual([`127.0.0.1:${ntfy.port} did not answer in time`]);
  });

  it('is left at once, also in the middle of a look', async () => {
    ntfy.behave({ kind: 'hang' });
    const ear = listen();
    await ntfy.arrived(1);
    await ear.stop();
    expect(ear.troubles).toEqual([]);
  });

  it('is not waited for when the reply hangs', async () => {
    await ntfy.write(ANSWERS, 'ack');
    const ear = listen({
      says: () => {
        ntfy.behave({ kind: 'hang' });
        return 'Acknowledged';
      },
    });
    await ntfy.arrived(3);
    await ear.next(15_000, EVERY);
    expect(ear.answers).toHaveLength(1);
    expect(ear.troubles).toEqual([]);
  });

  it('is not there without its setting', () => {
    const { answers: _, ...without } = settings();
    const acknowledges = (of: ChannelSettingsOf<'ntfy'>) =>
      typeof channel.can === 'function' && channel.can(of).acknowledge;
    expect([acknowledges(settings()), acknowledges(without)]).toEqual([true, false]);
    const context = { clock: movableClock(), memory: noMemory, signal: new AbortController().signal };
    const ear = { answered: async () => '', fared: () => undefined };
    expect(channel.listen?.(without, { ...context, ear, trouble: () => undefined })).toBeNull();
  });
});
