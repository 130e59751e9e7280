/**
 * Whether an experiment is set available or unavailable in book: only what differs, and never against somebody's own hand.
 *
 * Book is asked first. The original supposed everything to be unavailable until it had set it, so what was bad from the start stayed
 * bookable.
 */
import type { BookNote } from '../../model/practable/book-note.ts';
import type { SETTING } from '../../model/practable/word.ts';

export type SettingMode = (typeof SETTING)[number];

/** As book has it. */
export interface InBook {
  readonly available: boolean;
  readonly reason: string;
}

export type BookStep =
  | { readonly kind: 'set'; readonly available: boolean; readonly reason: string }
  | { readonly kind: 'leave'; readonly because: 'as-wanted' | 'by-hand' | 'unknown' };

/** What book makes of the reason of whoever sets something unavailable. */
const BOOK_SAYS = 'unavailable because ';
/** Book has read its manifest anew: nobody's hand. */
const RELOADED = /^Loaded at /;
const LONGEST_REASON = 200;
const BY = ' (Watchbell)';

/** @param wanted null: nobody can tell now */
export function bookStep(
  note: BookNote,
  book: InBook,
  wanted: boolean | null,
  issues: readonly string[],
  mode: SettingMode,
): BookStep {
  if (mode === 'never') {
    return !book.available && isOurs(note, book)
      ? { kind: 'set', available: true, reason: `given back${BY}` }
      : { kind: 'leave', because: 'as-wanted' };
  }
  if (wanted === null) {
    return { kind: 'leave', because: 'unknown' };
  }
  if (book.available === wanted) {
    return { kind: 'leave', because: !wanted && !isOurs(note, book) ? 'by-hand' : 'as-wanted' };
  }
  if (wanted) {
    return isOurs(note, book)
      ? { kind: 'set', available: true, reason: `its required streams are well again${BY}` }
      : { kind: 'leave', because: 'by-hand' };
  }
  const overruled = note.byHand || (note.ours !== null && !RELOADED.test(book.reason) && !wasFreed(note, book));
  return overruled
    ? { kind: 'leave', because: 'by-hand' }
    : { kind: 'set', available: false, reason: reasonOf(issues) };
}

/** Unavailable by us: the words that we sent, or were about to send when we were cut off. Null: not by us. */
function ownWords({ ours, doing }: BookNote, { reason }: InBook): string | null {
  const sent = [ours, doing?.available === false ? doing.reason : null];
  return sent.find((words) => words !== null && (reason === words || reason === `${BOOK_SAYS}${words}`)) ?? null;
}

const isOurs = (note: BookNote, book: InBook): boolean => ownWords(note, book) !== null;

/** Available by us, though we were cut off before we could note it. */
const wasFreed = ({ doing }: BookNote, { reason }: InBook): boolean =>
  doing?.available === true && doing.reason === reason;

/** The note after book was read and found to be left as it is. */
export function noteAfterRead(note: BookNote, book: InBook, step: BookStep): BookNote {
  const seen = book.available;
  if (step.kind === 'set' || step.because === 'unknown') {
    return { ...note, seen };
  }
  return { ours: seen ? null : ownWords(note, book), doing: null, byHand: step.because === 'by-hand', seen };
}

/** Book took it. */
export const noteAfterSet = ({ available, reason }: InBook): BookNote => ({
  ours: available ? null : reason,
  doing: null,
  byHand: false,
  seen: available,
});

function reasonOf(issues: readonly string[]): string {
  const words = issues.filter((issue) => issue !== 'missing jump').join(', ');
  const most = LONGEST_REASON - BY.length;
  return `${words.length > most ? `${words.slice(0, most - 1)}…` : words}${BY}`;
}
