/** Taking over and handing over through the whole engine: who is paged, who is told, what is written down, and what stays put. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine } from '../../harness/engine.ts';
import { fileOf, hook, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PRIMARY = ScheduleId.parse('primary');
const KIM = PersonId.parse('kim');
const SAM = PersonId.parse('sam');
const ANN = PersonId.parse('ann');
const TAKE = { schedule: PRIMARY, from: null, until: null, note: '', reassign: false };

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

/** Kim until 12:00 in Berlin, then Sam; it is 10:00. Ann has no turns. */
const file = (shiftNotices?: object) =>
  fileOf({
    settings: { pageAfter: 0 },
    components: [{ id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '5m' }] }],
    people: [
      ['kim', 'Kim'],
      ['sam', 'Sam'],
      ['ann', 'Ann'],
    ].map(([id = '', name = '']) => ({
      id,
      name,
      channels: [`${id}-hook`],
      timeZone: 'Europe/Berlin',
      ...(shiftNotices && { shiftNotices }),
    })),
    channels: [hook('kim-hook'), hook('sam-hook'), hook('ann-hook')],
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        rotation: { turn: 'hourly', every: 2, start: '2026-01-05T10:00', people: ['kim', 'sam'] },
      },
    ],
    policies: [{ id: 'default', steps: [{ targets: [{ schedule: 'primary' }], delay: '10m' }], repeat: 5 }],
  });

const words = ({ sent }: TestEngine) =>
  sent.filter(({ page }) => page.kind === 'notice').map(({ page }) => `${page.personId}: ${page.title}. ${page.text}`);
const paged = ({ sent }: TestEngine) =>
  sent
    .filter(({ page }) => page.kind !== 'notice')
    .map(({ page, at }) => `${(at - START) / MINUTE} ${page.kind} ${page.personId}`);

describe('taking over', () => {
  it('tells both, pages the new one, and gives it back by itself when the shift ends', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    const { clock, engine } = running;
    await clock.advance(30 * MINUTE);
    const done = await engine.replies.takeOver({ ...TAKE, person: ANN, note: 'dentist' }, 'Ann at this desk');
    expect(done).toEqual({ accepted: true, text: 'Primary: Ann took over from Kim until 12:00' });
    await clock.advance(MINUTE);
    expect(words(running)).toEqual([
      'ann: You are on call now: Primary. Until 12:00, taken over from Kim. Note: dentist. Nothing is open',
      'kim: You are not on call any more: Primary. Ann took over until 12:00. Note: dentist.',
    ]);
    expect(running.snapshot().onCall[0]?.now).toMatchObject([
      { name: 'Ann', because: 'took over until 12:00 (dentist), in place of Kim' },
    ]);
    running.target('api', DOWN);
    await clock.advance(15 * MINUTE);
    expect(paged(running)[0]).toMatch(/trigger ann$/);
    await clock.advance(80 * MINUTE);
    expect(running.snapshot().onCall[0]?.now).toMatchObject([{ name: 'Sam' }]);
    const events = await engine.replies.events({ types: ['override', 'on-call'], limit: 9 }, 'test');
    expect(events.map(({ text }) => text).reverse()).toEqual([
      'Primary: Kim on call (Kim, turn 1 of 2 (2 hours from Mon 5 Jan 10:00))',
      'Primary: Ann took over from Kim until 12:00 (dentist), said by Ann at this desk',
      'Primary: Ann on call (took over until 12:00 (dentist), in place of Kim)',
      'Primary: Sam on call (Sam, turn 2 of 2 (2 hours from Mon 5 Jan 12:00))',
    ]);
  });

  it('says each word once to those who want words about every shift', async () => {
    running = await testEngine({ file: file({ start: true, end: true }), clock: movableClock(START) });
    const { clock, engine } = running;
    await clock.advance(30 * MINUTE);
    await engine.replies.takeOver({ ...TAKE, person: ANN }, 'Ann');
    await clock.advance(10 * MINUTE);
    expect(words(running).map((text) => text.slice(0, 32))).toEqual([
      'ann: You are on call now: Primar',
      'kim: You are not on call any mor',
    ]);
    await clock.advance(85 * MINUTE);
    expect(words(running).slice(2).sort()).toEqual([
      'ann: Your shift is over: Primary. No incident in it; nothing is open',
      'sam: You are on call: Primary. Until 14:00. Nothing is open',
    ]);
  });

  it('is judged by the one before it when two ask at once', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    const { clock, engine } = running;
    await clock.advance(MINUTE);
    const both = await Promise.all([
      engine.replies.takeOver({ ...TAKE, person: ANN, from: KIM }, 'Ann'),
      engine.replies.takeOver({ ...TAKE, person: SAM, from: KIM }, 'Sam'),
    ]);
    expect(both.map(({ text }) => text)).toEqual([
      'Primary: Ann took over from Kim until 12:00',
      'Kim is not on call now, Ann is; put in an override for another time',
    ]);
  });
});

