/**
 * What a Twilio channel keeps across restarts: the pages whose fate it still asks about, and what it has heard of whom.
 */
import { z } from 'zod';
import { type EpochMs, PageId } from '../../../shared/model/ids.ts';
import type { ChannelMemory } from '../../engine/ports/channel.ts';

/** More at once are no pages any more; the oldest are not asked about then. */
const MOST_AWAITED = 30;
const MOST_HEARD = 60;
/** Twilio dates a reply when it comes; one that shows up this long after a younger one is not heard. */
const LATE_MS = 10 * 60_000;

/** More than a list holds, twice: what waits may be heard after what is younger. */
const MOST_STRANGERS = 120;

const Heard = z.object({ sid: z.string(), at: z.number() });
type Heard = z.infer<typeof Heard>;

const Kept = z.object({
  awaited: z.array(z.object({ pageId: PageId, sid: z.string().min(1), at: z.number() })).max(MOST_AWAITED),
  /** When something was sent last. Epoch ms. */
  sentAt: z.number(),
  /** By Twilio's clock: replies before this are old. Null: none was ever looked for. Epoch ms. */
  since: z.number().nullable(),
  /** Those from `since` on that were heard. */
  heard: z.array(Heard).max(MOST_HEARD),
  /** The same for those whom nobody pages. Null: none was ever looked for. */
  strangers: z
    .object({ since: z.number(), heard: z.array(Heard).max(MOST_STRANGERS) })
    .nullable()
    .default(null),
});
export type Kept = z.infer<typeof Kept>;

export function recall(memory: ChannelMemory): Kept {
  return Kept.safeParse(memory.read()).data ?? { awaited: [], sentAt: 0, since: null, heard: [], strangers: null };
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
export function hear(memory: ChannelMemory, replies: readonly Heard[]): void {
  const { since, heard, ...kept } = recall(memory);
  memory.keep({ ...kept, ...after({ since, heard }, replies, Number.POSITIVE_INFINITY, MOST_HEARD) });
}

/** The same of strangers. `waits`: one of this time is still to be heard. */
export function hearStrangers(memory: ChannelMemory, messages: readonly Heard[], waits: number | null = null): void {
  const { strangers, ...kept } = recall(memory);
  const before = strangers ?? { since: null, heard: [] };
  memory.keep({ ...kept, strangers: after(before, messages, waits ?? Number.POSITIVE_INFINITY, MOST_STRANGERS) });
}

export function forgetStrangers(memory: ChannelMemory): void {
  const kept = recall(memory);
  if (kept.strangers !== null) {
    memory.keep({ ...kept, strangers: null });
  }
}

/** `until`: what is as old as this is not over yet. */
function after(
  { since, heard }: Pick<Kept, 'since' | 'heard'>,
  fresh: readonly Heard[],
  until: number,
  most: number,
): { readonly since: number; readonly heard: readonly Heard[] } {
  const all = [...heard, ...fresh.map(({ sid, at }) => ({ sid, at }))];
  const reached = Math.min(until, Math.max(0, ...all.map(({ at }) => at - LATE_MS)));
  const next = Math.max(since ?? 0, reached);
  return { since: next, heard: all.filter(({ at }) => at >= next).slice(-most) };
}
