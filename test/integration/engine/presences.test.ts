/** Where people say that they are: in the window, in the self-check, for the next page, over a restart. */
import { afterEach, describe, expect, it } from 'vitest';
import { PersonId } from '../../../shared/model/ids.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine } from '../../harness/engine.ts';
import { fileOf, hook, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KIM = PersonId.parse('kim');

let one: TestEngine | null = null;
afterEach(async () => {
  await one?.stop();
  one = null;
});

const file = (more: object = {}) =>
  fileOf({
    settings: { pageAfter: 0 },
    components: [{ id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '10s' }] }],
    people: [
      { id: 'kim', name: 'Kim', channels: ['kim-hook'], ...more },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    ],
    channels: [hook('kim-hook'), hook('sam-hook')],
  });
const scheduleRow = async ({ engine: { replies } }: TestEngine) =>
  (await replies.selfCheck({}, 'test')).find(({ id }) => id === 'schedule:primary');

describe('presence', () => {
  it('said by hand is shown, kept from paging, and over at its time', async () => {
    one = await testEngine({ file: file(), clock: movableClock(START) });
    await one.clock.advance(MINUTE);
    const { replies } = one.engine;
    const ask = { person: KIM, state: 'away' as const, until: START + 2 * HOUR, note: 'dentist' };
    expect(await replies.setPresence(ask, 'Sam')).toEqual({
      accepted: true,
      text: 'Kim is away (dentist) for 1 h 59 min: is not paged meanwhile',
    });
    expect(one.snapshot().people[0]?.presence).toEqual({ state: 'away', until: START + 2 * HOUR, note: 'dentist' });
    expect(await scheduleRow(one)).toMatchObject({
      level: 'red',
      text: 'Kim is on call but away from 10:01 (dentist)',
    });
    one.target('api', DOWN);
    await one.clock.advance(MINUTE);
    expect(one.pages()).toEqual(['trigger sam sam-hook']);
    await one.clock.advance(3 * HOUR);
    expect(one.snapshot().people[0]?.presence).toEqual({ state: 'reachable', until: null, note: '' });
    expect(await replies.setPresence({ ...ask, until: START }, 'Sam')).toMatchObject({ accepted: false });
  });

  it('in the file is warned about before the shift, unless somebody takes it', async () => {
    const absences = [{ from: '2026-01-08T00:00', to: '2026-01-09T00:00', note: 'fair' }];
    one = await testEngine({ file: file({ absences, timeZone: 'Europe/Berlin' }), clock: movableClock(START) });
    expect(await scheduleRow(one)).toMatchObject({
      level: 'amber',
      text: 'Kim is on call but away from Thu 00:00 (fair)',
      fix: 'Add an override, or let somebody take over',
    });
    await one.engine.replies.addOverride(
      {
        schedule: 'primary' as never,
        kind: 'replace',
        person: KIM,
        by: PersonId.parse('sam'),
        from: START,
        to: START + 7 * DAY,
        note: '',
      },
      'Sam',
    );
    expect(await scheduleRow(one)).toMatchObject({ level: 'green' });
  });
});
