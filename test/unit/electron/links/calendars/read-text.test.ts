/** A shared calendar, from its text to who is on call: what is taken, what is not, and that it is said. */
import { describe, expect, it } from 'vitest';
import { readCalendarText } from '../../../../../electron/links/calendars/read-text.ts';
import { PersonId } from '../../../../../shared/model/ids.ts';
import { calendarShifts } from '../../../../../shared/rules/ical/shifts.ts';
import { workMs } from '../../../../harness/cpu-time.ts';

const [KIM, SAM] = ['kim', 'sam'].map((id) => PersonId.parse(id)) as [PersonId, PersonId];
const PEOPLE: Readonly<Record<string, PersonId>> = { 'kim@example.org': KIM, Kim: KIM, Sam: SAM };
const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2027, 0, 1);

const calendar = (...events: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
const KIM_MONDAY = ['UID:1', 'SUMMARY:On call: Kim', 'DTSTART:20260105T080000Z', 'DTEND:20260105T160000Z'];

interface Told {
  readonly shifts: readonly string[];
  readonly notes: readonly string[];
}

async function read(
  text: string,
  { people = PEOPLE, zone = 'Europe/Berlin', from = FROM, to = TO } = {},
): Promise<Told> {
  const found = await readCalendarText(text, zone);
  if (!found.ok) {
    return { shifts: [], notes: [found.reason] };
  }
  const { shifts, notes } = calendarShifts(found.events, people, from, to);
  const iso = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return {
    shifts: shifts.map((shift) => `${shift.personId} ${iso(shift.from)} - ${iso(shift.to)}`),
    notes: [...found.notes, ...notes],
  };
}

describe('times of an event', () => {
  it.each<{ what: string; lines: string[]; is: string; zone?: string }>([
    {
      what: 'in UTC',
      lines: ['DTSTART:20260105T080000Z', 'DTEND:20260105T160000Z'],
      is: '01-05 08:00 - 2026-01-05 16:00',
    },
    {
      what: 'in a zone of their own',
      lines: ['DTSTART;TZID=America/New_York:20260105T090000', 'DTEND;TZID=America/New_York:20260105T170000'],
      is: '01-05 14:00 - 2026-01-05 22:00',
    },
    {
      what: 'that begin in one zone and end in another',
      lines: ['DTSTART;TZID=Europe/Berlin:20260105T090000', 'DTEND;TZID=America/New_York:20260105T090000'],
      is: '01-05 08:00 - 2026-01-05 14:00',
    },
    {
      what: 'floating, on the schedule’s clock',
      lines: ['DTSTART:20260105T090000', 'DTEND:20260105T170000'],
      is: '01-05 08:00 - 2026-01-05 16:00',
    },
    {
      what: 'of a whole day, on the schedule’s clock',
      lines: ['DTSTART;VALUE=DATE:20260105', 'DTEND;VALUE=DATE:20260107'],
      is: '01-04 23:00 - 2026-01-06 23:00',
    },
    { what: 'of one day without an end', lines: ['DTSTART;VALUE=DATE:20260105'], is: '01-04 23:00 - 2026-01-05 23:00' },
    {
      what: 'of a day that forgot to say so',
      lines: ['DTSTART:20260105', 'DTEND:20260106'],
      is: '01-04 23:00 - 2026-01-05 23:00',
    },
    {
      what: 'with a length',
      lines: ['DTSTART:20260105T080000Z', 'DURATION:P1DT2H30M'],
      is: '01-05 08:00 - 2026-01-06 10:30',
    },
    {
      what: 'over a change of the clock, on the wall',
      lines: ['DTSTART;TZID=Europe/Berlin:20260328T090000', 'DTEND;TZID=Europe/Berlin:20260329T090000'],
      is: '03-28 08:00 - 2026-03-29 07:00',
    },
    {
      what: 'that the clock skips, from the first instant after it',
      lines: ['DTSTART;TZID=Europe/Berlin:20260329T023000', 'DTEND;TZID=Europe/Berlin:20260329T043000'],
      is: '03-29 01:00 - 2026-03-29 02:30',
    },
  ])('$what', async ({ lines, is }) => {
    expect(await read(calendar(event('UID:1', 'SUMMARY:Kim', ...lines)))).toEqual({
      shifts: [`kim 2026-${is}`],
      notes: [],
    });
  });

  it('in a zone that the calendar calls otherwise, and explains', async () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Our office', 'X-LIC-LOCATION:America/New_York', 'END:VTIMEZONE'].join(
      '\r\n',
    );
    const one = event('UID:1', 'SUMMARY:Kim', 'DTSTART;TZID=Our office:20260105T090000', 'DURATION:PT1H');
    expect(await read(calendar(zone, one))).toEqual({ shifts: ['kim 2026-01-05 14:00 - 2026-01-05 15:00'], notes: [] });
    const olson = one.replace('Our office', '/softwarestudio.org/Tzfile/Asia/Tokyo');
    expect((await read(calendar(olson))).shifts).toEqual(['kim 2026-01-05 00:00 - 2026-01-05 01:00']);
  });

  it('in a zone that nobody knows are read on the schedule’s clock, and that is said', async () => {
    const one = event('UID:1', 'SUMMARY:Kim', 'DTSTART;TZID=W. Europe Standard Time:20260105T090000', 'DURATION:PT1H');
    expect(await read(calendar(one))).toEqual({
      shifts: ['kim 2026-01-05 08:00 - 2026-01-05 09:00'],
      notes: ['Nobody knows the time zone “W. Europe Standard Time”: its times are read as Europe/Berlin'],
    });
  });

  it('without any length put nobody on call', async () => {
    expect(await read(calendar(event('UID:1', 'SUMMARY:Kim', 'DTSTART:20260105T080000Z')))).toEqual({
      shifts: [],
      notes: [],
    });
  });
});

