/**
 * One try of one page on its channel: bounded in time whatever the channel does, and always a value.
 *
 * A channel that throws is a bug of ours, and still no reason to lose a page or to hammer: it counts as a failure that may pass.
 */

import type { ChannelSettings } from '../../shared/model/channel.ts';
import type { Delivery, Page } from '../../shared/model/page.ts';
import type { MemoryOf } from './memories.ts';
import type { ChannelSet } from './ports/channel.ts';
import type { Cancel, Clock } from './ports/clock.ts';

/** A channel that has not answered by then is given up; the page may have arrived all the same. */
const TRY_MS = 15_000;

export interface Tried {
  readonly delivery: Delivery;
  /** No answer, in time or at all, to what was handed over: it may have arrived. */
  readonly uncertain: boolean;
  /** What the channel threw; null: it kept its word. */
  readonly bug: string | null;
}

export interface Line {
  readonly channels: Pick<ChannelSet, 'send'>;
  readonly clock: Clock;
  readonly memoryOf: MemoryOf;
}

/** Hands the page over, and waits for the answer for at most 15 s. Never rejects. */
export function tryOnce({ channels, clock, memoryOf }: Line, page: Page, settings: ChannelSettings): Promise<Tried> {
  return inTime(clock, settings, (signal) =>
    channels.send(page, settings, { signal, clock, memory: memoryOf(settings.id) }),
  );
}

/** The same for whatever else a channel is given to deliver. */
export async function inTime(
  clock: Clock,
  { type }: { readonly type: string },
  send: (signal: AbortSignal) => Promise<Delivery>,
  tryMs = TRY_MS,
): Promise<Tried> {
  const controller = new AbortController();
  let cancel: Cancel = () => undefined;
  const tooLate = new Promise<Tried>((resolve) => {
    cancel = clock.after(tryMs, () => {
      controller.abort();
      const reason = `no answer within ${tryMs / 1_000} s`;
      resolve({ delivery: { status: 'try-later', reason }, uncertain: true, bug: null });
    });
  });
  const answer = Promise.resolve()
    .then(() => send(controller.signal))
    .then((delivery): Tried => ({ delivery, uncertain: 'mayHaveArrived' in delivery, bug: null }))
    .catch((error: unknown): Tried => {
      const reason = `${type} stumbled over a bug of ours: ${String(error)}`;
      return { delivery: { status: 'try-later', reason }, uncertain: true, bug: String(error) };
    });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    cancel();
  }
}
