/**
 * Content lines of iCalendar (RFC 5545, section 3.1): escaped, folded at 75 octets, ended by CR LF.
 */
import type { EpochMs } from '../../model/ids.ts';

/** Octets of a line without its end; what continues begins with a space that counts. */
const MOST_OCTETS = 75;

/** `SUMMARY:On call: Primary (Kim)` with a text value; folded, without the last line's end. */
export function textLine(name: string, text: string): string {
  return folded(`${name}:${escaped(text)}`);
}

/** A line whose value is no text: a time, a number, a name of the standard. */
export function plainLine(name: string, value: string | number): string {
  return folded(`${name}:${value}`);
}

/** `20260105T080000Z`. Seconds: nothing in a calendar is finer. */
export function utcTime(at: EpochMs): string {
  return `${new Date(Math.floor(at / 1_000) * 1_000).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')}`;
}

/** Section 3.3.11. What no calendar may hold, the other control characters, becomes a space. */
export function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n|\u0085|\u2028|\u2029/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ');
}

/** Never inside a character: a half one is nobody's letter. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > MOST_OCTETS) {
      lines.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join('\r\n');
}

/** In UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
