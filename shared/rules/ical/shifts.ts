/**
 * Who is on call by a calendar: events matched to people by what the configuration says, and by nothing else.
 *
 * Attendees count first; without one that is known, the title. What names nobody, or more than one in a title, counts for nothing
 * and is said: nobody is woken by a guess.
 */
import type { CalendarFile, ImportedShift } from '../../model/calendar.ts';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { CalendarEvent } from './event.ts';
import { type Occurrences, occurrencesOf } from './expand.ts';

/** More are counted. */
const MOST_NAMED = 5;

export interface CalendarShifts {
  /** By their beginning. */
  readonly shifts: readonly ImportedShift[];
  readonly notes: readonly string[];
}

export function calendarShifts(
  events: readonly CalendarEvent[],
  people: CalendarFile['people'],
  from: EpochMs,
  to: EpochMs,
): CalendarShifts {
  const { occurrences, notes }: Occurrences = occurrencesOf(events, from, to);
  const match = matcher(people);
  const unknown = new Set<string>();
  const shifts = occurrences.flatMap(({ event, ...span }) => {
    const found = match(event);
    if (typeof found === 'string') {
      unknown.add(found);
      return [];
    }
    return found.map((personId): ImportedShift => ({ personId, ...span, title: event.title }));
  });
  const named = [...unknown].slice(0, MOST_NAMED);
  const rest = unknown.size - named.length;
  return { shifts, notes: [...notes, ...named, ...(rest > 0 ? [`${rest} more events name nobody for certain`] : [])] };
}

/** The people of an event; a text says why it is nobody. */
function matcher(people: CalendarFile['people']): (event: CalendarEvent) => readonly PersonId[] | string {
  const keys = new Map(Object.entries(people).map(([key, person]) => [key.toLowerCase(), person]));
  // Longer names first, so that "Kim Lee" is not Kim.
  const names = [...keys]
    .sort(([a], [b]) => b.length - a.length)
    .map(([key, person]) => ({ person, word: wholeWord(key) }));
  return ({ title, attendees }) => {
    const invited = [...new Set(attendees.flatMap((attendee) => keys.get(attendee.toLowerCase()) ?? []))];
    if (invited.length > 0) {
      return invited;
    }
    let rest = title;
    const inTitle = new Set<PersonId>();
    for (const { person, word } of names) {
      const without = rest.replaceAll(word, ' ');
      if (without !== rest) {
        inTitle.add(person);
        rest = without;
      }
    }
    const [only, ...others] = inTitle;
    if (only === undefined) {
      return `“${title}” names nobody of \`people\``;
    }
    return others.length === 0 ? [only] : `“${title}” names more than one of \`people\``;
  };
}

/** Not inside another word, in any script. */
function wholeWord(text: string): RegExp {
  const plain = text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, 'giu');
}
