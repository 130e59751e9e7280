/**
 * What `watchbell oncall --ical` prints: the roster as one calendar, the same entries under the same names as the running app serves.
 */

import { revise } from '../../../shared/rules/ical/book.ts';
import { calendarName, type RosterQuestion, rosterEntries } from '../../../shared/rules/ical/roster.ts';
import { calendarText } from '../../../shared/rules/ical/write.ts';
import { bookIn, calendarRange } from '../../engine/calendars/out.ts';
import { systemClock } from '../../engine/system-clock.ts';
import type { Range, RangeOptions } from './times.ts';

/** Lines that end in CR: with the terminal's LF they end as RFC 5545 wants it. */
export function calendarLines(
  question: Omit<RosterQuestion, 'from' | 'to'>,
  options: RangeOptions,
  range: Range,
  values: ReadonlyMap<string, unknown>,
): readonly string[] {
  const now = systemClock.now();
  const asked = 'at' in range || (options.from === undefined && options.to === undefined) ? calendarRange(now) : range;
  // Only the running app writes down what calendars were told.
  const { entries } = revise(bookIn(values), rosterEntries({ ...question, ...asked }), now);
  const { schedules, person, nameOf } = question;
  const text = calendarText({ name: calendarName(schedules, person, nameOf), entries, now });
  return text.split('\n').slice(0, -1);
}
