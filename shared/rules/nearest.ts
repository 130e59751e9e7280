/**
 * "Did you mean": the known name that a mistyped one was probably meant to be.
 *
 * A suggestion is help, not a correction: nothing in the house ever acts on it.
 */

/** One slip in every three characters is still a slip; more is another word. */
const LETTERS_PER_SLIP = 3;

/** Longer words cost quadratic time and are no typing slip. */
const LONGEST_WORD = 120;

/** The nearest of the known names, or null when none is near. Case does not count; the first of equals wins. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  if (wanted.length === 0 || wanted.length > LONGEST_WORD) {
    return null;
  }
  let best: string | null = null;
  let bestSlips = Math.max(1, Math.floor(wanted.length / LETTERS_PER_SLIP)) + 1;
  for (const name of known) {
    if (name.length > LONGEST_WORD || Math.abs(name.length - wanted.length) >= bestSlips) {
      continue; // cannot be nearer than what we have: thousands of ids stay cheap
    }
    const slips = slipsBetween(wanted, name.toLowerCase());
    if (slips < bestSlips) {
      best = name;
      bestSlips = slips;
    }
  }
  return best;
}

/** `; did you mean …?` to put after a sentence, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const name = nearest(word, known);
  return name === null ? '' : `; did you mean \`${name}\`?`;
}

/** Insertions, deletions, changes and swaps of neighbours that make one word the other (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? at(beforeLast, column - 2) + 1
          : Number.POSITIVE_INFINITY;
      current.push(Math.min(changed, at(last, column) + 1, at(current, column - 1) + 1, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
