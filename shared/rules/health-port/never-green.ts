/**
 * Words that no load balancer takes for good news: HAProxy's `expect string OK` is a substring test, and finds it in BOOK and TOKEN.
 */

/** A line on a terminal; a longer one helps nobody. */
const LONGEST = 400;

/** The text without OK in capitals anywhere: a word that holds it is told in small letters. Lines stay lines. */
export function neverGreen(text: string): string {
  return text
    .split(/(\s+)/)
    .map((word) => (word.includes('OK') ? word.toLowerCase() : word))
    .join('');
}

/** One line of it, fit for a protocol of lines: no control characters (one between O and K would go, and join them), not too long. */
export function oneRedLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return neverGreen(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line);
}
