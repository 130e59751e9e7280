/**
 * What was pressed below our messages (core.telegram.org/bots/api#callbackquery). One listener for each bot, however many chats it
 * has: of two that ask for the same bot's answers, Telegram turns one away.
 *
 * Only the configured chats may answer; whoever else presses is told so. An update is heard once, by its number.
 */
import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';
import type { ListenContext } from '../../engine/ports/channel.ts';
import type { Poster } from './http-post.ts';
import { keepLooking, type Look, troubleOf, within } from './listening.ts';
import { callTelegram, strangeResult, type TelegramBot } from './telegram-call.ts';
import { heardUpdate, nextUpdate, sentPages } from './telegram-memory.ts';
import { keyboard, SAYINGS, withReply } from './telegram-message.ts';

type Settings = ChannelSettingsOf<'telegram'>;

/** One channel that listens. */
interface Member {
  readonly settings: Settings;
  readonly context: ListenContext;
}

/** How long Telegram may hold a question open when there is nothing new. s */
const LONG_POLL_S = 50;
const PATIENCE_MS = 65_000;
/** Between two questions: something in between that answers at once must not be asked without end. */
const BREATH_MS = 1_000;
const MOST_AT_ONCE = 10;
const REPLY_PATIENCE_MS = 10_000;
/** UTF-16 units (core.telegram.org/bots/api#answercallbackquery). */
const LONGEST_ANSWER = 200;

const Update = z.object({ update_id: z.number().int(), callback_query: z.unknown() });
const Query = z.object({
  id: z.string().min(1),
  from: z.object({
    username: z.string().optional(),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
  }),
  message: z.object({
    message_id: z.number().int(),
    chat: z.object({ id: z.number(), username: z.string().optional() }),
    text: z.string().optional(),
  }),
  data: z.string().max(64),
});
type Query = z.infer<typeof Query>;

/** Hears for a channel until its signal is aborted; channels of one bot share what asks. */
export function createTelegramListeners(poster: Poster) {
  const bots = new Map<string, ReturnType<typeof startBot>>();
  return async (settings: Settings, context: ListenContext): Promise<void> => {
    const name = `${settings.baseUrl} ${settings.botToken}`;
    const bot = bots.get(name) ?? startBot(poster, settings, context.clock);
    bots.set(name, bot);
    const leave = bot.join({ settings, context });
    await aborted(context.signal);
    if (leave() === 0) {
      bots.delete(name);
      await bot.end();
    }
  };
}

function startBot(poster: Poster, bot: TelegramBot, clock: ListenContext['clock']) {
  const members = new Set<Member>();
  const controller = new AbortController();
  const patience = { signal: controller.signal, clock };
  let trouble: string | null = null;

  async function look(): Promise<Look> {
    const known = [...members].map(({ context }) => nextUpdate(context.memory, clock.now()));
    const next = known.reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.max(a, b)), null);
    const asked = {
      ...(next === null ? {} : { offset: next }),
      limit: MOST_AT_ONCE,
      timeout: LONG_POLL_S,
      allowed_updates: ['callback_query'],
    };
    const called = await within(PATIENCE_MS, patience, (signal) =>
      callTelegram(poster, bot, 'getUpdates', asked, { signal, clock }),
    );
    const updates = called.kind === 'done' ? z.array(z.unknown()).safeParse(called.result).data : undefined;
    if (updates === undefined) {
      return troubleOf(called.kind === 'not-done' ? called.no : strangeResult());
    }
    for (const update of updates.flatMap((one) => Update.safeParse(one).data ?? [])) {
      if (next === null || update.update_id >= next) {
        await hear(update);
      }
    }
    return { kind: 'fine', nextMs: BREATH_MS };
  }

  async function hear({ update_id: number, callback_query }: z.infer<typeof Update>): Promise<void> {
    const query = Query.safeParse(callback_query).data ?? null;
    const member = query === null ? null : memberFor(query, members);
    const pressed = query === null || member === null ? null : pressedOn(query, member);
    const answering = pressed === null ? null : member?.context.ear.answered(pressed);
    // In the same turn as the answer: a crash finds both in the store, or neither.
    for (const { context } of members) {
      heardUpdate(context.memory, number, clock.now());
    }
    if (query !== null) {
      const words = answering ? await answering : member === null ? NOT_THIS_CHAT : TOO_OLD;
      await within(REPLY_PATIENCE_MS, patience, (signal) => reply(query, pressed?.pageId ?? null, words, signal));
    }
  }

  /** A courtesy: whether it arrives changes nothing. */
  async function reply(query: Query, pageId: PageId | null, words: string, signal: AbortSignal): Promise<void> {
    const { message } = query;
    const shown = { callback_query_id: query.id, text: cutAtWord(words, LONGEST_ANSWER) };
    const calls = [callTelegram(poster, bot, 'answerCallbackQuery', shown, { signal, clock })];
    if (pageId !== null && message.text !== undefined) {
      const place = { chat_id: message.chat.id, message_id: message.message_id };
      const edited = { ...place, ...withReply(message.text, words), link_preview_options: { is_disabled: true } };
      const whole = { ...edited, reply_markup: keyboard(pageId) };
      calls.push(callTelegram(poster, bot, 'editMessageText', whole, { signal, clock }));
    }
    await Promise.all(calls);
  }

  const tell = (reason: string | null) => {
    trouble = reason;
    for (const { context } of members) {
      context.trouble(reason);
    }
  };
  // Not before the first member has come.
  const ended = Promise.resolve().then(() => keepLooking(look, { ...patience, trouble: tell }));
  return {
    /** Gives back the way to leave, which tells how many are left. */
    join(member: Member): () => number {
      members.add(member);
      if (trouble !== null) {
        member.context.trouble(trouble);
      }
      return () => {
        members.delete(member);
        return members.size;
      };
    },
    async end(): Promise<void> {
      controller.abort();
      await ended;
    },
  };
}

const NOT_THIS_CHAT = 'This pager takes no answers from this chat.';
const TOO_OLD = 'This message is too old to be answered here.';

/** Of several channels with one chat the one that sent the message. */
function memberFor({ message }: Query, members: ReadonlySet<Member>): Member | null {
  const here = [...members].filter(({ settings }) => isChat(settings.chatId, message.chat));
  const sender = here.find(({ context }) =>
    sentPages(context.memory).some((one) => one.message === message.message_id),
  );
  return sender ?? here[0] ?? null;
}

function isChat(chatId: Settings['chatId'], chat: Query['message']['chat']): boolean {
  const wanted = String(chatId).toLowerCase();
  return wanted === String(chat.id) || (chat.username !== undefined && wanted === `@${chat.username.toLowerCase()}`);
}

/** Null: nobody knows which page that was. */
function pressedOn({ message, data, from }: Query, { context }: Member) {
  const [say = '', id] = data.split(' ');
  const sent = sentPages(context.memory).find((one) => one.message === message.message_id);
  const pageId = sent?.page ?? PageId.safeParse(id).data ?? null;
  const known = SAYINGS.some((one) => one === say);
  return pageId === null || !known ? null : { pageId, said: say, from: nameOf(from) };
}

function nameOf({ username, first_name: first, last_name: last }: Query['from']): string {
  const name = oneLine(`${first ?? ''} ${last ?? ''}`);
  return username !== undefined ? `@${oneLine(username)}` : name === '' ? 'somebody by Telegram' : name;
}

/** Resolves when it is aborted, at once if it is. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}
