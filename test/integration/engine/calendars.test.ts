/** Shared calendars in the running engine: who is paged by them, what holds while one cannot be read, and what a restart remembers. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CalendarReader, FetchedCalendar } from '../../../electron/engine/ports/calendars.ts';
import { readCalendarText } from '../../../electron/links/calendars/read-text.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An address that a test changes. */
function address(first: string | { readonly reason: string }) {
  let now: string | { readonly reason: string } = first;
  let asked = 0;
  let hangs = false;
  const reader: CalendarReader = {
    fetch(): Promise<FetchedCalendar> {
      asked += 1;
      if (hangs) {
        return new Promise(() => undefined);
      }
      return Promise.resolve(typeof now === 'string' ? { ok: true, text: now } : { ok: false, reason: now.reason });
    },
    read: readCalendarText,
    close: () => Promise.resolve(),
  };
  return {
    reader,
    asked: () => asked,
    is: (next: typeof now) => {
      now = next;
    },
    hang: () => {
      hangs = true;
    },
  };
}

/** From nine on Monday, for so many hours each. */
const calendarOf = (...titles: readonly string[]) =>
  [
    'BEGIN:VCALENDAR',
    ...titles.flatMap((title, place) => [
      'BEGIN:VEVENT',
      `UID:${place}`,
      `SUMMARY:${title}`,
      `DTSTART:202601${String(5 + place).padStart(2, '0')}T080000Z`,
      'DURATION:P1D',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

function file(calendar: Partial<NonNullable<NonNullable<FileInput['schedules']>[number]['calendar']>> = {}): FileInput {
  return fileOf({
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        calendar: { url: 'https://calendar.example/team.ics', people: { Kim: 'kim', Sam: 'sam' }, ...calendar },
      },
    ],
  });
}

async function engine(options: Parameters<typeof testEngine>[0]): Promise<TestEngine> {
  const one = await testEngine({ clock: movableClock(START), ...options });
  onTestFinished(() => one.stop().catch(() => undefined));
  await one.clock.advance(1_000);
  return one;
}

const onCall = (one: TestEngine) => one.snapshot().onCall[0]?.now.map(({ name, because }) => `${name}: ${because}`);
const said = async (one: TestEngine) =>
  (await one.engine.replies.events({ types: ['config'], limit: 50 }, 'test')).map(({ text }) => text).toReversed();
const calendarRow = async (one: TestEngine) =>
  (await one.engine.replies.selfCheck({}, 'test')).find(({ id }) => id === 'calendar:primary');

describe('a schedule with a shared calendar', () => {
  it('pages whoever stands in it, and says so', async () => {
    const team = address(calendarOf('On call: Sam', 'On call: Kim'));
    const one = await engine({ file: file(), calendars: team.reader });
    expect(onCall(one)).toEqual(['Sam: Sam, calendar until Tue 6 Jan 09:00 (On call: Sam)']);
    expect(one.snapshot().onCall[0]?.next?.people.map(({ name }) => name)).toEqual(['Kim']);
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger sam sam-hook']);
    expect(one.sent[0]?.page.because).toContain('on call: Sam, calendar until Tue 6 Jan 09:00');
  });

  it('reads it again after its time, and a change is on call at once', async () => {
    const team = address(calendarOf('Sam'));
    const one = await engine({ file: file({ refresh: '10m' }), calendars: team.reader });
    team.is(calendarOf('Kim'));
    await one.clock.advance(9 * MINUTE);
    expect([team.asked(), onCall(one)?.[0]?.slice(0, 3)]).toEqual([1, 'Sam']);
    await one.clock.advance(MINUTE);
    expect([team.asked(), onCall(one)?.[0]?.slice(0, 3)]).toEqual([2, 'Kim']);
    expect(await said(one)).toEqual([]);
  });

  it('is above the layers as overrides, and leaves them where it has nobody', async () => {
    const [primary] = fileOf().schedules ?? [];
    const both = fileOf({
      schedules: [
        {
          ...(primary as NonNullable<typeof primary>),
          calendar: { path: 'vacation.ics', as: 'overrides', people: { Sam: 'sam' } },
        },
      ],
    });
    const one = await engine({ file: both, calendars: address(calendarOf('Sam')).reader });
    expect(onCall(one)).toEqual(['Sam: Sam, override in the calendar until Tue 6 Jan 09:00 (Sam)']);
    await one.clock.advance(24 * HOUR);
    expect(onCall(one)).toEqual(['Kim: Kim, turn 1 of 2 (week of Mon 5 Jan)']);
  });

  it('counts nobody whom it does not name for certain, and says so once', async () => {
    const one = await engine({ file: file(), calendars: address(calendarOf('Alex', 'Kim')).reader });
    await one.clock.advance(3 * HOUR);
    expect(onCall(one)).toEqual([]);
    expect(await said(one)).toEqual([
      'The calendar of Primary is not understood as a whole: “Alex” names nobody of `people`',
    ]);
    expect(await calendarRow(one)).toMatchObject({
      level: 'amber',
      text: expect.stringContaining('“Alex” names nobody'),
    });
  });
});

describe('a calendar that cannot be read', () => {
  it.each<{ what: string; becomes: string | { reason: string }; reason: string }>([
    { what: 'has vanished', becomes: { reason: 'it answered 404' }, reason: 'it answered 404' },
    { what: 'has become a web page', becomes: '<!doctype html><p>Sign in', reason: 'it is a web page and no calendar' },
    { what: 'is empty', becomes: '', reason: 'it is empty' },
  ])('because it $what stays what it was, said once, its age in the self-check', async ({ becomes, reason }) => {
    const team = address(calendarOf('Sam', 'Kim', 'Sam'));
    const one = await engine({ file: file(), calendars: team.reader });
    team.is(becomes);
    await one.clock.advance(26 * HOUR);
    expect(onCall(one)?.[0]).toMatch(/^Kim: Kim, calendar until Wed/);
    expect(await said(one)).toEqual([
      expect.stringMatching(
        new RegExp(`^The calendar of Primary cannot be read: ${reason}.*The copy of 15 min ago is used$`),
      ),
    ]);
    expect(await calendarRow(one)).toMatchObject({
      level: 'amber',
      text: expect.stringMatching(/The copy of 1 d \d h ago is used|The copy of 1 d 2 h ago is used/),
    });
    team.is(calendarOf('Sam', 'Sam'));
    await one.clock.advance(5 * MINUTE);
    expect((await said(one)).at(-1)).toBe('The calendar of Primary can be read again');
    expect(onCall(one)?.[0]).toMatch(/^Sam/);
    expect(await calendarRow(one)).toMatchObject({ level: 'green', fix: '' });
  });

  it('from the beginning puts nobody on call, and that is red', async () => {
    const team = address({ reason: 'there is no such file' });
    const one = await engine({ file: file(), calendars: team.reader });
    expect(onCall(one)).toEqual([]);
    expect(await calendarRow(one)).toMatchObject({
      level: 'red',
      text: expect.stringContaining('There is no copy of it'),
    });
    await one.clock.advance(5 * MINUTE);
    expect(team.asked()).toBe(2);
  });

  it('because it hangs delays nothing, and the watch ends in time', async () => {
    const team = address(calendarOf('Sam', 'Kim'));
    const one = await engine({ file: file(), calendars: team.reader });
    team.hang();
    await one.clock.advance(3 * HOUR);
    expect(team.asked()).toBe(2);
    expect(onCall(one)?.[0]).toMatch(/^Sam/);
    expect(await calendarRow(one)).toMatchObject({ level: 'amber', text: 'Read 3 h ago' });
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger sam sam-hook']);
    one.target('api', UP);
    await one.stop();
  });
});

describe('after a restart', () => {
  it('the copy holds while the address is out, and is of no other address', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const first = await engine({ path, file: file(), calendars: address(calendarOf('Sam')).reader });
    await first.stop();
    const clock = movableClock(START + HOUR);
    const out = address({ reason: 'it answered 503' });
    const second = await engine({ path, file: file(), calendars: out.reader, clock });
    expect(onCall(second)?.[0]).toMatch(/^Sam/);
    expect((await said(second)).at(-1)).toMatch(/it answered 503\. The copy of 1 h ago is used$/);
    second.configure(file({ url: 'https://calendar.example/other.ics' }));
    await second.clock.advance(1_000);
    expect(onCall(second)).toEqual([]);
    await second.stop();
    const third = await engine({ path, file: file(), calendars: out.reader, clock: movableClock(START + 2 * HOUR) });
    expect(onCall(third)).toEqual([]);
  });

  it('other people in the configuration make something else of the same calendar', async () => {
    const one = await engine({ file: file(), calendars: address(calendarOf('Boss')).reader });
    expect(onCall(one)).toEqual([]);
    one.configure(file({ people: { Boss: 'kim' } }));
    await one.clock.advance(1_000);
    expect(onCall(one)?.[0]).toMatch(/^Kim/);
    expect(await said(one)).toContain('The calendar of Primary is understood as a whole again');
  });
});
