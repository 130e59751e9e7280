import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

/** A chat of a Telegram bot (core.telegram.org/bots/api). */
export const TelegramChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('telegram'),
  /** As BotFather gives it. */
  botToken: z.string().regex(/^\d+:[-_A-Za-z0-9]+$/, 'must be a bot’s token, like 123456:ABC-DEF'),
  /** A person, a group (a number below 0), or `@name` of a channel. Only this chat may answer. */
  chatId: z.union([z.number().int(), z.string().regex(/^(?:-?\d+|@\w{3,})$/, 'a number, or @name of a channel')]),
  /** The topic of a group that has some. */
  threadId: z.number().int().min(1).optional(),
  /** "Acknowledge" and "Escalate" below each page. Of all that ask for a bot's answers only one may; the others set this to false. */
  buttons: z.boolean().default(true),
  baseUrl: HttpUrl.default('https://api.telegram.org'),
});
