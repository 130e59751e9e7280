/** Out and in again: a roster that was written as a calendar is read as the same shifts, in any zone, with any overrides. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCalendarText } from '../../../../../electron/links/calendars/read-text.ts';
import { PersonId } from '../../../../../shared/model/ids.ts';
import { revise } from '../../../../../shared/rules/ical/book.ts';
import { rosterEntries } from '../../../../../shared/rules/ical/roster.ts';
import { calendarShifts } from '../../../../../shared/rules/ical/shifts.ts';
import { calendarText } from '../../../../../shared/rules/ical/write.ts';
import { shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { schedule } from '../../../shared/rules/oncall/build.ts';
import { aCase, PEOPLE } from '../../../shared/rules/oncall/cases.ts';
import { ZONES } from '../../../shared/rules/oncall/zones.ts';

const people = Object.fromEntries(PEOPLE.map((id) => [id.toUpperCase(), PersonId.parse(id)]));
/** Names in capitals, so that they can be told from ids. */
const nameOf = (id: string) => id.toUpperCase();
const second = (at: number) => Math.floor(at / 1_000) * 1_000;

describe('a roster as a calendar, and back', () => {
  it('is the same people at the same times', async () => {
    await fc.assert(
      fc.asyncProperty(aCase, fc.constantFrom(...ZONES), async ({ of, stored, from, to }, readerZone) => {
        const entries = rosterEntries({ schedules: [of], overrides: stored, person: null, from, to, nameOf });
        const text = calendarText({ name: 'x', entries: revise({}, entries, from).entries, now: from });
        const read = await readCalendarText(text, readerZone);
        expect(read.ok && read.notes).toEqual([]);
        const { shifts, notes } = calendarShifts(read.ok ? read.events : [], people, from, to);
        expect(notes).toEqual([]);
        // What lasts less than a second has no length in a calendar.
        const expected = entries.filter((entry) => second(entry.from) < second(entry.to) && second(entry.to) > from);
        const told = shifts.map((shift) => `${shift.from} ${shift.to} ${shift.title}`).sort();
        expect(told).toEqual(
          expected.map((entry) => `${second(entry.from)} ${second(entry.to)} ${entry.title}`).sort(),
        );
        expect(shifts.every(({ personId, title }) => title.endsWith(`(${nameOf(personId)})`))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('puts the same people on call, as the only layer of another schedule', async () => {
    await fc.assert(
      fc.asyncProperty(aCase, async ({ of, stored, from, to }) => {
        const entries = rosterEntries({ schedules: [of], overrides: stored, person: null, from, to, nameOf });
        const text = calendarText({ name: 'x', entries: revise({}, entries, from).entries, now: from });
        const read = await readCalendarText(text, of.timeZone);
        const imported = calendarShifts(read.ok ? read.events : [], people, from, to).shifts;
        const calendar = { url: 'https://calendar.example/x.ics', as: 'layer' as const, people, refresh: 900_000 };
        const other = { ...schedule({ zone: of.timeZone }), calendar, imported };
        const alone = { ...other, rotation: undefined, layers: [] };
        const ids = (one: typeof alone, overrides: typeof stored, at: number) =>
          shiftsBetween(one, overrides, at, at + 1)[0]
            ?.people.map(({ personId }) => personId)
            .sort();
        for (let at = second(from) + 1_000; at < to - 1_000; at += Math.max(1_000, (to - from) / 40)) {
          const whole = second(at);
          // Within a second of a handoff the calendar, which knows seconds only, may be ahead.
          const steady = shiftsBetween(of, stored, whole - 1_000, whole + 1_000).length === 1;
          if (steady) {
            expect(ids(alone, [], whole)).toEqual(
              shiftsBetween(of, stored, whole, whole + 1)[0]
                ?.people.map(({ personId }) => personId)
                .sort(),
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
