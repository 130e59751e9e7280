/** What a time cost the people on call, out of the engine's own store, as the window asks for it. */
import { afterEach, expect, it } from 'vitest';
import { PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let running: TestEngine | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

it('counts who was paged, how soon somebody took it, and whose the hours were after a hand-over', async () => {
  running = await testEngine({
    file: fileOf({
      settings: { pageAfter: 0, closeAfter: 0 },
      components: [{ id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '5m' }] }],
    }),
    clock: movableClock(START),
  });
  const { clock, engine, target } = running;
  await clock.advance(HOUR);
  const ask = { schedule: ScheduleId.parse('primary'), until: null, note: '', reassign: false };
  await engine.replies.handOver({ ...ask, from: PersonId.parse('kim'), to: PersonId.parse('sam') }, 'Kim');
  target('api', DOWN);
  await clock.advance(10 * MINUTE);
  await engine.replies.acknowledgeAll({ forMs: null, incidents: null, note: '' }, 'Sam');
  target('api', UP);
  await clock.advance(50 * MINUTE);
  const report = await engine.replies.dutyReport({ from: START, to: START + DAY }, 'test');
  expect(report).toMatchObject({
    incidents: 1,
    acknowledged: 1,
    over: 1,
    people: [{ personId: 'sam', atNight: 0 }],
    schedules: [
      {
        id: 'primary',
        people: [
          { personId: 'kim', totalMs: HOUR },
          { personId: 'sam', totalMs: HOUR },
        ],
      },
    ],
  });
  expect(report?.mttaMs).toBeLessThanOrEqual(10 * MINUTE);
  expect(await engine.replies.dutyReport({ from: START + DAY, to: START + 2 * DAY }, 'test')).toBeNull();
  expect(await engine.replies.dutyReport({ from: START - 500 * DAY, to: START }, 'test')).toBeNull();
});
