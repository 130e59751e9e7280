/**
 * What calendars were last told of each entry: so that a change has the next number, and only a change.
 *
 * An entry that nobody has seen before has number 0. The book forgets what has been over for a month.
 */
import { z } from 'zod';
import type { EpochMs } from '../../model/ids.ts';
import type { CalendarEntry, Revision } from './write.ts';

const Kept = z.object({
  from: z.number(),
  to: z.number(),
  title: z.string(),
  sequence: z.number().int(),
  changedAt: z.number().nullable(),
});
/** By the entry's UID. */
export const CalendarBook = z.record(z.string(), Kept);
export type CalendarBook = z.infer<typeof CalendarBook>;

const FORGET_AFTER_MS = 30 * 86_400_000;

export interface Revised {
  readonly entries: readonly (CalendarEntry & Revision)[];
  /** The same object when nothing in it has changed. */
  readonly book: CalendarBook;
}

export function revise(book: CalendarBook, entries: readonly CalendarEntry[], now: EpochMs): Revised {
  const told = new Map(Object.entries(book));
  let changed = false;
  const revised = entries.map((entry) => {
    const known = told.get(entry.uid);
    if (known !== undefined && isSame(known, entry)) {
      return { ...entry, sequence: known.sequence, changedAt: known.changedAt };
    }
    const revision = known === undefined ? FIRST : { sequence: known.sequence + 1, changedAt: now };
    const { uid, from, to, title } = entry;
    told.set(uid, { from, to, title, ...revision });
    changed = true;
    return { ...entry, ...revision };
  });
  if (!changed) {
    return { entries: revised, book };
  }
  const kept = [...told].filter(([, { to }]) => to > now - FORGET_AFTER_MS);
  return { entries: revised, book: Object.fromEntries(kept) };
}

const FIRST: Revision = { sequence: 0, changedAt: null };

/** What a reader of the calendar would see of it. */
function isSame(known: z.infer<typeof Kept>, { from, to, title }: CalendarEntry): boolean {
  return known.from === from && known.to === to && known.title === title;
}
