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
  /** The configuration has changed: who is new here, or beats in another rhythm, has its whole time from now on. */
  configure(): void;
  /** Nobody could be heard until now: every sender has its whole time again. */
  wasDeaf(): void;
  /** The wall clock was set back by so many ms; what was heard was heard as long ago as before. */
  setBack(byMs: number): void;
  beat(token: string, beat: { readonly ok: boolean; readonly detail: string }): 'taken' | 'unknown';
}

export function createBeats({ clock, config, state, write, checkNow, hearingSince }: BeatsOptions): Beats {
  let known: ReadonlyMap<CheckId, string> | null = null;
  let deafUntil = 0;
  const since = new Map<CheckId, EpochMs>();
  /** By how much the clock was set back after beats could be heard since `from`. */
  let shift: { readonly from: EpochMs | null; readonly byMs: number } = { from: null, byMs: 0 };

  function hearing(): EpochMs | null {
    const from = hearingSince();
    return from === null ? null : from - (from === shift.from ? shift.byMs : 0);
  }

  return {
    of(checkId) {
      const ears = hearing();
      const from = Math.max(ears ?? 0, deafUntil, since.get(checkId) ?? 0);
      return { last: state.beats.get(checkId) ?? null, listeningSince: ears === null ? null : from };
    },
    configure() {
      const rhythms = new Map(
        [...config().checks.values()].flatMap((check): [CheckId, string][] =>
          check.type === 'heartbeat' ? [[check.id, `${check.token} ${check.every} ${check.grace}`]] : [],
        ),
      );
      for (const [id, rhythm] of rhythms) {
        if (known !== null && known.get(id) !== rhythm) {
          since.set(id, clock.now());
        }
      }
      known = rhythms;
    },
    wasDeaf() {
      deafUntil = clock.now();
    },
    setBack(byMs) {
      const from = hearingSince();
      shift = { from, byMs: byMs + (from === shift.from ? shift.byMs : 0) };
      deafUntil -= byMs;
      for (const [id, at] of since) {
        since.set(id, at - byMs);
      }
      for (const [id, beat] of state.beats) {
        state.beats.set(id, { ...beat, at: beat.at - byMs });
      }
    },
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