describe('repetitions', () => {
  const weekly = [
    'UID:1',
    'SUMMARY:Kim',
    'DTSTART;TZID=Europe/Berlin:20260316T090000',
    'DTEND;TZID=Europe/Berlin:20260316T170000',
  ];
  const april = { from: Date.UTC(2026, 2, 16), to: Date.UTC(2026, 3, 13) };
  const WEEKS = ['03-16 08:00', '03-23 08:00', '03-30 07:00', '04-06 07:00'];
  const begins = ({ shifts }: Told) => shifts.map((one) => one.slice(9, 20));

  it('keep the wall clock over a change', async () => {
    expect(begins(await read(calendar(event(...weekly, 'RRULE:FREQ=WEEKLY')), april))).toEqual(WEEKS);
  });

  it('end at an instant, on the event’s own clock, the last one included', async () => {
    const until = 'RRULE:FREQ=WEEKLY;UNTIL=20260330T070000Z';
    expect(begins(await read(calendar(event(...weekly, until)), april))).toEqual(WEEKS.slice(0, 3));
    const before = 'RRULE:FREQ=WEEKLY;UNTIL=20260330T065959Z';
    expect(begins(await read(calendar(event(...weekly, before)), april))).toEqual(WEEKS.slice(0, 2));
    expect(begins(await read(calendar(event(...weekly, 'RRULE:FREQ=WEEKLY;UNTIL=20260330')), april))).toEqual(
      WEEKS.slice(0, 3),
    );
  });

  it.each([
    ['by its time', 'EXDATE;TZID=Europe/Berlin:20260323T090000'],
    ['by the same instant in another zone', 'EXDATE:20260323T080000Z'],
    ['by its day', 'EXDATE;VALUE=DATE:20260323'],
    ['beside others', 'EXDATE;TZID=Europe/Berlin:20260101T090000,20260323T090000'],
  ])('leave out what is lifted %s', async (_how, line) => {
    expect(begins(await read(calendar(event(...weekly, 'RRULE:FREQ=WEEKLY', line)), april))).toEqual([
      ...WEEKS.slice(0, 1),
      ...WEEKS.slice(2),
    ]);
  });

  it('have further dates, also without any rule', async () => {
    const dates = 'RDATE;TZID=Europe/Berlin:20260318T090000,20260402T090000';
    expect(begins(await read(calendar(event(...weekly, dates)), april))).toEqual([
      '03-16 08:00',
      '03-18 08:00',
      '04-02 07:00',
    ]);
  });

  it('have single ones that were moved, given to another, or called off; the latest word counts', async () => {
    const one = (id: string, ...lines: string[]) =>
      event('UID:1', `RECURRENCE-ID;TZID=Europe/Berlin:${id}T090000`, ...lines);
    const moved = one('20260323', 'SUMMARY:Sam', 'DTSTART:20260324T080000Z', 'DTEND:20260324T160000Z', 'SEQUENCE:2');
    const older = one('20260323', 'SUMMARY:Sam', 'DTSTART:20260325T080000Z', 'DTEND:20260325T160000Z', 'SEQUENCE:1');
    const off = one(
      '20260406',
      'SUMMARY:Kim',
      'DTSTART:20260406T070000Z',
      'DTEND:20260406T150000Z',
      'STATUS:CANCELLED',
    );
    const told = await read(calendar(event(...weekly, 'RRULE:FREQ=WEEKLY'), moved, older, off), april);
    expect(told.shifts.map((shift) => shift.slice(0, 20))).toEqual([
      'kim 2026-03-16 08:00',
      'sam 2026-03-24 08:00',
      'kim 2026-03-30 07:00',
    ]);
  });

  it('changed from one time on are not understood: only that one is, and it is said', async () => {
    const rest = event(
      'UID:1',
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260323T090000',
      'SUMMARY:Sam',
      'DTSTART:20260323T080000Z',
      'DTEND:20260323T160000Z',
    );
    const told = await read(calendar(event(...weekly, 'RRULE:FREQ=WEEKLY'), rest), april);
    expect(told.shifts.map((shift) => shift.slice(0, 3))).toEqual(['kim', 'sam', 'kim', 'kim']);
    expect(told.notes).toEqual(['“Sam” was changed from one of its times on: only that one is taken as changed']);
  });

  it.each([
    ['every second', 'RRULE:FREQ=SECONDLY', 'cannot be read: its rule of repetition is not understood (freq)'],
    ['by nonsense', 'RRULE:FREQ=SOMETIMES', 'cannot be read'],
    ['until never', 'RRULE:FREQ=WEEKLY;UNTIL=never', 'cannot be read: the end of its repetition is no time'],
    [
      'every second of an hour',
      'RRULE:FREQ=HOURLY;BYSECOND=1,2',
      'cannot be read: its rule of repetition is not understood (bysecond)',
    ],
    ['except by a rule', 'RRULE:FREQ=WEEKLY\r\nEXRULE:FREQ=MONTHLY', 'cannot be read: it leaves out times by a rule'],
    ['by two rules', 'RRULE:FREQ=WEEKLY\r\nRRULE:FREQ=DAILY', 'cannot be read: it has two rules'],
  ])('that go %s are said, and cost only themselves', async (_how, rule, says) => {
    const told = await read(calendar(event(...weekly, rule), event(...KIM_MONDAY)));
    expect(told.shifts).toHaveLength(1);
    expect(told.notes).toEqual([expect.stringContaining(`“Kim” ${says}`)]);
  });

  it('that fit no day for ever come to an end, in no time', async () => {
    const never = event(...weekly, 'RRULE:FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2');
    const ever = event(
      'UID:2',
      'SUMMARY:Kim',
      'DTSTART:19000101T000000Z',
      'DURATION:PT1H',
      'RRULE:FREQ=HOURLY;COUNT=9999999',
    );
    const began = workMs();
    const told = await read(calendar(never, ever));
    expect(workMs() - began).toBeLessThan(5_000);
    expect(told.shifts).toEqual(['kim 2026-03-16 08:00 - 2026-03-16 16:00']);
    expect(told.notes).toEqual(['“Kim” repeats too often, or since too long ago, to be read to its end']);
  });

  it('of which there are far too many are cut, and that is said', async () => {
    const { shifts, notes } = await read(calendar(event(...weekly, 'RRULE:FREQ=HOURLY')));
    expect(shifts).toHaveLength(2_000);
    expect(notes).toEqual([expect.stringContaining('more than any roster: only the first 2000 count')]);
  });
});

