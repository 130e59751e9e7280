/**
 * The heartbeat check: asks nobody, but looks whether somebody has called us in time.
 *
 * A beat cannot be missed while we were not listening: after a start, the sender first gets its whole time again. While
 * we cannot listen at all, nothing is said about the sender.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { ProbeOutcome, Readings } from '../../shared/model/observation.ts';
import { type BeatRhythm, deadlineAfter, deadlineSince } from '../../shared/rules/beats.ts';
import type { HeardBeats } from '../engine/ports/heard.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { oneLine } from './words.ts';

export function createHeartbeatProbe(): Probe<'heartbeat'> {
  return {
    type: 'heartbeat',
    run: async (check, context) => judgeBeat(check, context.beat(check.id), context.clock.now()),
  };
}

/** Pure: the outcome at `now`. */
export function judgeBeat(
  check: BeatRhythm & Pick<CheckOf<'heartbeat'>, 'runLimit'>,
  { last, run, said, listeningSince }: HeardBeats,
  now: EpochMs,
): ProbeOutcome {
  const lately = said === null ? '' : `; it said "${oneLine(said.text)}" ${ago(now - said.at)}`;
  if (last && !last.ok) {
    const words = last.detail === '' ? 'without saying why' : oneLine(last.detail);
    return fail('said-failing', `the job reported a failure ${ago(now - last.at)}: ${words}`);
  }
  // The end of a run, too, cannot be missed while nobody listened.
  const runEnds = run === null ? null : Math.max(run.at, listeningSince ?? run.at) + check.runLimit;
  const lastDeadline = last === null ? null : deadlineAfter(check, last.at);
  if (run !== null && runEnds !== null && now > runEnds && listeningSince !== null) {
    const name = run.runId === null ? '' : ` ${oneLine(run.runId)}`;
    return fail(
      'missed',
      `the run${name} that began ${ago(now - run.at)} has not ended, allowed are ${formatDuration(check.runLimit)}${lately}`,
    );
  }
  if (last && lastDeadline !== null && now <= lastDeadline) {
    return { kind: 'pass', timings: NO_TIME, ...readingsOf(last.tookMs) };
  }
  if (listeningSince === null) {
    const detail = 'beats cannot arrive: the local server has no port to listen on, see the self-check';
    return { kind: 'inconclusive', trouble: { kind: 'deaf', detail } };
  }
  const deadline = Math.max(lastDeadline ?? 0, deadlineSince(check, listeningSince));
  if (now <= deadline) {
    const detail = `no beat since we began to listen ${ago(now - listeningSince)}; one is due within ${formatDuration(deadline - now)}`;
    return { kind: 'inconclusive', trouble: { kind: 'just-woken', detail } };
  }
  if (run !== null && run.at <= deadline) {
    // It began in time and is at work; its own limit says when that is too long.
    return { kind: 'pass', timings: NO_TIME, readings: { running: true } };
  }
  const late = `${formatDuration(now - deadline)} late`;
  return last
    ? fail('missed', `last beat ${ago(now - last.at)}, ${expected(check)}: ${late}${lately}`)
    : fail('missed', `never a beat, ${expected(check)}: ${late}${lately}`);
}

function expected({ every, cron, timeZone }: BeatRhythm): string {
  return cron === undefined
    ? `expected every ${formatDuration(every ?? Number.NaN)}`
    : `expected at "${cron}" (${timeZone})`;
}

const readingsOf = (tookMs: number | null): { readings?: Readings } =>
  tookMs === null ? {} : { readings: { lastRunMs: tookMs } };

/** Nothing is asked, so nothing takes time. */
const NO_TIME = { totalMs: 0 };

function fail(kind: 'said-failing' | 'missed', detail: string): ProbeOutcome {
  return { kind: 'fail', failure: { kind, phase: 'headers', detail }, timings: NO_TIME };
}

const ago = (ms: number) => `${formatDuration(ms)} ago`;
