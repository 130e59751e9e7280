import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../electron/paging/channels/telegram.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { httpManners } from '../../harness/http-manners.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { problem, startTelegramEmulator, type TelegramEmulator, TOO_MANY } from '../../harness/telegram-emulator.ts';

const TOKEN = '123456:AAabc-DEF_0123456789';
const CHAT = 42;

let telegram: TelegramEmulator;
let clock: ReturnType<typeof movableClock>;
let memory: ReturnType<typeof aMemory>;
let channel: ReturnType<typeof createTelegramChannel>;

beforeEach(async () => {
  clock = movableClock();
  memory = aMemory();
  telegram = await startTelegramEmulator({ botToken: TOKEN, chats: [CHAT] });
  channel = createTelegramChannel();
});
afterEach(async () => {
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
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory });
const buttons = () => telegram.messages.map((message) => message.buttons.map(({ text }) => text));

describe('a page through a Telegram bot', () => {
  it('is a message with its title in bold, the runbook, and two buttons', async () => {
    expect(await send(aPage({ runbook: 'https://wiki.example.org/api' }), { threadId: 3 })).toEqual({
      status: 'accepted',
      reference: '1',
    });
    expect(telegram.requests[0]?.path).toBe(`/bot${TOKEN}/sendMessage`);
    expect(telegram.messages[0]?.fields).toEqual({
      chat_id: CHAT,
      message_thread_id: 3,
      text:
        'DOWN api-gateway\n503 Service Unavailable for 2 min, third failure, since 02:14\n' +
        'Sent because of: step 1 of 2 of policy default, on call by schedule primary\nhttps://wiki.example.org/api',
      entities: [{ type: 'bold', offset: 0, length: 16 }],
      link_preview_options: { is_disabled: true },
      disable_notification: false,
      reply_markup: {
        inline_keyboard: [
          [
            { text: 'Acknowledge', callback_data: 'ack inc-1/1' },
            { text: 'Escalate', callback_data: 'escalate inc-1/1' },
          ],
        ],
      },
    });
    expect(memory.kept()).toMatchObject({ sent: [{ message: 1, page: 'inc-1/1' }] });
  });

  it('counts the bold title as Telegram does, in UTF-16 units', async () => {
    await send(aPage({ title: 'DOWN 😀 shop' }));
    expect(telegram.messages[0]?.fields.entities).toEqual([{ type: 'bold', offset: 0, length: 12 }]);
  });

  it('makes no sound when it says that it is over, and takes the buttons of the incident away', async () => {
    await send();
    await send(aPage({ kind: 'reminder', id: PageId.parse('inc-1/2') }));
    await send(aPage({ dedupKey: 'inc-2', id: PageId.parse('inc-2/1') }));
    await send(aPage({ kind: 'close' }));
    expect(telegram.messages.at(-1)?.fields).toMatchObject({ disable_notification: true });
    expect(buttons()).toEqual([[], [], ['Acknowledge', 'Escalate'], []]);
    expect(memory.kept()).toMatchObject({ sent: [{ message: 3 }] });
  });

  it('says that it is over in one request when nothing was sent before', async () => {
    await send(aPage({ kind: 'close' }));
    expect(telegram.requests).toHaveLength(1);
  });

  it('has time left for the closing word when taking the buttons away hangs', async () => {
    await send();
    telegram.behave({ kind: 'hang' });
    const closing = send(aPage({ kind: 'close' }));
    await telegram.arrived(2);
    telegram.behave({ kind: 'well' });
    await clock.advance(3_000);
    expect(await closing).toMatchObject({ status: 'accepted' });
  });

  it('has no buttons when there is nothing to acknowledge, or nobody listens', async () => {
    await send(aPage({ kind: 'test', incidentId: null }));
    await send(aPage(), { buttons: false });
    expect(buttons()).toEqual([[], []]);
    expect(memory.kept()).toBeUndefined();
  });

  it('keeps its buttons within 64 bytes: a longer id is known by the message', async () => {
    await send(aPage({ id: PageId.parse('x'.repeat(60)) }));
    await send(aPage({ id: PageId.parse('x'.repeat(61)) }));
    expect(telegram.messages.map((message) => message.buttons.map((button) => button.callback_data))).toEqual([
      [`ack ${'x'.repeat(60)}`, 'escalate'],
      ['ack', 'escalate'],
    ]);
  });

  it('remembers no more than forty messages', async () => {
    for (let count = 0; count < 42; count += 1) {
      await send(aPage({ dedupKey: `inc-${count}` }));
    }
    const { sent } = memory.kept() as { sent: { message: number }[] };
    expect([sent.length, sent[0]?.message]).toEqual([40, 3]);
  });

  it('writes any alphabet and any sign, and is never longer than Telegram takes', async () => {
    const long = aPage({
      title: `DOWN <b>&_*${'支払い😀 '.repeat(500)}`,
      text: '支払い😀 `[x](y)` '.repeat(2_000),
      runbook: `https://wiki.example.org/${'ü'.repeat(1_900)}`,
    });
    expect(await send(long)).toMatchObject({ status: 'accepted' });
    expect(telegram.messages[0]?.text).toContain('<b>&_*支払い😀');
  });

  it.each([
    {
      story: 'a wrong token',
      answer: problem(401, 'Unauthorized'),
      delivery: {
        status: 'refused',
        reason: 'Telegram answered 401, check the botToken of this channel: Unauthorized',
      },
    },
    {
      story: 'a chat that is not there',
      answer: problem(400, 'Bad Request: chat not found'),
      delivery: { status: 'refused', reason: 'Telegram answered 400: Bad Request: chat not found' },
    },
    {
      story: 'a person who has blocked the bot',
      answer: problem(403, 'Forbidden: bot was blocked by the user'),
      delivery: {
        status: 'refused',
        reason:
          'Telegram answered 403, has the person pressed Start, and is the bot in the group?: Forbidden: bot was blocked by the user',
      },
    },
    {
      story: 'a group that has moved',
      answer: problem(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1_001 }),
      delivery: {
        status: 'refused',
        reason: 'Telegram answered 400: Bad Request: group chat was upgraded to a supergroup chat; set chatId to -1001',
      },
    },
    {
      story: 'too many messages',
      answer: TOO_MANY,
      delivery: {
        status: 'try-later',
        reason: 'Telegram answered 429: Too Many Requests: retry after 3',
        afterMs: 3_000,
      },
    },
    {
      story: 'an error inside a 200',
      answer: { ...problem(403, 'Forbidden: bot was kicked from the group chat'), status: 200 },
      delivery: { status: 'refused', reason: expect.stringContaining('bot was kicked') },
    },
    {
      story: 'a good answer without a message in it',
      answer: { status: 200, body: '{"ok":true,"result":true}' },
      delivery: { status: 'try-later', reason: expect.stringContaining('not as Telegram does') },
    },
  ])('is not sent to $story', async ({ answer, delivery }) => {
    telegram.behave({ kind: 'answer', ...answer });
    expect(await send()).toEqual(delivery);
    expect(memory.kept()).toBeUndefined();
  });

  it('is refused when the chat is unknown to the bot', async () => {
    expect(await send(aPage(), { chatId: 43 })).toMatchObject({ status: 'refused' });
  });

  httpManners(() => ({
    behave: telegram.behave,
    arrived: telegram.arrived,
    count: () => telegram.requests.length,
    send: (signal) => send(aPage(), {}, signal),
  }));
});

describe('the settings of a Telegram channel', () => {
  it('show the chat and no token', () => {
    expect(channel.target(settings())).toBe('chat 42 by Telegram');
  });

  it.each([
    { more: { botToken: 'AAabc' }, says: 'botToken must be a bot’s token, like 123456:ABC-DEF' },
    { more: { botToken: '1:a/../b' }, says: 'botToken must be a bot’s token, like 123456:ABC-DEF' },
    { more: { chatId: 'kim' }, says: expect.stringMatching(/^chatId/) },
  ])('refuse $more', ({ more, says }) => {
    const parsed = ChannelFile.safeParse({ id: 'c', type: 'telegram', botToken: TOKEN, chatId: CHAT, ...more });
    expect(parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([says]);
  });
});
