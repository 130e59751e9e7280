/**
 * A message in a chat, by a Telegram bot (core.telegram.org/bots/api), with buttons whose answers come back by long polling.
 *
 * Telegram knows no idempotency key: a try whose answer was lost may have been sent.
 */
import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Delivery, Page } from '../../../shared/model/page.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import { createPoster, type Poster } from './http-post.ts';
import { within } from './listening.ts';
import { shortKey } from './short-key.ts';
import { createTelegramListeners } from './telegram-answers.ts';
import { callTelegram, strangeResult } from './telegram-call.ts';
import { sentPages, updateSent } from './telegram-memory.ts';
import { hasButtons, telegramMessage } from './telegram-message.ts';

/** The closing word itself must have its time. */
const TIDY_MS = 3_000;
/** Of one incident; older messages keep their buttons, which then say that it is over. */
const MOST_TIDIED = 10;

const Message = z.object({ message_id: z.number().int() });

export function createTelegramChannel(): Channel<'telegram'> {
  const poster = createPoster();
  const listen = createTelegramListeners(poster);
  return {
    type: 'telegram',
    // To one group at most 20 in a minute (core.telegram.org/bots/faq, "My bot is hitting limits"); the rest is for edits.
    can: ({ buttons }) => ({
      acknowledge: buttons,
      delivery: false,
      idempotent: false,
      rate: { pages: 15, perMs: 60_000 },
    }),
    target: ({ chatId }) => `chat ${chatId} by Telegram`,
    secrets: ({ botToken }) => [botToken, botToken.slice(botToken.indexOf(':') + 1)],
    async send(page, settings, context) {
      const key = shortKey(page.dedupKey);
      if (page.kind === 'close') {
        await within(TIDY_MS, context, (signal) => takeButtonsAway(poster, settings, key, { ...context, signal }));
      }
      return post(poster, page, key, settings, context);
    },
    listen: (settings, context) => (settings.buttons ? listen(settings, context) : null),
    close: () => poster.close(),
  };
}

async function post(
  poster: Poster,
  page: Page,
  key: string,
  settings: ChannelSettingsOf<'telegram'>,
  context: ChannelContext,
): Promise<Delivery> {
  const called = await callTelegram(poster, settings, 'sendMessage', telegramMessage(page, settings), context);
  if (called.kind === 'not-done') {
    return called.no;
  }
  const message = Message.safeParse(called.result).data?.message_id;
  if (message === undefined) {
    return strangeResult();
  }
  if (hasButtons(page, settings)) {
    updateSent(context.memory, (sent) => [...sent, { message, page: page.id, key }]);
  }
  return { status: 'accepted', reference: String(message) };
}

/** From what was sent about an incident that is over. Whether it works changes nothing for the page. */
async function takeButtonsAway(
  poster: Poster,
  settings: ChannelSettingsOf<'telegram'>,
  key: string,
  context: ChannelContext,
): Promise<void> {
  const mine = sentPages(context.memory).filter((sent) => sent.key === key);
  await Promise.all(
    mine
      .slice(-MOST_TIDIED)
      .map(({ message }) =>
        callTelegram(
          poster,
          settings,
          'editMessageReplyMarkup',
          { chat_id: settings.chatId, message_id: message },
          context,
        ),
      ),
  );
  if (mine.length > 0) {
    updateSent(context.memory, (sent) => sent.filter((one) => one.key !== key));
  }
}
