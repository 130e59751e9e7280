/**
 * One try of one page on its channel: bounded in time whatever the channel does, and always a value.
 *
 * A channel that throws is a bug of ours, and still no reason to lose a page or to hammer: it counts as a failure that may pass.
 */
import type { Delivery, Page } from '../../shared/model/page.ts';
import type { ChannelSettings } from '../../shared/model/roster.ts';
import type { Cancel, ChannelSet, Clock, Log } from './ports.ts';

/** A channel that has not answered by then is given up; the page may have arrived all the same. */
const TRY_MS = 15_000;

export interface Tried {
  readonly delivery: Delivery;
  /** No answer in time: it may have arrived. */
  readonly uncertain: boolean;
}

export interface Line {
  readonly channels: Pick<ChannelSet, 'send'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Hands the page over, and waits for the answer for at most 15 s. Never rejects. */
export async function tryOnce({ channels, clock, log }: Line, page: Page, settings: ChannelSettings): Promise<Tried> {
  const controller = new AbortController();
  let cancel: Cancel = () => undefined;
  const tooLate = new Promise<Tried>((resolve) => {
    cancel = clock.after(TRY_MS, () => {
      controller.abort();
      resolve({ delivery: { status: 'try-later', reason: `no answer within ${TRY_MS / 1_000} s` }, uncertain: true });
    });
  });
  const answer = Promise.resolve()
    .then(() => channels.send(page, settings, { signal: controller.signal, clock }))
    .then((delivery): Tried => ({ delivery, uncertain: false }))
    .catch((error: unknown): Tried => {
      log.error({ page: page.id, channel: settings.id, err: String(error) }, 'a channel threw: a bug of ours');
      const reason = `${settings.type} stumbled over a bug of ours: ${String(error)}`;
      return { delivery: { status: 'try-later', reason }, uncertain: true };
    });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    cancel();
  }
}
