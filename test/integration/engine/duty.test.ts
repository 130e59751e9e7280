/** Who really was on call is written down, wins over later edits, and people are told about their shifts once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ScheduleId } from '../../../shared/model/ids.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine } from '../../harness/engine.ts';
import { fileOf, hook, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PRIMARY = ScheduleId.parse('primary');

let running: TestEngine | null = null;
let folder: string | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
  if (folder !== null) {
    rmSync(folder, { recursive: true, force: true });
    folder = null;
  }
});

/** Hours from Monday 10:00 in Berlin, which is the start: Kim, Sam, Kim … */
const file = (people = ['kim', 'sam'], notices: object | undefined = undefined) =>
  fileOf({
    settings: { pageAfter: 0 },
    components: [{ id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '5m' }] }],
    people: ['kim', 'sam'].map((id) => ({
      id,
      name: id === 'kim' ? 'Kim' : 'Sam',
      channels: [`${id}-hook`],
      ...(id === 'sam' && notices !== undefined && { shiftNotices: notices }),
    })),
    channels: [hook('kim-hook'), hook('sam-hook')],
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        rotation: { turn: 'hourly', start: '2026-01-05T10:00', people },
      },
    ],
  });
const shifts = async ({ engine, clock }: TestEngine, back: number, ahead: number) =>
  (await engine.replies.shifts({ schedule: PRIMARY, from: clock.now() - back, to: clock.now() + ahead }, 'test')).map(
    ({ from, to, people }) =>
      `${(from - START) / HOUR}..${(to - START) / HOUR} ${people.map(({ name }) => name).join()}`,
  );

describe('who really was on call', () => {
  it('is kept when the schedule is rewritten, and goes over into what is planned', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    await running.clock.advance(2.5 * HOUR);
    running.configure(file(['sam']));
    await running.clock.advance(HOUR / 2);
    expect(await shifts(running, 3 * HOUR, HOUR)).toEqual([
      '0..1 Kim',
      '1..2 Sam',
      '2..2.5 Kim',
      '2.5..3 Sam',
      '3..4 Sam',
    ]);
    const { engine } = running;
    const events = await engine.replies.events({ types: ['on-call'], limit: 9 }, 'test');
    expect(events.map(({ text }) => text).reverse()).toEqual([
      'Primary: Kim on call (Kim, turn 1 of 2 (hour of Mon 5 Jan 10:00))',
      'Primary: Sam on call (Sam, turn 2 of 2 (hour of Mon 5 Jan 11:00))',
      'Primary: Kim on call (Kim, turn 1 of 2 (hour of Mon 5 Jan 12:00))',
      expect.stringMatching(/^Primary: Sam on call/),
    ]);
  });
});

describe('words about a shift', () => {
  it('come before it, as it begins with what is open, and as it ends with what happened', async () => {
    const notices = { before: ['10m'], start: true, end: true };
    running = await testEngine({ file: file(['kim', 'sam'], notices), clock: movableClock(START) });
    const { clock, sent, engine } = running;
    const told = () =>
      sent
        .filter(({ page }) => page.kind === 'notice')
        .map(({ page }) => `${page.personId}: ${page.title}. ${page.text}`);
    await clock.advance(30 * MINUTE);
    running.target('api', DOWN);
    await clock.advance(25 * MINUTE);
    await engine.replies.acknowledgeAll({ forMs: null, incidents: null, note: '' }, 'Kim');
    expect(told()).toEqual(['sam: On call in 10 min: Primary. Your shift begins 10:00 and lasts until 11:00']);
    await clock.advance(10 * MINUTE);
    expect(told().slice(1)).toEqual(['sam: You are on call: Primary. Until 11:00. Open: API (Kim has it)']);
    await clock.advance(HOUR);
    expect(told().slice(2)).toEqual(['sam: Your shift is over: Primary. No incident in it; 1 still open']);
    await clock.advance(HOUR / 2);
    expect(told()).toHaveLength(3);
  });

  it('are not said again after a restart, and nothing is missed by one', async () => {
    folder = mkdtempSync(join(tmpdir(), 'watchbell-duty-'));
    const path = join(folder, 'watchbell.db');
    const notices = { before: ['20m'], start: true };
    const begin = (after: number) =>
      testEngine({ file: file(['kim', 'sam'], notices), clock: movableClock(START + after), path });
    const titles = ({ sent }: TestEngine) => sent.map(({ page }) => page.title);
    running = await begin(0);
    await running.clock.advance(41 * MINUTE);
    const first = titles(running);
    await running.stop();
    running = await begin(45 * MINUTE);
    await running.clock.advance(10 * MINUTE);
    const second = titles(running);
    await running.stop();
    running = await begin(62 * MINUTE);
    await running.clock.advance(5 * MINUTE);
    expect([first, second, titles(running)]).toEqual([
      ['On call in 20 min: Primary'],
      [],
      ['You are on call: Primary'],
    ]);
  });
});
