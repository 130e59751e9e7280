/**
 * Counting people's reports: how many came lately, and what so many mean. Pure.
 *
 * Defaults of systems.md P10: 11 in two hours are performance issues, 20 a partial outage, 50 a major one. Whether they count at all
 * while the other checks fail is decided with the component's status.
 */
import type { CheckOf } from '../model/check.ts';
import type { EpochMs } from '../model/ids.ts';
import type { Report, ReportBook } from '../model/reports.ts';
import type { Trouble } from '../model/status.ts';

export type ReportSettings = Pick<CheckOf<'count'>, 'within' | 'levels'>;

/** Spans in the time that counts: finer is no use to anybody, and each costs a place in the store. */
const SPANS = 120;
/** So many are kept at most, whatever the clock and the configuration did. */
const MOST_SPANS = 200;
/** And so many people: where more are needed for an outage, the same one may count twice. */
const MOST_PEOPLE = 2_000;

/** The book after one more word. What is too old to count is gone from it; the same person again is one report. */
export function addReports(book: ReportBook, report: Report, at: EpochMs, settings: ReportSettings): ReportBook {
  const said = report.text === '' ? book.said : report.text;
  if (report.kind === 'total') {
    return { ...book, said, total: [at, report.n] };
  }
  const { who } = report;
  const people = book.people.filter(([, when]) => when > at - settings.within);
  if (who === null) {
    return { ...book, said, people, spans: moreIn(book.spans, report.n, at, settings) };
  }
  return people.some(([known]) => known === who)
    ? { ...book, said, people }
    : {
        ...book,
        said,
        people: [...people, [who, at] as [string, number]].slice(-MOST_PEOPLE),
        spans: moreIn(book.spans, 1, at, settings),
      };
}

function moreIn(spans: ReportBook['spans'], n: number, at: EpochMs, { within }: ReportSettings): ReportBook['spans'] {
  const width = Math.max(1_000, Math.ceil(within / SPANS));
  const start = Math.floor(at / width) * width;
  const young = spans.filter(([begin]) => begin > at - within - width && begin !== start);
  const here = spans.find(([begin]) => begin === start)?.[1] ?? 0;
  const all = [...young, [start, here + n] as [number, number]].toSorted(([one], [other]) => one - other);
  return all.slice(-MOST_SPANS);
}

/**
 * Reports of the latest `within`. A span counts until its begin is older than that; so does a total, of which nobody can say how many
 * are still young.
 */
export function countReports({ spans, total }: ReportBook, at: EpochMs, { within }: ReportSettings): number {
  const young = (when: EpochMs): boolean => when > at - within;
  const counted = total !== null && young(total[0]) ? total[1] : 0;
  return spans.reduce((sum, [begin, n]) => (young(begin) ? sum + n : sum), counted);
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
