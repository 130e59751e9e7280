/** A heartbeat is missed only when it could have been heard. */
import { describe, expect, it } from 'vitest';
import { createHeartbeatProbe, judgeBeat } from '../../../../electron/probes/heartbeat.ts';
import { movableClock } from '../../../harness/clock.ts';
import { aCheck, aContext } from '../../../harness/probing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const check = { every: HOUR, grace: 5 * MINUTE };
const beat = (at: number, ok = true, detail = '') => ({ at, ok, detail });

describe('a heartbeat', () => {
  it.each([
    { story: 'just came', last: beat(10 * HOUR), since: 0, now: 10 * HOUR, says: 'pass' },
    {
      story: 'is young enough to the last moment',
      last: beat(10 * HOUR),
      since: 0,
      now: 11 * HOUR + 5 * MINUTE,
      says: 'pass',
    },
    {
      story: 'is too old',
      last: beat(10 * HOUR),
      since: 0,
      now: 11 * HOUR + 17 * MINUTE,
      says: 'missed: last beat 1 h 17 min ago, expected every 1 h: 12 min late',
    },
    {
      story: 'never came, and there was time enough',
      last: null,
      since: 10 * HOUR,
      now: 11 * HOUR + 6 * MINUTE,
      says: 'missed: never a beat, expected every 1 h: 1 min late',
    },
    {
      story: 'never came, but we have not listened long',
      last: null,
      since: 10 * HOUR,
      now: 10 * HOUR + 30 * MINUTE,
      says: 'just-woken: no beat since we began to listen 30 min ago; one is due within 35 min',
    },
    {
      story: 'is old because we were away: the job gets its whole time again',
      last: beat(1 * HOUR),
      since: 10 * HOUR,
      now: 10 * HOUR + 1 * MINUTE,
      says: 'just-woken: no beat since we began to listen 1 min ago; one is due within 1 h 4 min',
    },
    {
      story: 'is old, we were away, and its time is over again',
      last: beat(1 * HOUR),
      since: 10 * HOUR,
      now: 12 * HOUR,
      says: 'missed: last beat 11 h ago, expected every 1 h: 55 min late',
    },
    {
      story: 'said that the job failed',
      last: beat(10 * HOUR, false, 'exit 2\n\x1b[31mdisk full'),
      since: 0,
      now: 10 * HOUR + 2 * MINUTE,
      says: 'said-failing: the job reported a failure 2 min ago: exit 2 [31mdisk full',
    },
    {
      story: 'said so without a word, and nothing came since',
      last: beat(10 * HOUR, false),
      since: 0,
      now: 20 * HOUR,
      says: 'said-failing: the job reported a failure 10 h ago: without saying why',
    },
    {
      story: 'cannot be heard, because we have no port to listen on',
      last: beat(10 * HOUR),
      since: null,
      now: 20 * HOUR,
      says: 'deaf: beats cannot arrive: the local server has no port to listen on, see the self-check',
    },
    {
      story: 'came from the future, after the clock was set back',
      last: beat(10 * HOUR),
      since: 0,
      now: 9 * HOUR,
      says: 'pass',
    },
  ])('$story', ({ last, since, now, says }) => {
    const outcome = judgeBeat(check, last, since, now);
    const words =
      outcome.kind === 'pass'
        ? 'pass'
        : outcome.kind === 'fail'
          ? `${outcome.failure.kind}: ${outcome.failure.detail}`
          : `${outcome.trouble.kind}: ${outcome.trouble.detail}`;
    expect(words).toBe(says);
  });

  it('is looked up under the name of its own check, at the time of the clock', async () => {
    const clock = movableClock();
    const one = aCheck({ type: 'heartbeat', every: '1h', token: 'a-very-secret-token', id: 'backup/beat' });
    const asked: string[] = [];
    const outcome = await createHeartbeatProbe().run(
      one,
      aContext({
        clock,
        beat: (id) => {
          asked.push(id);
          return { last: beat(clock.now() - HOUR), listeningSince: 0 };
        },
      }),
    );
    expect({ kind: outcome.kind, asked }).toEqual({ kind: 'pass', asked: ['backup/beat'] });
  });
});
