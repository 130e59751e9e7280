/**
 * The mail of a round, line by line as the practable status server writes it (recorded: test/fixtures/mails/practable-*.eml), so that
 * what people and programs make of it goes on working.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { HealthLine } from '../../model/practable/mail-ledger.ts';
import { goTime } from './go-text.ts';

export interface Digest {
  readonly at: EpochMs;
  /** Since the last mail. More than one of an experiment where it changed again before that could go. */
  readonly events: readonly HealthLine[];
  /** Of the system itself: "relay has no fresh reports so may be down". */
  readonly alerts: readonly string[];
  /** Every experiment with an issue, as it is now. */
  readonly problems: readonly HealthLine[];
}

/** @param subject what the subject begins with */
export function digestSubject({ events }: Pick<Digest, 'events'>, subject: string): string {
  return `${subject} ${events.length} new health events `;
}

/** @param link where more is to be read; null: nowhere */
export function digestText({ at, events, alerts, problems }: Digest, link: string | null): string {
  const bad = events.filter(({ issues }) => issues.length > 0);
  const well = events.filter(({ issues }) => issues.length === 0);
  return [
    `System time: ${goTime(at)}`,
    ...(alerts.length > 0 ? ['', 'System alerts:', ...alerts] : []),
    `There are ${events.length} new health events (${bad.length} issues, ${well.length} ok): `,
    ...lines(bad),
    ...lines(well),
    '',
    '',
    problemsText(problems),
    ...(link === null ? [''] : ['', '', ` For the latest complete status information, please go to ${link}`, '']),
  ].join('\n');
}

/** The list to copy and to forward. */
export const problemsText = (problems: readonly HealthLine[]): string =>
  [' All new and existing health issues:', ...lines(problems)].join('\n');

/** `aaaa00 ><   U [missing jump]` */
const lines = (all: readonly HealthLine[]): readonly string[] =>
  all.toSorted(byStub).map(({ stub, issues, available }) => {
    const code = codeOf(issues.length > 0, available);
    return `${stub}${code}${issues.length > 0 ? `[${issues.join(', ')}]` : ''}`;
  });

/** Of one experiment in the order in which they were: sorting keeps that. */
const byStub = ({ stub: one }: HealthLine, { stub: other }: HealthLine): number =>
  one < other ? -1 : one > other ? 1 : 0;

/** A: it can be booked, U: it cannot; neither: nobody knows. */
function codeOf(wrong: boolean, available: boolean | null): string {
  switch (available) {
    case true:
      return wrong ? ' -- A   ' : ' ok A   ';
    case false:
      return wrong ? ' ><   U ' : ' ok   U  ';
    case null:
      return wrong ? ' --     ' : ' ok      ';
  }
}
