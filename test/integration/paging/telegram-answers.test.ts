import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../electron/paging/channels/telegram.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { eventually, type Listening, type ListeningWishes, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../harness/telegram-emulator.ts';

const TOKEN = '123456:AAabc-DEF_0123456789';
const [CHAT, OTHER] = [42, -1_001];
const [POLL, BREATH, DAY] = [65_000, 1_000, 24 * 3_600_000];
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
/** What came was dealt with, and it asks again. */
async function again(ear: Listening): Promise<void> {
  await ear.rests(BREATH);
  await clock.advance(BREATH);
  await polls(ear);
}

describe('the buttons below a message', () => {
  it('are heard once, answered in words, and the words stand below the message', async () => {
    await page();
    const ear = listen({ says: ({ said }) => `${said}: Kim has it until 06:00` });
    await polls(ear);
    expect(telegram.polling()).toEqual({ limit: 10, timeout: 50, allowed_updates: ['callback_query'] });
    const before = telegram.messages[0]?.text;
    telegram.press('Acknowledge');
    await again(ear);
    expect(ear.answers).toEqual([ACK]);
    expect(telegram.shown).toEqual(['ack: Kim has it until 06:00']);
    expect(telegram.messages[0]?.text).toBe(`${before}\n\n» ack: Kim has it until 06:00`);
    expect(telegram.polling()).toMatchObject({ offset: 1_001 });
    telegram.press('Escalate');
    await again(ear);
    expect(ear.answers).toEqual([ACK, { ...ACK, said: 'escalate' }]);
    expect(telegram.messages[0]?.text).toBe(`${before}\n\n» escalate: Kim has it until 06:00`);
  });

  it('are asked for again when nothing came in the long poll’s own time', async () => {
    const ear = listen();
    await polls(ear);
    telegram.letPollEnd();
    await again(ear);
    expect([ear.answers, ear.troubles]).toEqual([[], []]);
  });

  it('are heard after a restart, and what was heard before it is not heard again', async () => {
    await page();
    const before = listen();
    await polls(before);
    telegram.press('Acknowledge');
    await before.rests(BREATH);
    await before.stop(); // the last update is not confirmed: Telegram will give it again
    telegram.press('Escalate');
    const after = listen();
    await after.rests(BREATH);
    expect(before.answers).toEqual([ACK]);
    expect(after.answers).toEqual([{ ...ACK, said: 'escalate' }]);
  });

  it('are heard after a quiet week, when Telegram numbers anew from anywhere', async () => {
    memory.keep({ sent: [], next: { update: 900_000, at: clock.now() } });
    clock.sleepThrough(DAY);
    await page();
    const ear = listen();
    await polls(ear);
    expect(telegram.polling()).not.toHaveProperty('offset');
    telegram.press('Acknowledge');
    await again(ear);
    expect(ear.answers).toEqual([ACK]);
  });

  it('name the page also when its id does not fit into them', async () => {
    const id = PageId.parse('shop/'.repeat(30));
    await page({ id });
    telegram.press('Acknowledge');
    const ear = listen();
    await ear.rests(BREATH);
    expect(ear.answers).toEqual([{ ...ACK, pageId: id }]);
  });

  it('name the page also when the memory is lost', async () => {
    await page({}, settings(), aMemory());
    telegram.press('Acknowledge', { from: { id: 8, first_name: 'Sam', last_name: 'Lee\n' } });
    const ear = listen();
    await ear.rests(BREATH);
    expect(ear.answers).toEqual([{ ...ACK, from: 'Sam Lee' }]);
  });

  it('that nobody knows any more are told so', async () => {
    await page({ id: PageId.parse('x'.repeat(70)) }, settings(), aMemory());
    telegram.press('Acknowledge');
    const ear = listen();
    await ear.rests(BREATH);
    expect(ear.answers).toEqual([]);
    expect(telegram.shown).toEqual(['This message is too old to be answered here.']);
  });

  it('answer to the configured chat only', async () => {
    await page();
    telegram.press('Acknowledge', { chat: { id: 666, type: 'group' } });
    const ear = listen();
    await ear.rests(BREATH);
    expect(ear.answers).toEqual([]);
    expect(telegram.shown).toEqual(['This pager takes no answers from this chat.']);
  });

  it('are those of a channel that is named', async () => {
    await page();
    telegram.press('Acknowledge', { chat: { id: 5, username: 'OnCall' } });
    const ear = listen({}, settings({ chatId: '@oncall' }));
    await ear.rests(BREATH);
    expect(ear.answers).toEqual([ACK]);
  });

  it('show no more of the reply than Telegram takes', async () => {
    await page();
    telegram.press('Acknowledge');
    const ear = listen({ says: () => 'word '.repeat(1_000) });
    await ear.rests(BREATH);
    expect(telegram.shown).toHaveLength(1);
    expect(telegram.messages[0]?.text.length).toBeLessThan(1_000);
  });

  it('are passed over when they are something else, and for good', async () => {
    telegram.tell({ message: { text: 'hello' } });
    telegram.tell({ callback_query: { id: 7 } });
    telegram.tell({ callback_query: null });
    await page();
    telegram.press('Acknowledge');
    const ear = listen();
    await ear.rests(BREATH);
    expect(ear.answers).toEqual([ACK]);
    await clock.advance(BREATH);
    await polls(ear);
    expect(telegram.polling()).toMatchObject({ offset: 1_004 });
  });
});
