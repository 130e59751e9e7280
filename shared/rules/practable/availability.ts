/**
 * Whether an experiment is set available or unavailable in book: only what differs, and never against somebody's own hand.
 *
 * Book is asked first. The original supposed everything to be unavailable until it had set it, so what was bad from the start stayed
 * bookable.
 */
import type { BookEntry } from '../../model/practable/book-entry.ts';
import type { SystemId } from '../../model/practable/settings.ts';
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

export const newBookEntry = (system: SystemId, stub: string, name: string): BookEntry => ({
  ...{ system, stub, name },
  ours: null,
  doing: null,
  byHand: false,
  would: null,
});

/** @param wanted null: nobody can tell now */
export function bookStep(
  entry: BookEntry,
  book: InBook,
  wanted: boolean | null,
  issues: readonly string[],
  mode: SettingMode,
): BookStep {
  if (mode === 'never') {
    return !book.available && isOurs(entry, book)
      ? { kind: 'set', available: true, reason: `given back${BY}` }
      : { kind: 'leave', because: 'as-wanted' };
  }
  if (wanted === null) {
    return { kind: 'leave', because: 'unknown' };
  }
  if (book.available === wanted) {
    return { kind: 'leave', because: !wanted && !isOurs(entry, book) ? 'by-hand' : 'as-wanted' };
  }
  if (wanted) {
    return isOurs(entry, book)
      ? { kind: 'set', available: true, reason: `its required streams are well again${BY}` }
      : { kind: 'leave', because: 'by-hand' };
  }
  const overruled = entry.byHand || (entry.ours !== null && !RELOADED.test(book.reason) && !wasFreed(entry, book));
  return overruled
    ? { kind: 'leave', because: 'by-hand' }
    : { kind: 'set', available: false, reason: reasonOf(issues) };
}

/** Unavailable by us: with the words that we sent, or were about to send when we were cut off. */
function isOurs({ ours, doing }: BookEntry, { reason }: InBook): boolean {
  const sent = [ours, doing?.available === false ? doing.reason : null];
  return sent.some((words) => words !== null && (reason === words || reason === `${BOOK_SAYS}${words}`));
}

/** Available by us, though we were cut off before we could note it. */
const wasFreed = ({ doing }: BookEntry, { reason }: InBook): boolean =>
  doing?.available === true && doing.reason === reason;

/** The entry after book was read and found to be left as it is. */
export function entryAfterRead(entry: BookEntry, book: InBook, step: BookStep): BookEntry {
  if (step.kind === 'set' || step.because === 'unknown') {
    return entry;
  }
  const byUs = !book.available && isOurs(entry, book);
  const ours = byUs ? (entry.ours ?? entry.doing?.reason ?? null) : null;
  return { ...entry, ours, doing: null, byHand: step.because === 'by-hand' };
}

/** Book took it. */
export function entryAfterSet(entry: BookEntry, { available, reason }: InBook): BookEntry {
  return { ...entry, ours: available ? null : reason, doing: null, byHand: false, would: null };
}

function reasonOf(issues: readonly string[]): string {
  const words = issues.filter((issue) => issue !== 'missing jump').join(', ');
  const most = LONGEST_REASON - BY.length;
  return `${words.length > most ? `${words.slice(0, most - 1)}…` : words}${BY}`;
}
