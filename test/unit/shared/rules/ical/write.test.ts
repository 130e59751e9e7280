/** Calendars as RFC 5545 wants them: folded, escaped, ended, with names that stay and numbers that only grow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarBook, revise } from '../../../../../shared/rules/ical/book.ts';
import { escaped, textLine, utcTime } from '../../../../../shared/rules/ical/lines.ts';
import { calendarName, rosterEntries } from '../../../../../shared/rules/ical/roster.ts';
import { type CalendarEntry, calendarText } from '../../../../../shared/rules/ical/write.ts';
import { override, schedule, utc } from '../oncall/build.ts';
import { aCase, DAY_MS } from '../oncall/cases.ts';

const NOW = utc('2026-01-07T12:00Z');
const NAMES: Readonly<Record<string, string>> = { kim: 'Kim', ann: 'Ann', lee: 'Lee' };
const nameOf = (id: string) => NAMES[id] ?? id;
const octets = (line: string) => new TextEncoder().encode(line).length;

function entriesOf(change: Partial<Parameters<typeof rosterEntries>[0]> = {}): readonly CalendarEntry[] {
  return rosterEntries({
    schedules: [schedule({})],
    overrides: [],
    person: null,
    from: utc('2026-01-05T08:00Z'),
    to: utc('2026-01-26T08:00Z'),
    nameOf,
    ...change,
  });
}

describe('a line', () => {
  it.each([
    ['a; b, c', 'a\\; b\\, c'],
    ['back\\slash', 'back\\\\slash'],
    ['two\r\nlines\nand\rthree', 'two\\nlines\\nand\\nthree'],
    ['bell \u0007 and escape \u001b[31m', 'bell   and escape  [31m'],
    ['Größe 🔔', 'Größe 🔔'],
  ])('escapes %j', (text, expected) => {
    expect(escaped(text)).toBe(expected);
  });

  it('is folded at 75 octets, never inside a character, and unfolds to what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const line = textLine('SUMMARY', text);
        const pieces = line.split('\r\n');
        expect(pieces.every((piece) => octets(piece) <= 75)).toBe(true);
        expect(pieces.slice(1).every((piece) => piece.startsWith(' '))).toBe(true);
        expect(line).not.toContain('\ufffd');
        expect(line.replaceAll('\r\n ', '')).toBe(`SUMMARY:${escaped(text)}`);
      }),
    );
  });

  it('has times in UTC, to the second', () => {
    expect(utcTime(Date.UTC(2026, 0, 5, 8, 0, 0, 999))).toBe('20260105T080000Z');
  });
});

describe('a roster as a calendar', () => {
  it('is published with its name, asked again every quarter of an hour, one event for each shift', () => {
    const revised = revise({}, entriesOf().slice(0, 1), NOW);
    const name = calendarName([schedule({})], null, nameOf);
    expect(calendarText({ name, entries: revised.entries, now: NOW }).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Watchbell//Watchbell//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'NAME:On call: Operations',
      'X-WR-CALNAME:On call: Operations',
      'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
      'X-PUBLISHED-TTL:PT15M',
      'BEGIN:VEVENT',
      'UID:ops/layer-1/2026-01-05T08:00:00.000Z@watchbell',
      'DTSTAMP:20260107T120000Z',
      'DTSTART:20260105T080000Z',
      'DTEND:20260112T080000Z',
      'SUMMARY:On call: Operations (Kim)',
      'DESCRIPTION:Kim\\, turn 1 of 3 (week of Mon 5 Jan)',
      'SEQUENCE:0',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it("has only one person's part, under the same names", () => {
    const all = new Set(entriesOf().map(({ uid }) => uid));
    const own = entriesOf({ person: 'ann' as never });
    expect(own.map(({ title }) => title)).toEqual(['On call: Operations (Ann)']);
    expect(own.every(({ uid }) => all.has(uid))).toBe(true);
    expect(calendarName([schedule({}), schedule({})], 'ann' as never, nameOf)).toBe('On call (Ann)');
  });

  it('keeps the name of a shift when another person has it', () => {
    const before = entriesOf();
    const after = entriesOf({ schedules: [schedule({ people: ['lee', 'ann', 'kim'] })] });
    expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
    expect(after[0]?.title).toBe('On call: Operations (Lee)');
  });

  it('has each name once, and the same ones whatever range is asked for, in any zone with any overrides', () => {
    fc.assert(
      fc.property(aCase, ({ of, stored, from, to, at }) => {
        const base = { schedules: [of], overrides: stored, person: null, nameOf };
        const wide = rosterEntries({ ...base, from: from - 3 * DAY_MS, to: to + 3 * DAY_MS });
        const uids = wide.map(({ uid }) => uid);
        expect(new Set(uids).size).toBe(uids.length);
        for (const entry of rosterEntries({ ...base, from: at, to: Math.max(at + 1, to) })) {
          expect(wide).toContainEqual(entry);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the numbers of an entry', () => {
  const swap = override({
    kind: 'replace',
    person: 'kim',
    by: 'lee',
    from: '2026-01-10T08:00Z',
    to: '2026-01-13T08:00Z',
  });
  const first = revise({}, entriesOf(), NOW);

  it('begin at 0, and stay there while nothing changes', () => {
    expect(first.entries.map(({ sequence, changedAt }) => [sequence, changedAt])).toEqual([
      [0, null],
      [0, null],
      [0, null],
    ]);
    const again = revise(first.book, entriesOf(), NOW + DAY_MS);
    expect(again.book).toBe(first.book);
  });

  it('grow with a change of the shift, with its time, and only of that one', () => {
    const changed = revise(first.book, entriesOf({ overrides: [swap] }), NOW + 1_000);
    const [kim, lee, ...others] = changed.entries;
    expect(kim).toMatchObject({ sequence: 1, changedAt: NOW + 1_000, to: swap.from });
    expect(lee).toMatchObject({ sequence: 0, changedAt: null, title: 'On call: Operations (Lee)' });
    expect(others.every(({ sequence }) => sequence === 0)).toBe(true);
    const back = revise(changed.book, entriesOf(), NOW + 2_000);
    expect(back.entries[0]).toMatchObject({ sequence: 2, changedAt: NOW + 2_000 });
  });

  it('do not grow for another reason in words', () => {
    const other = entriesOf().map((entry) => ({ ...entry, description: 'said otherwise' }));
    expect(revise(first.book, other, NOW).entries.every(({ sequence }) => sequence === 0)).toBe(true);
  });

  it('are forgotten a month after the end', () => {
    const later = entriesOf({ from: utc('2026-06-03T00:00Z'), to: utc('2026-06-04T00:00Z') });
    const book: CalendarBook = revise(first.book, later, utc('2026-06-01T00:00Z')).book;
    expect(Object.keys(book)).toHaveLength(1);
  });
});
