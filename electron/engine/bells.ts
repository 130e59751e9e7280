/**
 * What must happen at its time though nothing else does: our own pulse, and the ends of windows of maintenance and of silences.
 */
import type { Core } from './core.ts';
import { startMaintenanceBell } from './maintenance.ts';
import type { Cancel } from './ports/clock.ts';
import { startPulse } from './pulse.ts';
import { startSilenceBell } from './silences.ts';

/** Returns the way to stop them all. */
export function startBells(core: Core): Cancel {
  const stops = [startPulse(core.clock, core.write), startMaintenanceBell(core), startSilenceBell(core)];
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}
