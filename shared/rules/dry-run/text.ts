/**
 * A dry run for people at a terminal: who hears what when, then everything that the rules said on the way.
 */
import type { DryRun, DryRunEnd, DryRunPage } from '../../contract/dry-run.ts';
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import { lineText } from '../explain/text.ts';

export const DRY_RUN_END_WORDS: Readonly<Record<DryRunEnd, string>> = {
  reminder: 'Reminders go on from here, ever more rarely, until somebody answers',
  'all-said': 'Nothing more is said until somebody answers, it gets worse or it recovers',
  unheard: 'A whole round has reached nobody; it is tried again, and again',
  held: 'It stays held back for as long as that lasts',
  nothing: 'No incident comes of it',
  horizon: 'Nothing more within a week',
};

/** @param zone IANA zone of the times */
export function dryRunText(run: DryRun, zone: string): readonly string[] {
  const when = clockOf(zone);
  const { componentName, at, severity, pages, lines, end, notes } = run;
  const heard = pages.map((page) => `  ${after(page.at - at)}  ${when(page.at)}  ${pageText(page)}`);
  return [
    `If ${componentName} failed at ${when(at)} and nobody answered (severity ${severity ?? 'none'}) [${zone}]`,
    ...(heard.length === 0 ? ['  NOBODY is told'] : heard),
    `  ${DRY_RUN_END_WORDS[end]}`,
    'On the way',
    ...lines.map((line) => `  ${after(line.at - at)}  ${when(line.at)}  ${lineText({ ...line, said: '' })}`),
    ...notes.map((note) => `Note: ${note}`),
  ];
}

/** "Kim by kim-sms (step 1 of 2 of policy default; on call: …): DOWN API: …" */
export function pageText({ who, personId, channelId, because, said }: DryRunPage): string {
  return `${personId === null ? who : `${who} by ${channelId}`} (${because}): ${said}`;
}

const after = (ms: number): string => `+${formatDuration(ms)}`.padEnd(12);

function clockOf(timeZone: string): (at: EpochMs) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => format.format(at);
}
