/**
 * Heartbeats that come in: kept so that a restart does not forget the last one, and looked at by the check at once.
 */
import type { Config } from '../../shared/model/config.ts';
import type { CheckId, EpochMs } from '../../shared/model/ids.ts';
import type { Clock, JournalEntry, ProbeContext } from './ports.ts';
import { beatKey, type EngineState } from './state.ts';

export interface BeatsOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly state: EngineState;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly checkNow: (checkIds: readonly CheckId[]) => void;
  /** Since when beats can arrive; null: they cannot. */
  readonly hearingSince: () => EpochMs | null;
}

export interface Beats {
  readonly of: ProbeContext['beat'];
  beat(token: string, beat: { readonly ok: boolean; readonly detail: string }): 'taken' | 'unknown';
}

export function createBeats({ clock, config, state, write, checkNow, hearingSince }: BeatsOptions): Beats {
  return {
    of: (checkId) => ({ last: state.beats.get(checkId) ?? null, listeningSince: hearingSince() }),
    beat(token, { ok, detail }) {
      const check = [...config().checks.values()].find((other) => other.type === 'heartbeat' && other.token === token);
      if (check === undefined) {
        return 'unknown';
      }
      const beat = { at: clock.now(), ok, detail };
      state.beats.set(check.id, beat);
      void write({ values: { [beatKey(check.id)]: beat }, events: [] });
      checkNow([check.id]);
      return 'taken';
    },
  };
}
