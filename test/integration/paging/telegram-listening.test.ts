import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../electron/paging/channels/telegram.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { eventually, type Listening, type ListeningWishes, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { problem, startTelegramEmulator, type TelegramEmulator } from '../../harness/telegram-emulator.ts';

const TOKEN = '123456:AAabc-DEF_0123456789';
const [CHAT, OTHER] = [42, -1_001];
const [POLL, BREATH] = [65_000, 1_000];
const ACK = { pageId: 'inc-1/1', said: 'ack', from: '@kim' };

let telegram: TelegramEmulator;
let channel: ReturnType<typeof createTelegramChannel>;
let memory: ReturnType<typeof aMemory>;
let clock: ReturnType<typeof movableClock>;
let open: Listening[];

beforeEach(async () => {
  telegram = await startTelegramEmulator({ botToken: TOKEN, chats: [CHAT, OTHER] });
  channel = createTelegramChannel();
  memory = aMemory();
  clock = movableClock();
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((ear) => ear.leave()));
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await telegram.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'chat',
    type: 'telegram',
    botToken: TOKEN,
    chatId: CHAT,
    baseUrl: telegram.url,
    ...more,
  }) as ChannelSettingsOf<'telegram'>;
const page = (more: Partial<Page> = {}, of = settings(), kept = memory) =>
  channel.send(aPage(more), of, { signal: new AbortController().signal, clock, memory: kept });
function listen(wishes: ListeningWishes = {}, of = settings()): Listening {
  const ear = startListening(channel, of, { memory, clock, ...wishes });
  open.push(ear);
  return ear;
}
/** It has asked, and Telegram holds the question. */
async function polls(ear: Listening): Promise<void> {
  await ear.rests(POLL);
  await eventually('a long poll', () => telegram.polling() !== null);
}

describe('two channels of one bot', () => {
  it('share what asks, so that Telegram turns neither away, and each hears its own chat', async () => {
    const theirs = aMemory();
    const group = settings({ id: 'group', chatId: OTHER });
    await page();
    await page({ id: PageId.parse('inc-2/1') }, group, theirs);
    const ear = listen();
    const other = listen({ memory: theirs }, group);
    await polls(ear);
    telegram.press('Acknowledge');
    telegram.press('Escalate', { message: telegram.messages[0] as (typeof telegram.messages)[0] });
    await ear.rests(BREATH);
    await clock.advance(BREATH);
    await eventually('both answers', () => ear.answers.length + other.answers.length === 2);
    expect(other.answers).toEqual([{ ...ACK, pageId: 'inc-2/1' }]);
    expect(ear.answers).toEqual([{ ...ACK, said: 'escalate' }]);
    expect([...ear.troubles, ...other.troubles]).toEqual([]);
  });

  it('go on for one when the other ends', async () => {
    const ear = listen();
    const other = listen({ memory: aMemory() }, settings({ chatId: OTHER }));
    await polls(ear);
    open.splice(open.indexOf(other), 1);
    await other.leave();
    await page();
    telegram.press('Acknowledge');
    await eventually('the answer', () => ear.answers.length === 1);
  });

  it('are both told of trouble, also the one that comes later', async () => {
    telegram.behave({ kind: 'answer', ...problem(401, 'Unauthorized') });
    const ear = listen();
    await ear.rests(5_000);
    const other = listen({ memory: aMemory() }, settings({ chatId: OTHER }));
    const reason = 'Telegram answered 401, check the botToken of this channel: Unauthorized';
    expect([ear.troubles, other.troubles]).toEqual([[reason], [reason]]);
    telegram.behave({ kind: 'well' });
    await clock.advance(5_000);
    await polls(ear);
    telegram.letPollEnd();
    await eventually('good news', () => ear.troubles.length === 2 && other.troubles.length === 2);
  });
});

describe('listening to a bot', () => {
  it('says that another program asks for the same answers', async () => {
    const ear = listen();
    await polls(ear);
    // Nobody waits for it: it is held open until the emulator closes.
    void fetch(`${telegram.url}/bot${TOKEN}/getUpdates`, { method: 'POST', body: '{}' }).catch(() => undefined);
    await ear.rests(5_000);
    expect(ear.troubles).toEqual([
      'Telegram answered 409, another program asks for the answers of this bot, and only one may: ' +
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    ]);
  });

  it('waits as long as Telegram asks', async () => {
    telegram.behave({ kind: 'answer', ...problem(429, 'Too Many Requests: retry after 30', { retry_after: 30 }) });
    const ear = listen();
    await ear.rests(30_000);
    expect(ear.troubles).toHaveLength(1);
  });

  it.each([
    ['a login page', '<html><title>Welcome, guest</title></html>'],
    ['no list', '{"ok":true,"result":{}}'],
  ])('is in trouble when %s comes in place of the answers', async (_what, body) => {
    telegram.behave({ kind: 'answer', status: 200, body });
    const ear = listen();
    await ear.rests(5_000);
    expect(ear.troubles).toEqual([expect.stringContaining('not as Telegram does')]);
  });

  it('asks again when a question hangs for longer than Telegram holds it', async () => {
    const ear = listen();
    await polls(ear);
    await clock.advance(POLL);
    await ear.rests(5_000);
    expect(ear.troubles).toEqual([expect.stringMatching(/did not answer in time$/)]);
  });

  it('is left at once in the middle of a long poll', async () => {
    const ear = listen();
    await polls(ear);
    await ear.stop();
    expect(ear.troubles).toEqual([]);
  });

  it('does not begin without buttons', () => {
    expect(() => listen({}, settings({ buttons: false }))).toThrow('does not listen');
  });
});
