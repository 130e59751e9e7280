/**
 * What the machine says about itself: asleep, awake, locked, unlocked. Hints only: the late turn of a timer is the proof.
 *
 * Linux tells nothing of locks, and no system tells of starvation.
 */
import { powerMonitor } from 'electron';

export interface PowerListener {
  readonly onSuspend: () => void;
  readonly onResume: () => void;
  readonly onLock?: () => void;
  readonly onUnlock?: () => void;
}

/** Returns the way to stop. */
export function watchPower({ onSuspend, onResume, onLock, onUnlock }: PowerListener): () => void {
  const nothing = () => undefined;
  const lock = onLock ?? nothing;
  const unlock = onUnlock ?? nothing;
  powerMonitor.on('suspend', onSuspend);
  powerMonitor.on('resume', onResume);
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('unlock-screen', unlock);
  return () => {
    powerMonitor.off('suspend', onSuspend);
    powerMonitor.off('resume', onResume);
    powerMonitor.off('lock-screen', lock);
    powerMonitor.off('unlock-screen', unlock);
  };
}
