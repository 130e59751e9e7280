/**
 * A line of the log as a person at a terminal wants it: time, level, words, and below them what belongs to them.
 *
 * Pure. What cannot be read is given back as it came: an unreadable log line is still a log line.
 */

/** pino's numbers (https://getpino.io, "Level Mapping"). */
const LEVELS: Readonly<Record<number, string>> = { 30: 'info', 40: 'warning', 50: 'error' };

/** `line` is one JSON line of the log; the result ends with a line break and may have several lines. */
export function forTerminal(line: string): string {
  const entry = parsed(line);
  if (entry === null) {
    return line;
  }
  const { level, time, msg, ...fields } = entry;
  const head = `${clockOf(time)}${LEVELS[Number(level)] ?? 'log'}: ${String(msg)}\n`;
  return Object.entries(fields).reduce((text, [name, value]) => text + fieldLines(name, value), head);
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** `2026-11-21T10:00:06.746Z` -> `10:00:06Z `. */
function clockOf(time: unknown): string {
  const clock = /T(\d\d:\d\d:\d\d)/.exec(String(time))?.[1];
  return clock === undefined ? '' : `${clock}Z `;
}

function fieldLines(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return value.map((one) => `  ${textOf(one)}\n`).join('');
  }
  return `  ${name}: ${textOf(value)}\n`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
