/**
 * SMS that come back: what the paged person wrote to our number, whether ours arrived, and who else wrote to it.
 *
 * Only the paged number answers pages. All dates are Twilio's own: what stood there when we looked for the first time is old.
 */
import { gsmFriendly } from '../../../shared/rules/words/alphabets.ts';
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';
import { shortNumber } from '../../../shared/rules/words/short-number.ts';
import type { ListenContext } from '../../engine/ports/channel.ts';
import type { Fate } from '../../engine/ports/ear.ts';
import { createBrake } from './brake.ts';
import type { Poster } from './http-post.ts';
import { keepLooking, type Look, within } from './listening.ts';
import { createPace } from './pace.ts';
import { saidIn } from './said.ts';
import { createAtTwilio, failureWords, type TwilioAccount } from './twilio-api.ts';
import { listenToCallers } from './twilio-callers.ts';
import { inbound, type Message, messagesAt, PATIENCE_MS } from './twilio-list.ts';
import { hear, type Kept, recall, settle } from './twilio-memory.ts';

/** A number writes to another; a messaging service has many numbers, and replies to it cannot be told apart. */
export interface Correspondents extends TwilioAccount {
  readonly from: string;
  readonly to: string;
}

/** While something that was sent may be answered soon. */
const BRISK_MS = 10_000;
/** Otherwise: an answer to what was sent hours ago. */
const CALM_MS = 120_000;
const BRISK_FOR_MS = 30 * 60_000;
/** One SMS. */
const LONGEST_REPLY = 160;
const MOST_REPLIES = 6;
const REPLIES_WITHIN_MS = 15 * 60_000;

interface Reply {
  readonly sid: string;
  /** By Twilio's clock. Epoch ms. */
  readonly at: number;
  readonly body: string;
}

/** Hears until the signal is aborted. */
export function listenToSms(poster: Poster, settings: Correspondents, context: ListenContext): Promise<void> {
  const { memory, ear, clock } = context;
  const pace = createPace({ briskMs: BRISK_MS, calmMs: CALM_MS }, clock);
  const ask = messagesAt(poster, settings, context);
  const callers = listenToCallers(ask, settings, context);
  const mayReply = createBrake(MOST_REPLIES, REPLIES_WITHIN_MS, clock);

  /** Looking into our own memory costs nothing; a request is due only now and then. */
  async function look(): Promise<Look> {
    const trouble = (await lookForPaged()) ?? (await callers.look());
    return trouble ?? { kind: 'fine', nextMs: BRISK_MS };
  }

  async function lookForPaged(): Promise<Look | null> {
    const kept = recall(memory);
    const brisk = kept.awaited.length > 0 || clock.now() - kept.sentAt < BRISK_FOR_MS;
    if (!pace.due(brisk)) {
      return null;
    }
    const trouble = (await lookForReplies(kept)) ?? (await lookForFates());
    if (trouble === null) {
      pace.asked(); // a look that failed asks again: not asking is no sign that it works
    }
    return trouble;
  }

  async function lookForReplies(kept: Kept): Promise<Look | null> {
    const { since, heard } = kept;
    const found = await ask({ from: settings.to, to: settings.from, since });
    if ('kind' in found) {
      return found;
    }
    const replies = inbound(found, since ?? 0);
    if (since === null) {
      hear(memory, replies);
      return null;
    }
    for (const reply of replies.filter(({ sid, at }) => at >= since && !heard.some((one) => one.sid === sid))) {
      await answer(reply);
    }
    return null;
  }

  async function answer({ sid, at, body }: Reply): Promise<void> {
    const said = saidIn(body);
    const answering = said === '' ? null : ear.answered({ pageId: null, said, from: shortNumber(settings.to) });
    // In the same turn as the answer: a crash finds both in the store, or neither.
    hear(memory, [{ sid, at }]);
    const words = answering === null ? '' : cutAtWord(gsmFriendly(oneLine(await answering)), LONGEST_REPLY);
    if (words !== '' && mayReply()) {
      const form = { To: settings.to, From: settings.from, Body: words };
      // A courtesy: what was done stands in our own history, whether the words arrive or not.
      await within(PATIENCE_MS, context, (signal) =>
        createAtTwilio(poster, settings, 'Messages', form, { signal, clock }),
      );
    }
  }

  async function lookForFates(): Promise<Look | null> {
    const { awaited } = recall(memory);
    if (awaited.length === 0) {
      return null;
    }
    const found = await ask({ from: settings.from, to: settings.to, since: null });
    if ('kind' in found) {
      return found;
    }
    for (const { pageId, sid, at } of awaited) {
      const message = found.find((one) => one.sid === sid);
      const fate = message === undefined ? null : fateOf(message);
      if (fate !== null) {
        ear.fared(pageId, fate);
      }
      if (fate !== null || clock.now() - at > BRISK_FOR_MS) {
        settle(memory, sid);
      }
    }
    return null;
  }

  return keepLooking(look, context);
}

/** Null: it is under way. Some carriers tell nothing more than `sent`. */
function fateOf({ status, error_code, error_message }: Message): Fate | null {
  switch (status) {
    case 'delivered':
    case 'read':
      return { status: 'delivered' };
    case 'undelivered':
    case 'failed':
    case 'canceled':
      return {
        status: 'refused',
        reason: `Twilio gave up: ${failureWords(status, error_code ?? null, error_message ?? '')}`,
      };
    default:
      return null;
  }
}
