/**
 * Runs one check when its turn has come and passes on what was seen. Keeps the last tries in memory for the window's sparklines.
 *
 * What is our own trouble (a stalled loop, a crowded queue) becomes `inconclusive` here, before any rule can blame the target.
 */
import type { Check } from '../../shared/model/check.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Observation, Outcome, ProbeOutcome, Readings, Timings } from '../../shared/model/observation.ts';
import { despiteStall } from '../../shared/rules/blame.ts';
import { withLatencyLimit } from '../../shared/rules/health.ts';
import { createLag } from './lag.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { ProbeContext, ProbeSet } from './ports/probe.ts';
import { Recall } from './recall.ts';

const RECENT = 60;
/** An answer this much later than the check's own time-out was late because of us. */
const STALL_MS = 1_000;

/** What the window shows of the latest tries. */
export interface Tries {
  /** Newest last: latency in ms, -1 failed, -2 we could not judge. */
  readonly recent: readonly number[];
  readonly lastTimings: Timings | null;
  /** What the latest conclusive try read on the way. */
  readonly lastReadings: Readings | null;
  /** Why the latest try could not be judged; null when it could. */
  readonly lastTrouble: string | null;
}

export interface Prober {
  /** One try, to its end: nothing when it ended at once. Never throws or rejects. */
  run(check: Check): Promise<void> | undefined;
  /** A try that could not even begin. */
  crowded(check: Check): void;
  tries(checkId: CheckId): Tries;
  forget(checkId: CheckId): void;
}

export interface ProberOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly probes: ProbeSet;
  /** What others have told us: beats, people's reports, calls, and alerts. */
  readonly heard: Pick<ProbeContext, 'beat' | 'reports' | 'call' | 'alert' | 'word' | 'practable'>;
  readonly onObservation: (observation: Observation) => void;
}

/** A place that is never given back would end the watching of this check without a word. */
const HANGS: ProbeOutcome = {
  kind: 'inconclusive',
  trouble: { kind: 'bug', detail: 'the probe did not come back, not even when it was told to give up: a bug of ours' },
};

/** What stays of a check from try to try; it has one at a time. */
interface Kept {
  readonly context: ProbeContext;
  readonly recall: Recall;
  /** A ring: the next point takes the place of the oldest one. */
  readonly recent: number[];
  next: number;
  lastTimings: Timings | null;
  lastReadings: Readings | null;
  lastTrouble: string | null;
}

const NONE: Tries = { recent: [], lastTimings: null, lastReadings: null, lastTrouble: null };

export function createProber({ clock, log, probes, heard, onObservation }: ProberOptions): Prober {
  const all = new Map<CheckId, Kept>();
  const lag = createLag(clock);

  function keptOf(checkId: CheckId): Kept {
    const known = all.get(checkId);
    if (known !== undefined) {
      return known;
    }
    const recall = new Recall();
    const kept: Kept = {
      context: { recall, clock, ...heard },
      recall,
      recent: [],
      next: 0,
      lastTimings: null,
      lastReadings: null,
      lastTrouble: null,
    };
    all.set(checkId, kept);
    return kept;
  }

  function run(check: Check): Promise<void> | undefined {
    const kept = keptOf(check.id);
    const at = clock.now();
    const started = clock.monotonicMs();
    try {
      const answer = probes.run(check, kept.context);
      if (answer instanceof Promise) {
        return wait(check, answer, kept, at, started);
      }
      done(check, kept, at, withLatencyLimit(answer, check.latencyLimit));
    } catch (error) {
      done(check, kept, at, bug(check, error));
    }
    return undefined;
  }

  /** For an answer that takes its time, but not for longer than that. */
  async function wait(
    check: Check,
    answer: Promise<ProbeOutcome>,
    kept: Kept,
    at: number,
    started: number,
  ): Promise<void> {
    const over = lag.watch();
    let cancel: Cancel = () => undefined;
    const hanging = new Promise<ProbeOutcome>((resolve) => {
      cancel = clock.after(check.timeout + STALL_MS, () => {
        kept.recall.call();
        cancel = clock.after(STALL_MS, () => resolve(HANGS));
      });
    });
    let outcome: Outcome;
    try {
      outcome = withLatencyLimit(await Promise.race([answer, hanging]), check.latencyLimit);
    } catch (error) {
      outcome = bug(check, error);
    } finally {
      cancel();
    }
    over();
    outcome = despiteStall(outcome, lag.worstSince(started), check.timeout);
    const tookMs = clock.monotonicMs() - started;
    if (tookMs > check.timeout + STALL_MS && outcome.kind === 'fail' && outcome.failure.kind === 'timeout') {
      const detail = `we stood still: ${Math.round(tookMs)} ms passed in a try of at most ${check.timeout} ms`;
      outcome = { kind: 'inconclusive', trouble: { kind: 'stalled', detail } };
    }
    done(check, kept, at, outcome);
  }

  function bug(check: Check, error: unknown): Outcome {
    log.error({ check: check.id, err: String(error) }, 'a probe threw: a bug of ours, not a failure of the target');
    return { kind: 'inconclusive', trouble: { kind: 'bug', detail: String(error) } };
  }

  function done(check: Check, kept: Kept, at: number, outcome: Outcome): void {
    kept.recent[kept.next] = pointOf(outcome);
    kept.next = (kept.next + 1) % RECENT;
    if (outcome.kind === 'inconclusive') {
      kept.lastTrouble = outcome.trouble.detail;
    } else {
      kept.lastTimings = outcome.timings;
      kept.lastReadings = outcome.readings ?? null;
      kept.lastTrouble = null;
    }
    onObservation({
      checkId: check.id,
      componentId: check.componentId,
      at,
      endedAt: Math.max(at, clock.now()),
      outcome,
    });
  }

  return {
    run,
    crowded(check) {
      const detail = `no free place for longer than its interval of ${check.interval} ms; raise settings.limits`;
      done(check, keptOf(check.id), clock.now(), { kind: 'inconclusive', trouble: { kind: 'queue-full', detail } });
    },
    tries(checkId) {
      const kept = all.get(checkId);
      return kept === undefined
        ? NONE
        : {
            recent: [...kept.recent.slice(kept.next), ...kept.recent.slice(0, kept.next)],
            lastTimings: kept.lastTimings,
            lastReadings: kept.lastReadings,
            lastTrouble: kept.lastTrouble,
          };
    },
    forget(checkId) {
      all.delete(checkId);
      probes.forget(checkId);
    },
  };
}

function pointOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'pass':
    case 'slow':
      return Math.round(outcome.timings.totalMs * 10) / 10;
    case 'fail':
      return -1;
    case 'inconclusive':
      return -2;
    default:
      return assertNever(outcome, 'outcome');
  }
}