describe('handing over', () => {
  it('leaves open incidents where they are, offers them, and gives them on when that is said', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    const { clock, engine } = running;
    running.target('api', DOWN);
    await clock.advance(10 * MINUTE);
    const [incident] = running.snapshot().incidents;
    await engine.replies.acknowledge({ incident: incident?.id as never, forMs: null, note: '' }, 'Kim');
    await engine.replies.addNote({ incident: incident?.id as never, note: 'disk is full' }, 'Kim');
    const hand = { schedule: PRIMARY, until: null, note: '' };
    const kept = await engine.replies.handOver({ ...hand, from: KIM, to: ANN, reassign: false }, 'Kim');
    expect(kept.text).toBe(
      'Primary: Kim handed over to Ann until 12:00. Open and still with Kim: API; reassign them if they go along',
    );
    await clock.advance(MINUTE);
    expect(words(running)).toEqual([
      'ann: You are on call now: Primary. Until 12:00, handed over by Kim. Open: API (Kim has it; note of Kim: disk is full)',
    ]);
    expect(running.snapshot().incidents[0]?.state).toBe('acknowledged');
    await engine.replies.takeOver({ ...TAKE, person: KIM }, 'Kim');
    const given = await engine.replies.handOver({ ...hand, from: KIM, to: ANN, reassign: true }, 'Kim');
    expect(given.text).toBe('Primary: Kim handed over to Ann until 12:00. Reassigned: API');
    await clock.advance(MINUTE);
    expect(running.snapshot().incidents[0]).toMatchObject({ state: 'triggered' });
    expect(paged(running).at(-1)).toMatch(/ann$/);
  });

  it('is kept across a restart, with its note in the brief of the next shift', async () => {
    folder = mkdtempSync(join(tmpdir(), 'watchbell-moves-'));
    const path = join(folder, 'watchbell.db');
    const begin = (after: number) =>
      testEngine({ file: file({ start: true }), clock: movableClock(START + after), path });
    running = await begin(0);
    await running.clock.advance(HOUR);
    const ask = { schedule: PRIMARY, from: KIM, to: ANN, until: null, note: 'deploy at noon', reassign: false };
    await running.engine.replies.handOver(ask, 'Kim');
    await running.stop();
    running = await begin(1.5 * HOUR);
    await running.clock.advance(HOUR);
    expect(words(running)).toEqual([
      'sam: You are on call: Primary. Until 14:00. Nothing is open; left by Kim: deploy at noon',
    ]);
  });

  it('is refused where there is no such person or schedule', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    const { handOver } = running.engine.replies;
    const ask = { schedule: PRIMARY, from: KIM, to: ANN, until: null, note: '', reassign: false };
    const texts = [
      await handOver({ ...ask, to: PersonId.parse('joe') }, 'Kim'),
      await handOver({ ...ask, schedule: ScheduleId.parse('other') }, 'Kim'),
    ];
    expect(texts).toEqual([
      { accepted: false, text: 'There is nobody called joe in the configuration' },
      { accepted: false, text: 'There is no schedule other' },
    ]);
  });
});
