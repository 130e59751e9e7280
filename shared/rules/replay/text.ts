/**
 * A replay for people: one line for each trouble, both sides of it, and what it comes to.
 */
import type { ReplayReport, ReplayRow, ReplayVerdict } from '../../contract/replay.ts';
import { formatDuration } from '../../model/duration.ts';

export const VERDICT_WORDS: Readonly<Record<ReplayVerdict, string>> = {
  same: 'paged by both',
  other: 'both page, but not the same',
  new: 'only the replay pages',
  gone: 'only the history paged',
  silent: 'nobody is paged',
};

/** `2026-01-05T10:00:00.000Z  shop  only the replay pages  happened: no page  replayed: kim after 57 s (critical)` */
export function replayRowText(row: ReplayRow): string {
  const { componentId, verdict, happened, replayed } = row;
  const since = Math.min(happened?.since ?? Number.POSITIVE_INFINITY, replayed?.since ?? Number.POSITIVE_INFINITY);
  return [
    new Date(since).toISOString(),
    componentId,
    VERDICT_WORDS[verdict],
    `happened: ${sideText(row, 'happened')}`,
    `replayed: ${sideText(row, 'replayed')}`,
  ].join('  ');
}

/** "kim after 57 s (critical)", "no page", "no trouble"; where both page but not the same, with channels, and who came later. */
export function sideText(row: ReplayRow, side: 'happened' | 'replayed'): string {
  const incident = row[side];
  const detectMs = side === 'happened' ? row.happenedDetectMs : row.replayedDetectMs;
  if (incident === null) {
    return 'no trouble';
  }
  if (detectMs === null) {
    return 'no page';
  }
  const { paged, firstTold, everTold, steps, severity } = incident;
  const whole = row.verdict === 'other';
  const later = everTold.filter((name) => !firstTold.includes(name));
  return [
    `${(whole ? firstTold : paged).join(', ')} after ${formatDuration(detectMs)} (${severity})`,
    ...(whole && later.length > 0 ? [`then ${later.join(', ')}`] : []),
    ...(whole && steps !== null ? [`${steps} ${steps === 1 ? 'step' : 'steps'}`] : []),
  ].join(', ');
}

export interface ReplayTotals {
  readonly happenedPages: number;
  readonly replayedPages: number;
  readonly new: number;
  readonly gone: number;
  /** Paged by both, but others, or to another step. */
  readonly other: number;
  /** Mean over those that page, in ms; null: none does. */
  readonly happenedDetectMs: number | null;
  readonly replayedDetectMs: number | null;
}

export function replayTotals({ rows }: ReplayReport): ReplayTotals {
  const count = (verdict: ReplayVerdict): number => rows.filter((row) => row.verdict === verdict).length;
  return {
    happenedPages: count('same') + count('other') + count('gone'),
    replayedPages: count('same') + count('other') + count('new'),
    new: count('new'),
    gone: count('gone'),
    other: count('other'),
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
      `${totals.replayedPages} would have been paged${detect(totals.replayedDetectMs)}: ${totals.new} more, ${totals.gone} fewer` +
      (totals.other > 0 ? `, ${totals.other} to others` : ''),
    ...(report.strangers > 0 ? [`${report.strangers} tries are of checks that this configuration does not have`] : []),
    ...(report.kindless > 0
      ? [
          `${report.kindless} failed tries are of before kinds of failure were kept: judged as failures of no special kind`,
        ]
      : []),
    ...(report.begunBefore > 0
      ? [`${counted(report.begunBefore, 'trouble')} began before the range and cannot be judged: begin earlier`]
      : []),
    ...(report.asItHappened > 0
      ? ['When we were away, out, or in a mass failure, and what its summary said, is taken as it happened']
      : []),
    ...(report.undone > 0
      ? [`${counted(report.undone, 'act')} by hand (quiet, maintenance, status) had no part in this`]
      : []),
  ];
}

const counted = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.round(known.reduce((sum, value) => sum + value, 0) / known.length);
}
