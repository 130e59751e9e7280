/**
 * Every minute the auditor's rule over the books; what it finds twice in a row is told. No decision lives here.
 */
import { audit, type Books, type Difference, lasting } from '../../../shared/rules/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Verdict } from './report.ts';

const EVERY_MS = 60_000;
/** Sentences in one page; the rest are counted. */
const MOST_TEXTS = 3;

export interface Auditor {
  /** A round, if it is time for one. */
  look(): void;
  /** Null: not two rounds yet. */
  verdict(): Verdict | null;
  /** What was believed before means nothing now. */
  startAgain(): void;
}

export function createAuditor(clock: Clock, books: () => Books): Auditor {
  let roundAt = clock.monotonicMs();
  let before: readonly Difference[] | null = null;
  let verdict: Verdict | null = null;

  function conclude(found: readonly Difference[]): Verdict {
    const texts = found.map(({ text }) => text);
    if (texts.length === 0) {
      return { well: true };
    }
    const more = texts.length - MOST_TEXTS;
    const detail = `The auditor found: ${texts.slice(0, MOST_TEXTS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
    return { well: false, since: clock.now(), detail };
  }

  return {
    look() {
      const now = clock.monotonicMs();
      if (now - roundAt < EVERY_MS) {
        return;
      }
      roundAt = now;
      const found = audit(books());
      verdict = before === null ? verdict : conclude(lasting(before, found));
      before = found;
    },
    verdict: () => verdict,
    startAgain() {
      roundAt = clock.monotonicMs();
      before = null;
    },
  };
}
