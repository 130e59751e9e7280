/**
 * Events as CSV (RFC 4180) and as JSON. Pure.
 *
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front: texts in the history come from outside.
 */
import type { WatchEvent } from '../../shared/model/event.ts';

const COLUMNS = ['seq', 'time', 'type', 'component', 'incident', 'person', 'channel', 'text', 'data'] as const;

export function csvOf(events: readonly WatchEvent[]): string {
  const rows = events.map((event) => [
    String(event.seq),
    new Date(event.at).toISOString(),
    event.type,
    event.componentId ?? '',
    event.incidentId ?? '',
    event.personId ?? '',
    event.channelId ?? '',
    event.text,
    JSON.stringify(event.data),
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

export function jsonOf(events: readonly WatchEvent[]): string {
  return `${JSON.stringify(
    events.map((event) => ({ ...event, time: new Date(event.at).toISOString() })),
    null,
    2,
  )}\n`;
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
