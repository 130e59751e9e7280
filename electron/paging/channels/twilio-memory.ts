/**
 * What a Twilio channel keeps across restarts: the pages whose fate it still asks about, and which replies it has heard.
 */
import { z } from 'zod';
import { type EpochMs, PageId } from '../../../shared/model/ids.ts';
import type { ChannelMemory } from '../../engine/ports.ts';

/** More at once are no pages any more; the oldest are not asked about then. */
const MOST_AWAITED = 30;
const MOST_HEARD = 60;
/** Twilio dates a reply when it comes; one that shows up this long after a younger one is not heard. */
const LATE_MS = 10 * 60_000;

const Kept = z.object({
  awaited: z.array(z.object({ pageId: PageId, sid: z.string().min(1), at: z.number() })).max(MOST_AWAITED),
  /** When something was sent last. Epoch ms. */
  sentAt: z.number(),
  /** By Twilio's clock: replies before this are old. Null: none was ever looked for. Epoch ms. */
  since: z.number().nullable(),
  /** Those from `since` on that were heard. */
  heard: z.array(z.object({ sid: z.string(), at: z.number() })).max(MOST_HEARD),
});
export type Kept = z.infer<typeof Kept>;

export function recall(memory: ChannelMemory): Kept {
  return Kept.safeParse(memory.read()).data ?? { awaited: [], sentAt: 0, since: null, heard: [] };
}

/** From now on it is asked what becomes of this page. */
export function awaitFate(memory: ChannelMemory, pageId: PageId, sid: string, at: EpochMs): void {
  const kept = recall(memory);
  memory.keep({ ...kept, sentAt: at, awaited: [...kept.awaited, { pageId, sid, at }].slice(-MOST_AWAITED) });
}

/** Its fate is known, or will never be. */
export function settle(memory: ChannelMemory, sid: string): void {
  const kept = recall(memory);
  memory.keep({ ...kept, awaited: kept.awaited.filter((one) => one.sid !== sid) });
}

/** These replies were heard, or were there before anybody listened. */
export function hear(memory: ChannelMemory, replies: Kept['heard']): void {
  const { heard, ...kept } = recall(memory);
  const all = [...heard, ...replies];
  const since = Math.max(kept.since ?? 0, ...all.map(({ at }) => at - LATE_MS));
  memory.keep({ ...kept, since, heard: all.filter(({ at }) => at >= since).slice(-MOST_HEARD) });
}