describe('whom an event means', () => {
  it.each<{ what: string; lines: string[]; who: string[]; note?: string }>([
    { what: 'its attendee', lines: ['SUMMARY:Night', 'ATTENDEE:mailto:Kim@Example.org'], who: ['kim'] },
    {
      what: 'all of its attendees',
      lines: ['SUMMARY:Night', 'ATTENDEE:mailto:kim@example.org', 'ATTENDEE;CN=Sam:mailto:x@y.z'],
      who: ['kim', 'sam'],
    },
    {
      what: 'its attendee, whatever the title says',
      lines: ['SUMMARY:Sam', 'ATTENDEE:mailto:kim@example.org'],
      who: ['kim'],
    },
    { what: 'the name in its title', lines: ['SUMMARY:[L1] kim (primary)'], who: ['kim'] },
    { what: 'the name in our own title', lines: ['SUMMARY:On call: Primary (Sam)'], who: ['sam'] },
    {
      what: 'nobody: the name is part of another word',
      lines: ['SUMMARY:Kimono sale'],
      who: [],
      note: '“Kimono sale” names nobody of `people`',
    },
    {
      what: 'nobody: two names in a title',
      lines: ['SUMMARY:Swap Kim / Sam'],
      who: [],
      note: '“Swap Kim / Sam” names more than one of `people`',
    },
    {
      what: 'nobody that is known',
      lines: ['SUMMARY:Alex', 'ATTENDEE:mailto:alex@example.org'],
      who: [],
      note: '“Alex” names nobody of `people`',
    },
    {
      what: 'the title, when the attendee has declined',
      lines: ['SUMMARY:Sam', 'ATTENDEE;PARTSTAT=DECLINED:mailto:kim@example.org'],
      who: ['sam'],
    },
    { what: 'nobody: it was called off', lines: ['SUMMARY:Kim', 'STATUS:CANCELLED'], who: [] },
  ])('$what', async ({ lines, who, note }) => {
    const { shifts, notes } = await read(
      calendar(event('UID:1', 'DTSTART:20260105T080000Z', 'DURATION:PT1H', ...lines)),
    );
    expect(shifts.map((shift) => shift.split(' ')[0])).toEqual(who);
    expect(notes).toEqual(note === undefined ? [] : [note]);
  });

  it('takes the longer of two names that begin alike', async () => {
    const people = { Kim: KIM, 'Kim Lee': SAM };
    const one = (title: string) =>
      calendar(event('UID:1', 'DTSTART:20260105T080000Z', 'DURATION:PT1H', `SUMMARY:${title}`));
    expect((await read(one('On call Kim Lee'), { people })).shifts[0]).toMatch(/^sam/);
    expect((await read(one('On call Kim'), { people })).shifts[0]).toMatch(/^kim/);
  });

  it('counts what names nobody, each title once', async () => {
    const titles = Array.from({ length: 9 }, (_, index) =>
      event(`UID:${index}`, `SUMMARY:Lunch ${index % 8}`, 'DTSTART:20260105T080000Z', 'DURATION:PT1H'),
    );
    const { notes } = await read(calendar(...titles));
    expect(notes).toHaveLength(6);
    expect(notes.at(-1)).toBe('3 more events name nobody for certain');
  });
});

