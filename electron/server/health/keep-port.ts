/**
 * Keeps one port where it is wanted, or nowhere; one that cannot be had is said once, and tried again for as long as that takes.
 */
import type { Place } from '../../../shared/rules/health-port/place.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Listening } from './listen.ts';

/** Soon enough after the other program has ended, and no burden until then. */
const TRY_AGAIN_MS = 15_000;

/** How it is with a port now. */
export type PortState =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'listening'; readonly host: string; readonly port: number }
  | { readonly kind: 'refused'; readonly problem: string };

export interface KeptPort {
  /** Goes there, or (null) nowhere. Resolves when that was tried. */
  want(place: Place | null): Promise<void>;
}

/** `tell` hears of every change, and of the same trouble once. */
export function keepPort(
  clock: Clock,
  start: (place: Place) => Promise<Listening>,
  tell: (state: PortState) => void,
): KeptPort {
  let wanted: Place | null = null;
  let current: { readonly at: Place; readonly listening: Listening } | null = null;
  let working: Promise<void> = Promise.resolve();
  let retry = (): void => undefined;

  async function move(): Promise<void> {
    retry();
    const place = wanted;
    const problem = current?.listening.kind === 'refused' ? current.listening.problem : null;
    if (current?.listening.kind === 'listening') {
      if (place !== null && current.at.host === place.host && current.at.port === place.port) {
        return;
      }
      await current.listening.close();
    }
    current = null;
    if (place === null) {
      tell({ kind: 'nowhere' });
      return;
    }
    const listening = await start(place);
    current = { at: place, listening };
    if (listening.kind === 'refused') {
      retry = clock.after(TRY_AGAIN_MS, () => void settle());
      if (listening.problem !== problem) {
        tell({ kind: 'refused', problem: listening.problem });
      }
    } else {
      tell({ kind: 'listening', host: place.host, port: listening.port });
    }
  }

  function settle(): Promise<void> {
    working = working.then(move);
    return working;
  }

  return {
    want(place) {
      wanted = place;
      return settle();
    },
  };
}
