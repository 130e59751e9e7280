/**
 * Listening to a service that cannot call us: look, wait, look again, until the signal is aborted. One look at a time.
 *
 * While the service fails the waits double, up to five minutes; that it fails is said once, and once that it works again.
 */

import type { NotTaken } from '../../../shared/rules/http/deliveries.ts';
import type { ListenContext } from '../../engine/ports/channel.ts';
import type { Clock } from '../../engine/ports/clock.ts';

/** What one look brought. */
export type Look =
  | { readonly kind: 'fine'; readonly nextMs: number }
  /** `afterMs`: the service itself asks for this wait. */
  | { readonly kind: 'trouble'; readonly reason: string; readonly afterMs?: number };

/** A look that was turned down, or that nobody answered. */
export function troubleOf({ reason, ...no }: NotTaken): Look {
  return 'afterMs' in no && no.afterMs !== undefined
    ? { kind: 'trouble', reason, afterMs: no.afterMs }
    : { kind: 'trouble', reason };
}

const FIRST_BACK_OFF_MS = 5_000;
const LONGEST_BACK_OFF_MS = 5 * 60_000;

/** Resolves soon after the abort, with no timer left. Never rejects: a look that throws is trouble too. */
export async function keepLooking(
  look: () => Promise<Look>,
  { signal, clock, trouble }: Pick<ListenContext, 'signal' | 'clock' | 'trouble'>,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const seen = await look().catch(stumbled);
    if (signal.aborted) {
      return; // what an aborted look found is no trouble of the service
    }
    if (seen.kind === 'trouble') {
      failures += 1;
      if (failures === 1) {
        trouble(seen.reason);
      }
      await pause(Math.max(seen.afterMs ?? 0, backOffMs(failures)), clock, signal);
    } else {
      if (failures > 0) {
        trouble(null);
      }
      failures = 0;
      await pause(seen.nextMs, clock, signal);
    }
  }
}

function stumbled(error: unknown): Look {
  return { kind: 'trouble', reason: `listening failed: ${error instanceof Error ? error.message : String(error)}` };
}

/** Without jitter: one desktop asks its own service, nobody marches in step with it. */
function backOffMs(failures: number): number {
  return Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
}

/** Resolves after `ms`, or at the abort. */
function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Gives `work` a signal that is aborted with `signal`, and at the latest after `ms`: a service that hangs is asked again. */
export async function within<T>(
  ms: number,
  { signal, clock }: Pick<ListenContext, 'signal' | 'clock'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const abort = () => limit.abort();
  const cancel = clock.after(ms, abort);
  signal.aborted ? abort() : signal.addEventListener('abort', abort, { once: true });
  try {
    return await work(limit.signal);
  } finally {
    cancel();
    signal.removeEventListener('abort', abort);
  }
}
