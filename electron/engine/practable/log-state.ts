/**
 * How all experiments of a system are, in one line of the log, now and then: for who reads logs and not windows.
 */
import type { PractableSettings } from '../../../shared/model/practable/settings.ts';
import { overallState } from '../../../shared/rules/practable/words.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PractableSystem } from './system.ts';

export interface LogStateOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => PractableSettings;
  readonly system: Pick<PractableSystem, 'experiments' | 'services'>;
}

/** Returns the way to stop. */
export function logState({ clock, log, settings, system }: LogStateOptions): Cancel {
  const every = settings().logEvery;
  if (every === undefined) {
    return () => undefined;
  }
  let cancel: Cancel = () => undefined;
  const again = (): void => {
    cancel = clock.after(every, () => {
      const { id, name } = settings();
      const state = overallState(system.experiments(), system.services());
      log.info({ system: id, ...state.counts }, `practable ${name}: ${state.words}`);
      again();
    });
  };
  again();
  return () => cancel();
}
