/**
 * Runs one check when its turn has come and passes on what was seen. Keeps the last tries in memory for the window's sparklines.
 *
 * What is our own trouble (a stalled loop, a crowded queue) becomes `inconclusive` here, before any rule can blame the target.
 */
import type { Check } from '../../shared/model/check.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Observation, Outcome, ProbeOutcome, Timings } from '../../shared/model/observation.ts';
import { withLatencyLimit } from '../../shared/rules/health.ts';
import type { Cancel, Clock, Log, ProbeContext, ProbeSet } from './ports.ts';

const RECENT = 60;
/** An answer this much later than the check's own time-out was late because of us. */
const STALL_MS = 1_000;

/** What the window shows of the latest tries. */
export interface Tries {
  /** Newest last: latency in ms, -1 failed, -2 we could not judge. */
  readonly recent: readonly number[];
  readonly lastTimings: Timings | null;
}

export interface Prober {
  /** One try, to its end. Never rejects. */
  run(check: Check): Promise<void>;
  /** A try that could not even begin. */
  crowded(check: Check): void;
  tries(checkId: CheckId): Tries;
  forget(checkId: CheckId): void;
}

export interface ProberOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly probes: ProbeSet;
  /** What others have told us: beats, and people's reports. */
  readonly heard: Pick<ProbeContext, 'beat' | 'reports'>;
  readonly onObservation: (observation: Observation) => void;
}

/** A place that is never given back would end the watching of this check without a word. */
const HANGS: ProbeOutcome = {
  kind: 'inconclusive',
  trouble: { kind: 'bug', detail: 'the probe did not come back, not even when it was told to give up: a bug of ours' },
};

const NONE: Tries = { recent: [], lastTimings: null };

export function createProber({ clock, log, probes, heard, onObservation }: ProberOptions): Prober {
  const seen = new Map<CheckId, { recent: number[]; lastTimings: Timings | null }>();
  /** Kept from try to try, until used: making one costs more than the rest of a turn. A check has one try at a time. */
  const controllers = new Map<CheckId, AbortController>();

  function controllerOf(checkId: CheckId): AbortController {
    const kept = controllers.get(checkId);
    if (kept !== undefined && !kept.signal.aborted) {
      return kept;
    }
    const made = new AbortController();
    controllers.set(checkId, made);
    return made;
  }

  async function run(check: Check): Promise<void> {
    const controller = controllerOf(check.id);
    const at = clock.now();
    const started = clock.monotonicMs();
    let cancel: Cancel = () => undefined;
    const hanging = new Promise<ProbeOutcome>((resolve) => {
      cancel = clock.after(check.timeout + STALL_MS, () => {
        controller.abort();
        cancel = clock.after(STALL_MS, () => resolve(HANGS));
      });
    });
    let outcome: Outcome;
    try {
      const answer = probes.run(check, { signal: controller.signal, clock, ...heard });
      outcome = withLatencyLimit(await Promise.race([answer, hanging]), check.latencyLimit);
    } catch (error) {
      log.error({ check: check.id, err: String(error) }, 'a probe threw: a bug of ours, not a failure of the target');
      outcome = { kind: 'inconclusive', trouble: { kind: 'bug', detail: String(error) } };
    } finally {
      cancel();
    }
    const tookMs = clock.monotonicMs() - started;
    if (tookMs > check.timeout + STALL_MS && outcome.kind === 'fail' && outcome.failure.kind === 'timeout') {
      const detail = `we stood still: ${Math.round(tookMs)} ms passed in a try of at most ${check.timeout} ms`;
      outcome = { kind: 'inconclusive', trouble: { kind: 'stalled', detail } };
    }
    done(check, at, outcome);
  }

  function done(check: Check, at: number, outcome: Outcome): void {
    const tries = seen.get(check.id) ?? { recent: [], lastTimings: null };
    if (tries.recent.length >= RECENT) {
      tries.recent.shift();
    }
    tries.recent.push(pointOf(outcome));
    tries.lastTimings = outcome.kind === 'inconclusive' ? tries.lastTimings : outcome.timings;
    seen.set(check.id, tries);
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
      done(check, clock.now(), { kind: 'inconclusive', trouble: { kind: 'queue-full', detail } });
    },
    tries: (checkId) => seen.get(checkId) ?? NONE,
    forget(checkId) {
      seen.delete(checkId);
      controllers.delete(checkId);
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
