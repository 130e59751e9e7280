/**
 * Counting people's reports: how many came lately, and what so many mean. Pure.
 *
 * Defaults of systems.md P10: 11 in two hours are performance issues, 20 a partial outage, 50 a major one. Whether they count at all
 * while the other checks fail is decided with the component's status.
 */
import type { CheckOf } from '../model/check.ts';
import type { EpochMs } from '../model/ids.ts';
import type { ReportBook } from '../model/reports.ts';
import type { Trouble } from '../model/status.ts';

export type ReportSettings = Pick<CheckOf<'count'>, 'within' | 'levels'>;

/** Spans in the time that counts: finer is no use to anybody, and each costs a place in the store. */
const SPANS = 120;
/** So many are kept at most, whatever the clock and the configuration did. */
const MOST_SPANS = 200;

/** The book after `n` more reports. What is too old to count is gone from it. */
export function addReports(
  { spans, said }: ReportBook,
  report: { readonly n: number; readonly text: string },
  at: EpochMs,
  { within }: ReportSettings,
): ReportBook {
  const width = Math.max(1_000, Math.ceil(within / SPANS));
  const start = Math.floor(at / width) * width;
  const young = spans.filter(([begin]) => begin > at - within - width && begin !== start);
  const here = spans.find(([begin]) => begin === start)?.[1] ?? 0;
  const all = [...young, [start, here + report.n] as [number, number]].toSorted(([one], [other]) => one - other);
  return { spans: all.slice(-MOST_SPANS), said: report.text === '' ? said : report.text };
}

/** Reports of the latest `within`. A span counts until its begin is older than that. */
export function countReports({ spans }: ReportBook, at: EpochMs, { within }: ReportSettings): number {
  return spans.reduce((sum, [begin, n]) => (begin > at - within ? sum + n : sum), 0);
}

/** What so many reports mean; null: nothing yet. */
export function reportLevel(count: number, { levels }: ReportSettings): Trouble | null {
  if (count >= levels.major_outage) {
    return 'major_outage';
  }
  if (count >= levels.partial_outage) {
    return 'partial_outage';
  }
  return count >= levels.performance_issues ? 'performance_issues' : null;
}
