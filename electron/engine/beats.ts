/**
 * Heartbeats that come in: kept so that a restart does not forget the last one, and looked at by the check at once.
 */
import type { BeatSignal } from '../../shared/model/beat.ts';
import type { CheckOf } from '../../shared/model/check.ts';
import type { Config } from '../../shared/model/config.ts';
import type { CheckId, EpochMs } from '../../shared/model/ids.ts';
import { stepBeats } from '../../shared/rules/beats.ts';
import type { Clock } from './ports/clock.ts';
import type { HeardBeats } from './ports/heard.ts';
import type { ProbeContext } from './ports/probe.ts';
import type { JournalEntry } from './ports/store.ts';
import { beatKey, type EngineState, runKey } from './state.ts';

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
  beat(token: string, signal: BeatSignal): 'taken' | 'unknown';
}

export function createBeats({ clock, config, state, write, checkNow, hearingSince }: BeatsOptions): Beats {
  let known: ReadonlyMap<CheckId, string> | null = null;
  let deafUntil = 0;
  const since = new Map<CheckId, EpochMs>();
  /** The latest `log` of each: told beside a failure, and worth no place in the store. */
  const said = new Map<CheckId, NonNullable<HeardBeats['said']>>();
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
      return {
        last: state.beats.get(checkId) ?? null,
        run: state.runs.get(checkId) ?? null,
        said: said.get(checkId) ?? null,
        listeningSince: ears === null ? null : from,
      };
    },
    configure() {
      const rhythms = new Map(
        [...config().checks.values()].flatMap((check): [CheckId, string][] =>
          check.type === 'heartbeat' ? [[check.id, rhythmOf(check)]] : [],
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
      shiftBack(state.beats, byMs);
      shiftBack(state.runs, byMs);
      shiftBack(said, byMs);
    },
    beat(token, signal) {
      const check = [...config().checks.values()].find((other) => other.type === 'heartbeat' && other.token === token);
      if (check === undefined) {
        return 'unknown';
      }
      const at = clock.now();
      if (signal.kind === 'log') {
        said.set(check.id, { at, text: signal.detail });
        return 'taken';
      }
      const { last, run } = stepBeats(
        { last: state.beats.get(check.id) ?? null, run: state.runs.get(check.id) ?? null },
        signal,
        at,
      );
      keep(state.beats, check.id, last);
      keep(state.runs, check.id, run);
      void write({ values: { [beatKey(check.id)]: last, [runKey(check.id)]: run }, events: [] });
      checkNow([check.id]);
      return 'taken';
    },
  };
}

/** What a sender has to know: when this changes, it has its whole time again. */
function rhythmOf({ token, every, cron, timeZone, grace }: CheckOf<'heartbeat'>): string {
  return [token, every, cron, timeZone, grace].join(' ');
}

function keep<T>(kept: Map<CheckId, T>, id: CheckId, value: T | null): void {
  if (value === null) {
    kept.delete(id);
  } else {
    kept.set(id, value);
  }
}

function shiftBack<T extends { readonly at: EpochMs }>(kept: Map<CheckId, T>, byMs: number): void {
  for (const [id, value] of kept) {
    kept.set(id, { ...value, at: value.at - byMs });
  }
}
