/**
 * What a WCTP channel keeps across restarts: which message was which page, and what it has heard already.
 */
import { z } from 'zod';
import { type EpochMs, PageId } from '../../../shared/model/ids.ts';
import type { ChannelMemory } from '../../engine/ports/channel.ts';

const MOST_AWAITED = 50;
const MOST_HEARD = 60;

const Kept = z.object({
  /** `fared`: its fate is known; it can still be answered. */
  awaited: z
    .array(z.object({ pageId: PageId, messageId: z.string(), at: z.number(), fared: z.boolean() }))
    .max(MOST_AWAITED),
  /** Marks of what came, for as long as the gateway may say it again. */
  heard: z.array(z.string()).max(MOST_HEARD),
});
type Kept = z.infer<typeof Kept>;

export function recallWctp(memory: ChannelMemory): Kept {
  return Kept.safeParse(memory.read()).data ?? { awaited: [], heard: [] };
}

/** From now on answers to this message are answers to this page. */
export function awaitReply(memory: ChannelMemory, pageId: PageId, messageId: string, at: EpochMs): void {
  const { awaited, heard } = recallWctp(memory);
  const others = awaited.filter((one) => one.messageId !== messageId);
  memory.keep({ heard, awaited: [...others, { pageId, messageId, at, fared: false }].slice(-MOST_AWAITED) });
}

export function markFared(memory: ChannelMemory, messageId: string): void {
  const { awaited, heard } = recallWctp(memory);
  memory.keep({ heard, awaited: awaited.map((one) => (one.messageId === messageId ? { ...one, fared: true } : one)) });
}

export function markHeard(memory: ChannelMemory, mark: string): void {
  const { awaited, heard } = recallWctp(memory);
  memory.keep({ awaited, heard: [...heard, mark].slice(-MOST_HEARD) });
}
