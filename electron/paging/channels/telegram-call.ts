/**
 * One call of Telegram's Bot API (core.telegram.org/bots/api, "Making requests"): JSON in, and what comes back is the result, or
 * why there is none.
 */
import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import { later, type NotTaken } from '../../../shared/rules/http/deliveries.ts';
import type { ChannelContext } from '../../engine/ports/channel.ts';
import type { Answered, Poster } from './http-post.ts';
import { parseJson } from './json.ts';

export type TelegramMethod =
  | 'sendMessage'
  | 'editMessageText'
  | 'editMessageReplyMarkup'
  | 'answerCallbackQuery'
  | 'getUpdates';

export type Called =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'not-done'; readonly no: NotTaken };

export type TelegramBot = Pick<ChannelSettingsOf<'telegram'>, 'botToken' | 'baseUrl'>;

/** Letters outside ASCII come as six bytes each. */
const ANSWER = { bytes: 512 * 1_024, withinMs: 10_000 };

const Result = z.object({ ok: z.literal(true), result: z.unknown() });
const Problem = z.object({
  ok: z.literal(false),
  error_code: z.number().int(),
  description: z.string(),
  parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() }).optional(),
});

const NOTES = {
  401: 'check the botToken of this channel',
  403: 'has the person pressed Start, and is the bot in the group?',
  404: 'check the botToken and the baseUrl of this channel',
  409: 'another program asks for the answers of this bot, and only one may',
};

/** Never throws. */
export async function callTelegram(
  poster: Poster,
  { botToken, baseUrl }: TelegramBot,
  method: TelegramMethod,
  fields: object,
  { signal, clock }: Pick<ChannelContext, 'signal' | 'clock'>,
): Promise<Called> {
  const answer = await poster.post({
    url: `${baseUrl.replace(/\/+$/, '')}/bot${botToken}/${method}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
    verifyTls: true,
    read: () => ANSWER,
    signal,
    clock,
  });
  if (answer.kind === 'failed') {
    return { kind: 'not-done', no: answer.delivery };
  }
  const json = parseJson(answer.body);
  const problem = Problem.safeParse(json).data;
  const no =
    problem === undefined
      ? declined(answer, { who: 'Telegram', notes: NOTES }, clock.now())
      : declined(asItSays(answer, problem), { who: 'Telegram', notes: NOTES, words: wordsOf(problem) }, clock.now());
  const result = Result.safeParse(json);
  if (no === null && result.success) {
    return { kind: 'done', result: result.data.result };
  }
  return { kind: 'not-done', no: no ?? notUnderstood(answer, 'Telegram') };
}

/** A result of another form than the one that was asked for. */
export function strangeResult(): NotTaken {
  return later('Telegram answered well, but not as Telegram does: is something between this machine and it?');
}

/** The code and the wait stand in the body; the status around it is the same, unless something in between has changed it. */
function asItSays(answer: Answered, { error_code: status, parameters }: z.infer<typeof Problem>): Answered {
  const wait = parameters?.retry_after;
  return { ...answer, status, retryAfter: wait === undefined ? answer.retryAfter : String(wait) };
}

function wordsOf({ description, parameters }: z.infer<typeof Problem>): string {
  const moved = parameters?.migrate_to_chat_id;
  return moved === undefined ? description : `${description}; set chatId to ${moved}`;
}
