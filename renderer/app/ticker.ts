/**
 * The time as the window shows it: one beat a second for every "3 s ago" and every countdown, instead of a timer in each.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Clock } from './clock.ts';

const BEAT_MS = 1_000;

export interface Ticker {
  readonly store: StoreApi<EpochMs>;
  /** Shows the present time at once: after the window was hidden, or the machine asleep. */
  beat(): void;
  stop(): void;
}

export function startTicker(clock: Clock): Ticker {
  const store = createStore<EpochMs>(() => clock.now());
  let cancel = () => {};
  const beat = (): void => {
    cancel();
    store.setState(clock.now(), true);
    cancel = clock.after(BEAT_MS, beat);
  };
  beat();
  return { store, beat, stop: () => cancel() };
}
