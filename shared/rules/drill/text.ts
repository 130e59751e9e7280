/**
 * A drill for people: one line for each thing that happened, and the summary as a table.
 */

import type { DrillComponent, DrillLine, DrillSummary } from '../../model/drill/line.ts';
import { formatDuration } from '../../model/duration.ts';

/** `  3:03:00  page         web  i1 critical  kim by native: third failure in a row (refused)`, or with days `2 d 3:03:00`. */
export function lineText(line: DrillLine): string {
  const parts = [
    elapsedText(line.at).padStart(12),
    line.type.padEnd(13),
    (line.component ?? '-').padEnd(16),
    [line.incident, line.severity, line.step === undefined ? undefined : `step ${line.step}`]
      .filter((part) => part !== undefined)
      .join(' '),
    what(line),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function what({ type, person, channel, from, to, until, because }: DrillLine): string {
  const who = [person, channel === undefined ? undefined : `by ${channel}`]
    .filter((part) => part !== undefined)
    .join(' ');
  switch (type) {
    case 'state':
      return `${from} -> ${to}: ${because}`;
    case 'watcher':
      return `${to}: ${because}`;
    case 'held':
      return `${who} until ${until === undefined || until === null ? 'nobody knows' : elapsedText(until)}: ${because}`.trim();
    default:
      return who === '' ? because : `${who}: ${because}`;
  }
}

/** `3:03:00`, `2 d 3:03:00`; with milliseconds where there are any. */
export function elapsedText(ms: number): string {
  const whole = Math.floor(ms / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(whole / 86_400);
  const time = `${Math.floor(whole / 3_600) % 24}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  const rest = Math.round(ms - whole * 1_000);
  return `${days > 0 ? `${days} d ` : ''}${time}${rest > 0 ? `.${String(rest).padStart(3, '0')}` : ''}`;
}

/** The table, line by line. */
export function summaryText(summary: DrillSummary): readonly string[] {
  const { pages, closes, reminders, held, checks, notWatchingSeconds, components } = summary;
  const isTold = (own: DrillComponent): boolean => own.stretches.length > 0 || own.falselyOperationalSeconds > 0;
  const rows = Object.entries(components).flatMap(([id, own]) => (isTold(own) ? rowsOf(id, own) : []));
  const quiet = Object.values(components).filter((own) => !isTold(own));
  return [
    `${pages} pages, ${closes} closing messages, ${reminders} reminders, ${held} held back; ${checks} checks run; not watching for ${secondsText(notWatchingSeconds)}`,
    ...(rows.length === 0 ? [] : tableOf([HEAD, ...rows])),
    ...(quiet.length > 0 ? [quietText(quiet)] : []),
  ];
}

function quietText(quiet: readonly DrillComponent[]): string {
  const longest = Math.max(...quiet.map(({ notWatchingSeconds }) => notWatchingSeconds));
  const who = quiet.length === 1 ? '1 component was' : `${quiet.length} components were`;
  return `${who} never down; not watched for at most ${secondsText(longest)}`;
}

const HEAD = [
  'component',
  'down from',
  'for',
  'shown after',
  'paged after',
  'reached after',
  'green while not, in all',
  'not watched, in all',
] as const;

function rowsOf(
  id: string,
  { stretches, falselyOperationalSeconds, notWatchingSeconds }: DrillComponent,
): readonly (readonly string[])[] {
  const inAll = [secondsText(falselyOperationalSeconds), secondsText(notWatchingSeconds)];
  if (stretches.length === 0) {
    return [[id, '', '', '', '', '', ...inAll]];
  }
  return stretches.map(({ from, to, timeToShowMs, timeToPageMs, timeToDeliveredMs }, index) => [
    id,
    elapsedText(from),
    formatDuration(to - from),
    timeToShowMs === null ? 'never' : formatDuration(timeToShowMs),
    timeToPageMs === null ? 'nobody' : formatDuration(timeToPageMs),
    timeToDeliveredMs === null ? 'nobody' : formatDuration(timeToDeliveredMs),
    ...(index === 0 ? inAll : []),
  ]);
}

const secondsText = (seconds: number): string => formatDuration(seconds * 1_000);

function tableOf(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
