/**
 * What a Twilio channel keeps across restarts: the pages whose fate it still asks about, and which replies it has heard.
 */
import { z } from 'zod';
import { type EpochMs, PageId } from '../../../shared/model/ids.ts';
import type { ChannelMemory } from '../../engine/ports.ts';

/** More at once are no pages any more; the oldest are not asked about then. */
const MOST_AWAITED = 30;
const MOST_HEARD = 60;

const Awaited = z.object({ pageId: PageId, sid: z.string().min(1), at: z.number() });
export type Awaited = z.infer<typeof Awaited>;

const Kept = z.object({
  awaited: z.array(Awaited).max(MOST_AWAITED),
  /** By Twilio's clock: replies before this are old. Null: none was ever looked for. Epoch ms. */
  since: z.number().nullable(),
  /** Those from `since` on that were heard. */
  heard: z.array(z.string()).max(MOST_HEARD),
});
export type Kept = z.infer<typeof Kept>;

export function recall(memory: ChannelMemory): Kept {
  return Kept.safeParse(memory.read()).data ?? { awaited: [], since: null, heard: [] };
}

/** From now on it is asked what becomes of this page. */
export function awaitFate(memory: ChannelMemory, pageId: PageId, sid: string, at: EpochMs): void {
  const { awaited, ...rest } = recall(memory);
  memory.keep({ ...rest, awaited: [...awaited, { pageId, sid, at }].slice(-MOST_AWAITED) });
}

/** Its fate is known, or will never be. */
export function settle(memory: ChannelMemory, sid: string): void {
  const { awaited, ...rest } = recall(memory);
  memory.keep({ ...rest, awaited: awaited.filter((one) => one.sid !== sid) });
}
