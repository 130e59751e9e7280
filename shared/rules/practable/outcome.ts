/**
 * What is seen of streams, jump and services, as the outcome of a check. Deaf is never green: what nobody can tell is not told.
 */

import { assertNever } from '../../model/never.ts';
import type { Failure, ProbeOutcome, Readings } from '../../model/observation.ts';
import type { JumpState, SeenService, SeenStream } from '../../model/practable/experiment.ts';
import { ONLY_PRESENCE } from './stream.ts';

/** Nothing is asked, so nothing takes time. */
const NO_TIME = { totalMs: 0 };

export const NOT_SEEN_YET: ProbeOutcome = notTold('nothing was told of it yet');

/** @param stream undefined: it is not connected, and book does not ask for it */
export function streamOutcome(stream: SeenStream | undefined): ProbeOutcome {
  if (stream === undefined) {
    return pass({ stream: 'not connected, and not required' });
  }
  switch (stream.state) {
    case 'ok':
      return pass(
        stream.lastMs === null
          ? { stream: 'connected', judged: ONLY_PRESENCE }
          : { stream: 'connected', lastSentMs: Math.round(stream.lastMs) },
      );
    case 'silent':
      return fail({ kind: 'threshold', phase: 'body', detail: stream.detail });
    case 'missing':
      return fail({ kind: 'missed', phase: 'body', detail: stream.detail });
    case 'unknown':
      return notTold(stream.detail);
    default:
      return assertNever(stream.state, 'state of a stream');
  }
}

export function jumpOutcome(jump: JumpState, darkWords: string): ProbeOutcome {
  switch (jump) {
    case 'ok':
      return pass({ jump: 'connected' });
    case 'missing':
      return fail({
        kind: 'missed',
        phase: 'body',
        detail: 'missing jump: it can be used, but nobody can log in to it',
      });
    case 'unknown':
      return notTold(darkWords);
    default:
      return assertNever(jump, 'state of jump');
  }
}

/** @param how what its last try met, when it was one that failed */
export function serviceOutcome(
  { state, detail }: Pick<SeenService, 'state' | 'detail'>,
  how: Pick<Failure, 'kind' | 'phase' | 'status'> | null,
): ProbeOutcome {
  switch (state) {
    case 'ok':
      return pass({});
    case 'waiting':
      return notTold(detail);
    case 'stale':
      // Silence may be our own network's doing.
      return fail({ ...(how ?? { kind: 'timeout', phase: 'body' }), detail });
    default:
      return assertNever(state, 'state of a service');
  }
}

const pass = (readings: Readings): ProbeOutcome => ({ kind: 'pass', timings: NO_TIME, readings });

const fail = (failure: Failure): ProbeOutcome => ({ kind: 'fail', failure, timings: NO_TIME });

function notTold(detail: string): ProbeOutcome {
  return { kind: 'inconclusive', trouble: { kind: 'not-told', detail } };
}
