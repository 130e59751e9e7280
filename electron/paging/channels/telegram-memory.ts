/**
 * What a Telegram channel keeps: which message was which page, and how far the bot's answers were heard.
 */
import { z } from 'zod';
import { type EpochMs, PageId } from '../../../shared/model/ids.ts';
import type { ChannelMemory } from '../../engine/ports/channel.ts';

const MOST_KEPT = 40;
/**
 * Telegram keeps what is not asked for this long. After a quiet week it numbers anew, from anywhere: an older number of ours
 * would hide all that comes (core.telegram.org/bots/api#update).
 */
const NUMBERS_LAST_MS = 24 * 3_600_000;

const Sent = z.object({
  /** The message's number in its chat. */
  message: z.number().int(),
  page: PageId,
  /** Of the page's incident. */
  key: z.string(),
});
export type Sent = z.infer<typeof Sent>;
const Kept = z.object({
  sent: z.array(Sent).max(MOST_KEPT),
  /** The update that comes next; `at`: when the one before it was heard. Epoch ms. */
  next: z.object({ update: z.number().int(), at: z.number() }).nullable(),
});
type Kept = z.infer<typeof Kept>;

function kept(memory: ChannelMemory): Kept {
  return Kept.safeParse(memory.read()).data ?? { sent: [], next: null };
}

/** Pages that were sent, oldest first. */
export function sentPages(memory: ChannelMemory): readonly Sent[] {
  return kept(memory).sent;
}

/** In one turn of the event loop: sending and listening share one memory. */
export function updateSent(memory: ChannelMemory, change: (sent: readonly Sent[]) => readonly Sent[]): void {
  const before = kept(memory);
  memory.keep({ ...before, sent: change(before.sent).slice(-MOST_KEPT) } satisfies Kept);
}

/** The number of the first update that was not heard yet; null: whichever Telegram has. */
export function nextUpdate(memory: ChannelMemory, now: EpochMs): number | null {
  const { next } = kept(memory);
  return next !== null && now - next.at < NUMBERS_LAST_MS ? next.update : null;
}

export function heardUpdate(memory: ChannelMemory, update: number, at: EpochMs): void {
  memory.keep({ ...kept(memory), next: { update: update + 1, at } } satisfies Kept);
}
