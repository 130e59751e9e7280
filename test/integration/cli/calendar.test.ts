/** The roster as a calendar: on the command line, and at the address that the running Watchbell hands out and takes back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { serve, writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { fileOf } from '../../harness/watch-story.ts';

const script = bundledCommandLine();
const DAY = 86_400_000;
/** Weeks that began yesterday: no handoff comes between two answers, whenever the test runs. */
const ROSTER = fileOf({
  schedules: [
    {
      id: 'primary',
      name: 'Primary',
      timeZone: 'UTC',
      rotation: {
        turn: 'weekly',
        start: new Date(Date.now() - DAY).toISOString().slice(0, 16),
        people: ['kim', 'sam'],
      },
    },
  ],
});
const RANGE = ['--from', '2026-01-05T09:00+01:00', '--to', '2026-01-19T09:00+01:00'];

function onCall(args: readonly string[], folder = tempFolder()) {
  return runCommand(script(), ['oncall', '--config', writeConfig(folder, fileOf()), ...args], { folder });
}

/** Values of a property, in order. */
const all = (text: string, name: string) =>
  [...text.replaceAll('\r\n ', '').matchAll(new RegExp(`^${name}:(.*)\\r$`, 'gm'))].map((match) => match[1]);

describe('oncall --ical', () => {
  it('prints one event for each shift of the range, each line ended as the standard wants it', async () => {
    const { code, out, err } = await onCall(['--ical', ...RANGE]);
    expect([code, err]).toEqual([0, []]);
    expect(out.every((line) => line.endsWith('\r'))).toBe(true);
    const text = `${out.join('\n')}\n`;
    expect(all(text, 'SUMMARY')).toEqual(['On call: Primary (Kim)', 'On call: Primary (Sam)']);
    expect(all(text, 'DTSTART')).toEqual(['20260105T080000Z', '20260112T080000Z']);
    expect(all(text, 'X-WR-CALNAME')).toEqual(['On call: Primary']);
  });

  it("prints one person's part, under the same names", async () => {
    const whole = await onCall(['--ical', ...RANGE]);
    const own = await onCall(['--ical', '--person', 'sam', '--schedule', 'primary', ...RANGE]);
    const uids = all(`${own.out.join('\n')}\n`, 'UID');
    expect(uids).toHaveLength(1);
    expect(all(`${whole.out.join('\n')}\n`, 'UID')).toContain(uids[0]);
  });

  it.each([
    { args: ['--ical', '--person', 'sma'], says: 'There is no person "sma" in the configuration; did you mean `sam`?' },
    { args: ['--schedule', 'secondary'], says: 'There is no schedule "secondary" in the configuration' },
    { args: ['--ical', '--json'], says: "cannot be used with option '--json'" },
  ])('$args ends with 2 and says what was meant', async ({ args, says }) => {
    const { code, err } = await onCall(args);
    expect(code).toBe(2);
    expect(err.join('\n')).toContain(says);
  });
});

describe('the address of a calendar', () => {
  it('is made when it is asked for, outlives a restart, follows an override, and is taken back', async () => {
    const folder = tempFolder();
    const first = await serve(script(), folder, ROSTER);
    const caller = await callServed(first.address);
    const question = { schedule: 'primary' as never, person: null };
    const { url } = await caller.ask('calendarLink', { ...question, action: 'show' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/calendar\/[\w-]{32}\.ics$/);
    expect((await caller.ask('calendarLink', { ...question, action: 'show' })).url).toBe(url);
    const before = await (await fetch(url ?? '')).text();
    expect(all(before, 'SUMMARY').length).toBeGreaterThan(10);
    expect(new Set(all(before, 'SEQUENCE'))).toEqual(new Set(['0']));

    const from = Date.now() + DAY;
    const during = { from, to: from + 3_600_000 };
    const [shift] = await caller.ask('shifts', { schedule: 'primary' as never, ...during });
    const other = shift?.people[0]?.personId === 'kim' ? 'sam' : 'kim';
    await caller.ask('addOverride', {
      ...{ schedule: 'primary' as never, kind: 'add', person: other as never, by: null, note: '' },
      ...during,
    });
    const after = await (await fetch(url ?? '')).text();
    expect(all(after, 'UID').filter((uid) => uid?.includes('override'))).toHaveLength(1);
    expect(await first.end()).toBe(0);

    const again = await serve(script(), folder, ROSTER);
    const next = await callServed(again.address);
    const { url: moved } = await next.ask('calendarLink', { ...question, action: 'show' });
    expect(moved?.split('/').at(-1)).toBe(url?.split('/').at(-1));
    const kept = await (await fetch(moved ?? '')).text();
    expect(all(kept, 'UID')).toEqual(all(after, 'UID'));

    const { url: renewed } = await next.ask('calendarLink', { ...question, action: 'renew' });
    expect((await fetch(moved ?? '')).status).toBe(404);
    expect((await fetch(renewed ?? '')).status).toBe(200);
    const gone = await next.ask('calendarLink', { ...question, action: 'remove' });
    expect([gone.done.accepted, gone.url]).toEqual([true, null]);
    expect((await fetch(renewed ?? '')).status).toBe(404);
    const events = await next.ask('events', { types: ['config'] });
    expect(JSON.stringify(events)).not.toContain(url?.split('/').at(-1)?.replace('.ics', ''));
  });
});

describe('a shared calendar in a file', () => {
  it('is read by the running Watchbell, and its copy by every command beside it and after it', async () => {
    const folder = tempFolder();
    const file = fileOf({
      schedules: [
        {
          id: 'primary',
          name: 'Primary',
          timeZone: 'Europe/Berlin',
          calendar: { path: 'team.ics', people: { Kim: 'kim', Sam: 'sam' } },
        },
      ],
    });
    const calendar = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', 'SUMMARY:Week of Sam', 'DTSTART:20200106T080000Z'];
    const weekly = ['DURATION:P7D', 'RRULE:FREQ=WEEKLY', 'END:VEVENT', 'END:VCALENDAR'];
    writeFileSync(join(folder, 'team.ics'), [...calendar, ...weekly].join('\r\n'));
    const ask = (...args: readonly string[]) =>
      runCommand(script(), [...args, '--config', writeConfig(folder, file)], { folder });

    const before = await ask('oncall');
    expect(before.code).toBe(1);
    expect(before.err).toEqual([
      'The calendar of Primary has not been read yet, and is not in this answer: start Watchbell',
    ]);

    const watchbell = await serve(script(), folder, file);
    const caller = await callServed(watchbell.address);
    await caller.until(({ onCall: [primary] }) => primary?.now[0]?.name === 'Sam');
    const at = ['--at', new Date().toISOString()]; // the words of an answer change at midnight
    const beside = await ask('oncall', ...at);
    expect(await watchbell.end()).toBe(0);
    expect(beside).toMatchObject({
      code: 0,
      err: [],
      out: [expect.stringMatching(/^Primary: Sam .*\(Sam, calendar until .* \(Week of Sam\)\)/)],
    });
    expect((await ask('oncall', ...at)).out).toEqual(beside.out);
    const dry = await ask('dry-run', '--component', 'api');
    expect(dry.out[1]).toMatch(/Sam by sam-hook .*calendar until/);
  });
});
