/**
 * Twilio's list of messages (twilio.com/docs/messaging/api/message-resource, "Read multiple Message resources"), newest first.
 */
import { z } from 'zod';
import type { ListenContext } from '../../engine/ports/channel.ts';
import type { Poster } from './http-post.ts';
import { type Look, troubleOf, within } from './listening.ts';
import { readAtTwilio, type TwilioAccount } from './twilio-api.ts';

export const PATIENCE_MS = 15_000;
/** A look asks for as many messages at most, each way. */
const MOST = 50;

const Message = z.object({
  sid: z.string().min(1),
  status: z.string(),
  direction: z.string(),
  from: z.string().nullish(),
  body: z.string().nullish(),
  error_code: z.number().nullish(),
  error_message: z.string().nullish(),
  /** RFC 2822. Null: not sent yet. */
  date_sent: z.string().nullish(),
});
export type Message = z.infer<typeof Message>;
const Messages = z.object({ messages: z.array(Message).max(MOST) });

export interface Asked {
  /** Absent: whoever it was. */
  readonly from?: string;
  readonly to: string;
  /** By Twilio's clock; older ones of the same day come too. Null: from the beginning. Epoch ms. */
  readonly since: number | null;
}

/** The messages, or why there are none. */
export type AskForMessages = (asked: Asked) => Promise<readonly Message[] | Look>;

export function messagesAt(poster: Poster, account: TwilioAccount, context: ListenContext): AskForMessages {
  const { clock } = context;
  return async ({ from, to, since }) => {
    const query = new URLSearchParams({
      ...(from !== undefined && { From: from }),
      To: to,
      PageSize: String(MOST),
      ...(since !== null && { 'DateSent>': new Date(since).toISOString().slice(0, 10) }),
    });
    const answer = await within(PATIENCE_MS, context, (signal) =>
      readAtTwilio(poster, account, `Messages.json?${query}`, Messages, { signal, clock }),
    );
    switch (answer.kind) {
      case 'read':
        return answer.value.messages;
      case 'gone':
        return { kind: 'trouble', reason: 'Twilio knows no messages of this account: check the accountSid' };
      case 'no':
        return troubleOf(answer);
    }
  };
}

/** What was written to us, oldest first. `undated`: taken for this old. */
export function inbound(messages: readonly Message[], undated: number) {
  return messages
    .filter(({ direction }) => direction === 'inbound')
    .map(({ sid, from, body, date_sent }) => ({
      sid,
      at: instant(date_sent) ?? undated,
      from: from ?? '',
      body: body ?? '',
    }))
    .toReversed();
}

/** Null: not dated yet. */
function instant(date: string | null | undefined): number | null {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? null : at;
}
