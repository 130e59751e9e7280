/**
 * How long to wait before the next try of a page. Pure; the dice are an argument.
 */

const FIRST_MS = 5_000;
const LONGEST_MS = 5 * 60_000;
/** What a receiver asks for is obeyed up to here: a page that waits longer helps nobody. */
const LONGEST_ASKED_MS = 3_600_000;

/** ms after the `attempts`-th try. Doubles from 5 s to 5 min, give or take a fifth; a receiver's own wish comes first. */
export function backOffMs(attempts: number, askedMs: number | undefined, random: () => number): number {
  const jitter = 0.8 + 0.4 * random();
  if (askedMs !== undefined) {
    // Never earlier than asked, and not all at the same moment.
    return Math.round(Math.min(askedMs, LONGEST_ASKED_MS) * (1 + 0.1 * random()));
  }
  return Math.round(Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS) * jitter);
}
