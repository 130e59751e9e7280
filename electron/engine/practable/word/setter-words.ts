/** What the history says of what book was told, or why it was left alone. */
import type { BookEntry } from '../../../../shared/model/practable/book-entry.ts';
import type { InBook } from '../../../../shared/rules/practable/availability.ts';

export const setterWords = {
  set: (name: string, { available, reason }: InBook): string =>
    available ? `${name} can be booked again: ${reason}` : `${name} cannot be booked any more: ${reason}`,
  would: (name: string, { available, reason }: InBook): string =>
    `Dry run: book would be told that ${name} ${available ? 'can' : 'cannot'} be booked: ${reason}`,
  gone: (name: string): string => `${name} was made unavailable by us, and book does not know it any more`,
  /** Said once when somebody's hand is met. */
  left(name: string, before: BookEntry, after: BookEntry, { available, reason }: InBook): string | null {
    return after.byHand && !before.byHand
      ? `${name} is left ${available ? 'available' : 'unavailable'} in book, as somebody set it: ${reason}`
      : null;
  },
} as const;
