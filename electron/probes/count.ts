/**
 * The count check: asks nobody, but counts what people reported lately.
 *
 * While no report can arrive, few reports mean nothing: then nothing is said.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import { reportLevel } from '../../shared/rules/reports.ts';
import type { HeardReports } from '../engine/ports/heard.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { oneLine, short } from './words.ts';

/** Nothing is asked, so nothing takes time. */
const NO_TIME = { totalMs: 0 };

export function createCountProbe(): Probe<'count'> {
  return {
    type: 'count',
    run: async (check, context) => judgeReports(check, context.reports(check.id)),
  };
}

/** Pure: what so many reports mean. */
export function judgeReports(
  check: Pick<CheckOf<'count'>, 'within' | 'levels'>,
  { count, said, listeningSince }: HeardReports,
): ProbeOutcome {
  const level = reportLevel(count, check);
  const readings = { reports: count };
  if (level !== null) {
    const words = said === '' ? '' : `; the latest says "${short(oneLine(said))}"`;
    const detail = `${count} reports within ${formatDuration(check.within)}, ${check.levels[level]} are enough${words}`;
    return { kind: 'fail', failure: { kind: 'reports', phase: 'headers', detail, level }, timings: NO_TIME, readings };
  }
  if (listeningSince === null) {
    const detail = 'reports cannot arrive: the local server has no port to listen on, see the self-check';
    return { kind: 'inconclusive', trouble: { kind: 'deaf', detail } };
  }
  return { kind: 'pass', timings: NO_TIME, readings };
}
