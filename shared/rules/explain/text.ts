/**
 * An explanation for people at a terminal: a head, then one line each with the clock of a zone.
 */
import type { ExplainLine, Explanation } from '../../contract/explain.ts';
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';

/** @param zone IANA zone of the times, e.g. "Europe/Berlin" */
export function explanationText(explanation: Explanation, zone: string): readonly string[] {
  const { day, clock } = clocksOf(zone);
  const lines: string[] = [headOf(explanation, zone)];
  let today = '';
  for (const line of explanation.lines) {
    const date = day.format(line.at);
    lines.push(...(date === today ? [] : [date]), `  ${clock.format(line.at)}  ${lineText(line)}`);
    today = date;
  }
  return lines;
}

/** "Page to Kim by sms: step 1 of 2 of policy default (nothing held it back). Said: DOWN API: refused for 45 s" */
export function lineText({ text, because, said }: Pick<ExplainLine, 'text' | 'because' | 'said'>): string {
  return `${text}${because === '' ? '' : ` (${because})`}${said === '' ? '' : `. Said: ${said}`}`;
}

function headOf({ componentName, status, severity, incidentId, ...times }: Explanation, zone: string): string {
  const trouble = `${componentName}: ${status.replaceAll('_', ' ')} (${severity})`;
  return `${trouble}, ${lasted(times)}, incident ${incidentId} [${zone}]`;
}

function lasted({ since, recoveredAt, resolvedAt }: Pick<Explanation, 'since' | 'recoveredAt' | 'resolvedAt'>): string {
  const end: EpochMs | null = recoveredAt ?? resolvedAt;
  return end === null ? 'still open' : `lasted ${formatDuration(end - since)}`;
}

function clocksOf(timeZone: string): { readonly day: Intl.DateTimeFormat; readonly clock: Intl.DateTimeFormat } {
  return {
    day: new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }),
    clock: new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    }),
  };
}
