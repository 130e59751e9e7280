/** What the history says of what book was told, or why it was left alone. */
import type { InBook } from '../../../shared/rules/practable/availability.ts';

export const availabilityWords = {
  set: (name: string, { available, reason }: InBook): string =>
    available ? `${name} can be booked again: ${reason}` : `${name} cannot be booked any more: ${reason}`,
  would: (name: string, { available, reason }: InBook): string =>
    `Dry run: book would be told that ${name} ${available ? 'can' : 'cannot'} be booked: ${reason}`,
  left: (name: string, { available, reason }: InBook): string =>
    `${name} is ${available ? 'available' : 'unavailable'} in book, as somebody set it: ${reason}`,
} as const;
