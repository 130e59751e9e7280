/**
 * A stored try as an observation again, to be judged by other settings. Pure.
 *
 * What the probe saw cannot be seen again, so the outcome stays; only its latency limit is applied anew.
 */
import type { StoredTry } from '../../contract/series.ts';
import type { Check } from '../../model/check.ts';
import {
  FAILURE_KINDS,
  type FailureKind,
  type Observation,
  OWN_TROUBLE_KINDS,
  type ProbeOutcome,
} from '../../model/observation.ts';
import { withLatencyLimit } from '../health.ts';

/** A failure of which only the words were kept. No rule treats it in a special way. */
const KINDLESS: FailureKind = 'protocol';

/** True for a try of before kinds were kept. */
export function isKindless({ outcome, kind }: StoredTry): boolean {
  return outcome === 'fail' && kind === undefined;
}

export function observationOf(stored: StoredTry, check: Check): Observation {
  const { at } = stored;
  return {
    checkId: check.id,
    componentId: check.componentId,
    at,
    endedAt: at + Math.round(stored.latencyMs ?? 0),
    outcome: withLatencyLimit(outcomeOf(stored), check.latencyLimit),
  };
}

function outcomeOf({ outcome, latencyMs, detail, kind, level }: StoredTry): ProbeOutcome {
  const timings = { totalMs: latencyMs ?? 0 };
  if (outcome === 'inconclusive') {
    return { kind: 'inconclusive', trouble: { kind: isOneOf(OWN_TROUBLE_KINDS, kind) ? kind : 'bug', detail } };
  }
  if (outcome !== 'fail') {
    return { kind: 'pass', timings };
  }
  const failure = {
    kind: isOneOf(FAILURE_KINDS, kind) ? kind : KINDLESS,
    phase: 'headers' as const,
    detail,
    ...(level !== undefined && { level }),
  };
  return { kind: 'fail', failure, timings };
}

function isOneOf<T extends string>(kinds: readonly T[], kind: string | undefined): kind is T {
  return kinds.some((one) => one === kind);
}
