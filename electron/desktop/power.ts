/**
 * What the machine says about itself: asleep, awake. Hints only: the late turn of a timer is the proof, and no system tells of
 * starvation.
 */
import type { Clock } from '../engine/ports/clock.ts';

/** What is needed of Electron's `powerMonitor`. */
export interface PowerMonitor {
  on(event: 'suspend', listener: () => void): unknown;
  on(event: 'resume', listener: () => void): unknown;
  off(event: 'suspend', listener: () => void): unknown;
  off(event: 'resume', listener: () => void): unknown;
}

export interface PowerOptions {
  readonly monitor: PowerMonitor;
  readonly clock: Pick<Clock, 'now'>;
  /** Awake again after so many ms; 0: nobody said when the sleep began. */
  readonly wasAway: (gapMs: number) => void;
}

/** Returns the way to stop. */
export function watchPower({ monitor, clock, wasAway }: PowerOptions): () => void {
  let asleepSince: number | null = null;
  const suspended = (): void => {
    asleepSince = clock.now();
  };
  const resumed = (): void => {
    wasAway(asleepSince === null ? 0 : clock.now() - asleepSince);
    asleepSince = null;
  };
  monitor.on('suspend', suspended);
  monitor.on('resume', resumed);
  return () => {
    monitor.off('suspend', suspended);
    monitor.off('resume', resumed);
  };
}
