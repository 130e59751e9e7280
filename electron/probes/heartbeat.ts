/**
 * The heartbeat check: asks nobody, but looks whether somebody has called us in time.
 *
 * A beat cannot be missed while we were not listening: after a start, the sender first gets its whole time again. While
 * we cannot listen at all, nothing is said about the sender.
 */

import type { CheckOf } from '../../shared/model/check.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import type { Beat, Probe } from '../engine/ports.ts';
import { oneLine } from './words.ts';

export function createHeartbeatProbe(): Probe<'heartbeat'> {
  return {
    type: 'heartbeat',
    async run(check, context) {
      const { last, listeningSince } = context.beat(check.id);
      return judgeBeat(check, last, listeningSince, context.clock.now());
    },
  };
}

/** Pure: the outcome at `now`. */
export function judgeBeat(
  check: Pick<CheckOf<'heartbeat'>, 'every' | 'grace'>,
  last: Beat | null,
  listeningSince: EpochMs | null,
  now: EpochMs,
): ProbeOutcome {
  if (last && !last.ok) {
    const said = last.detail === '' ? 'without saying why' : oneLine(last.detail);
    return fail('said-failing', `the job reported a failure ${ago(now - last.at)}: ${said}`);
  }
  const allowed = check.every + check.grace;
  if (last && now - last.at <= allowed) {
    return { kind: 'pass', timings: NO_TIME };
  }
  if (listeningSince === null) {
    const detail = 'beats cannot arrive: the local server has no port to listen on, see the self-check';
    return { kind: 'inconclusive', trouble: { kind: 'deaf', detail } };
  }
  const patience = Math.max(last?.at ?? 0, listeningSince) + allowed;
  if (now <= patience) {
    const detail = `no beat since we began to listen ${ago(now - listeningSince)}; one is due within ${formatDuration(patience - now)}`;
    return { kind: 'inconclusive', trouble: { kind: 'just-woken', detail } };
  }
  const rhythm = `expected every ${formatDuration(check.every)}`;
  const late = `${formatDuration(now - patience)} late`;
  return last
    ? fail('missed', `last beat ${ago(now - last.at)}, ${rhythm}: ${late}`)
    : fail('missed', `never a beat, ${rhythm}: ${late}`);
}

/** Nothing is asked, so nothing takes time. */
const NO_TIME = { totalMs: 0 };

function fail(kind: 'said-failing' | 'missed', detail: string): ProbeOutcome {
  return { kind: 'fail', failure: { kind, phase: 'headers', detail }, timings: NO_TIME };
}

const ago = (ms: number) => `${formatDuration(ms)} ago`;
