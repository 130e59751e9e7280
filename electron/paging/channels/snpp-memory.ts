/**
 * What a two-way pager's channel keeps across restarts: which message was which page, and how far each has come.
 */
import { z } from 'zod';
import { PageId } from '../../../shared/model/ids.ts';
import type { ChannelMemory } from '../../engine/ports/channel.ts';

const MOST_KEPT = 50;

const Sent = z.object({
  page: PageId,
  /** Of its incident: its closing message ends the asking. */
  key: z.string(),
  tag: z.string(),
  passCode: z.string(),
  /** Epoch ms. */
  at: z.number(),
  known: z.enum(['sent', 'delivered', 'read']),
  /** Nothing more is wanted of it: the gateway is to forget it. */
  over: z.boolean(),
});
export type Sent = z.infer<typeof Sent>;

const Memory = z.object({
  open: z.array(Sent).max(MOST_KEPT),
  /** The gateway offers no two-way paging: what it said. Null: as far as we know it does. */
  oneWay: z.string().nullable(),
});
type Memory = z.infer<typeof Memory>;

export function recallSnpp(memory: ChannelMemory): Memory {
  return Memory.safeParse(memory.read()).data ?? { open: [], oneWay: null };
}

/** In one turn of the event loop: sending and listening share one memory. Writes only what has changed. */
export function changeSnpp(memory: ChannelMemory, change: (known: Memory) => Memory): void {
  const known = recallSnpp(memory);
  const { open, oneWay } = change(known);
  const next = { open: open.slice(-MOST_KEPT), oneWay };
  if (JSON.stringify(next) !== JSON.stringify(known)) {
    memory.keep(next.open.length === 0 && oneWay === null ? null : next);
  }
}