describe('what is no calendar, or only in part', () => {
  it.each([
    [
      '<!DOCTYPE html>\n<html><body>Sign in</body></html>',
      'it is a web page and no calendar; the address may want somebody to log in',
    ],
    ['{"error": "not found"}', 'it is no calendar: it does not begin with BEGIN:VCALENDAR'],
    ['', 'it is empty'],
    ['\r\n\r\n', 'it is empty'],
  ])('%j is said to be none', async (text, reason) => {
    expect(await readCalendarText(text, 'UTC')).toEqual({ ok: false, reason });
  });

  it('is read up to where it breaks off, with bare line ends and a byte order mark', async () => {
    const text = `\uFEFF${calendar(event(...KIM_MONDAY), event('UID:2', 'SUMMARY:Sam', 'DTSTART:2026010'))}`;
    const cut = text.slice(0, text.lastIndexOf('SUMMARY')).replaceAll('\r\n', '\n');
    expect((await read(cut)).shifts).toEqual(['kim 2026-01-05 08:00 - 2026-01-05 16:00']);
  });

  it.each([
    ['a line without a name', 'no name here', /cannot be read: invalid line/],
    ['no beginning', 'SUMMARY:Sam', /“Sam” cannot be read: it has no beginning/],
    [
      'a beginning that is no time',
      'DTSTART:20261345T250000',
      /An event without a title cannot be read: it has no beginning/,
    ],
    [
      'a length beyond all dates',
      'DTSTART:20260105T080000Z\r\nDURATION:P999999999999D',
      /its length is not understood/,
    ],
    ['a length that is none', 'DTSTART:20260105T080000Z\r\nDURATION:a while', /cannot be read/],
  ])('leaves out an event with %s, and says so', async (_what, line, says) => {
    const told = await read(calendar(event('UID:9', line), event(...KIM_MONDAY)));
    expect(told.shifts).toEqual(['kim 2026-01-05 08:00 - 2026-01-05 16:00']);
    expect(told.notes).toEqual([expect.stringMatching(says)]);
  });

  it('reads folded lines and escapes in titles', async () => {
    const folded = event(...KIM_MONDAY.slice(2), 'UID:1', 'SUMMARY:Primary\\, week\r\n end\\; K\r\n im');
    expect((await read(calendar(folded))).shifts).toEqual(['kim 2026-01-05 08:00 - 2026-01-05 16:00']);
  });

  it('with thousands of events gives others their turn, and says where it stops', async () => {
    const many = Array.from({ length: 5_050 }, (_, index) => event(`UID:${index}`, ...KIM_MONDAY.slice(1)));
    let turns = 0;
    const beside = setInterval(() => {
      turns += 1;
    }, 1);
    const found = await readCalendarText(calendar(...many), 'UTC');
    clearInterval(beside);
    expect(found).toMatchObject({ ok: true, notes: ['Only the first 5000 of 5050 events are read'] });
    expect(turns).toBeGreaterThan(5);
  });
});
