/**
 * The check of a person's call: asks nobody but the book of calls.
 */
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import type { Probe } from '../engine/ports/probe.ts';

/** Nothing is asked, so nothing takes time. */
const NO_TIME = { totalMs: 0 };

export function createCallProbe(): Probe<'call'> {
  return { type: 'call', run: async (check, context) => judgeCall(context.call(check.id)) };
}

/** Pure. `words` null: the call is over. */
export function judgeCall(words: string | null): ProbeOutcome {
  return words === null
    ? { kind: 'pass', timings: NO_TIME }
    : { kind: 'fail', failure: { kind: 'reports', phase: 'headers', detail: words }, timings: NO_TIME };
}
