/**
 * A replay for people: one line for each trouble, both sides of it, and what it comes to.
 */
import type { ReplayedIncident, ReplayReport, ReplayRow, ReplayVerdict } from '../../contract/replay.ts';
import { formatDuration } from '../../model/duration.ts';

export const VERDICT_WORDS: Readonly<Record<ReplayVerdict, string>> = {
  same: 'paged by both',
  new: 'only the replay pages',
  gone: 'only the history paged',
  silent: 'nobody is paged',
};

/** `2026-01-05T10:00:00.000Z  shop  only the replay pages  happened: no page  replayed: kim after 57 s (critical)` */
export function replayRowText(row: ReplayRow): string {
  const { componentId, verdict, happened, replayed, happenedDetectMs, replayedDetectMs } = row;
  const since = Math.min(happened?.since ?? Number.POSITIVE_INFINITY, replayed?.since ?? Number.POSITIVE_INFINITY);
  return [
    new Date(since).toISOString(),
    componentId,
    VERDICT_WORDS[verdict],
    `happened: ${sideText(happened, happenedDetectMs)}`,
    `replayed: ${sideText(replayed, replayedDetectMs)}`,
  ].join('  ');
}

/** "kim after 57 s (critical)", "no page", "no trouble" */
export function sideText(incident: ReplayedIncident | null, detectMs: number | null): string {
  if (incident === null) {
    return 'no trouble';
  }
  return detectMs === null
    ? 'no page'
    : `${incident.paged.join(', ')} after ${formatDuration(detectMs)} (${incident.severity})`;
}

export interface ReplayTotals {
  readonly happenedPages: number;
  readonly replayedPages: number;
  readonly new: number;
  readonly gone: number;
  /** Mean over those that page, in ms; null: none does. */
  readonly happenedDetectMs: number | null;
  readonly replayedDetectMs: number | null;
}

export function replayTotals({ rows }: ReplayReport): ReplayTotals {
  const count = (verdict: ReplayVerdict): number => rows.filter((row) => row.verdict === verdict).length;
  return {
    happenedPages: count('same') + count('gone'),
    replayedPages: count('same') + count('new'),
    new: count('new'),
    gone: count('gone'),
    happenedDetectMs: meanOf(rows.map(({ happenedDetectMs }) => happenedDetectMs)),
    replayedDetectMs: meanOf(rows.map(({ replayedDetectMs }) => replayedDetectMs)),
  };
}

/** Sentences, one a line. */
export function replayTotalsText(report: ReplayReport): readonly string[] {
  const totals = replayTotals(report);
  const detect = (ms: number | null): string => (ms === null ? '' : `, ${formatDuration(ms)} to the page on the mean`);
  return [
    `${report.tries} tries judged again: ${totals.happenedPages} paged troubles happened${detect(totals.happenedDetectMs)}; ` +
      `${totals.replayedPages} would have been paged${detect(totals.replayedDetectMs)}: ${totals.new} more, ${totals.gone} fewer`,
    ...(report.strangers > 0 ? [`${report.strangers} tries are of checks that this configuration does not have`] : []),
    ...(report.kindless > 0
      ? [
          `${report.kindless} failed tries are of before kinds of failure were kept: judged as failures of no special kind`,
        ]
      : []),
  ];
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.round(known.reduce((sum, value) => sum + value, 0) / known.length);
}
