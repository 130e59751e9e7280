/** A heartbeat is missed only when it could have been heard. */
import { describe, expect, it } from 'vitest';
import type { HeardBeats } from '../../../../electron/engine/ports/heard.ts';
import { createHeartbeatProbe, judgeBeat } from '../../../../electron/probes/heartbeat.ts';
import type { ProbeOutcome } from '../../../../shared/model/observation.ts';
import { movableClock } from '../../../harness/clock.ts';
import { aCheck, aContext } from '../../../harness/probing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const check = { every: HOUR, grace: 5 * MINUTE, runLimit: 2 * HOUR };
const beat = (at: number, ok = true, detail = '') => ({ at, ok, detail, tookMs: null });
const heard = (change: Partial<HeardBeats>): HeardBeats => ({
  last: null,
  run: null,
  said: null,
  listeningSince: 0,
  ...change,
});
const wordsOf = (outcome: ProbeOutcome): string =>
  outcome.kind === 'pass'
    ? 'pass'
    : outcome.kind === 'fail'
      ? `${outcome.failure.kind}: ${outcome.failure.detail}`
      : `${outcome.trouble.kind}: ${outcome.trouble.detail}`;

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
    expect(wordsOf(judgeBeat(check, heard({ last, listeningSince: since }), now))).toBe(says);
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
          return heard({ last: beat(clock.now() - HOUR) });
        },
      }),
    );
    expect({ kind: outcome.kind, asked }).toEqual({ kind: 'pass', asked: ['backup/beat'] });
  });
});

describe('a run', () => {
  it.each<{ story: string; heard: Partial<HeardBeats>; now: number; says: string }>([
    {
      story: 'that is at work, and began in time, needs no beat yet',
      heard: { last: beat(10 * HOUR), run: { at: 11 * HOUR, runId: null } },
      now: 12 * HOUR + 30 * MINUTE,
      says: 'pass',
    },
    {
      story: 'that is open longer than its limit has failed, with what it last said',
      heard: {
        last: beat(10 * HOUR),
        run: { at: 11 * HOUR, runId: 'nightly-42' },
        said: { at: 12 * HOUR, text: 'copying 3 of 7' },
      },
      now: 13 * HOUR + 1,
      says: 'missed: the run nightly-42 that began 2 h ago has not ended, allowed are 2 h; it said "copying 3 of 7" 1 h ago',
    },
    {
      story: 'that is open too long has failed even while beats of others come',
      heard: { last: beat(13 * HOUR), run: { at: 11 * HOUR, runId: 'a' } },
      now: 13 * HOUR + 1,
      says: 'missed: the run a that began 2 h ago has not ended, allowed are 2 h',
    },
    {
      story: 'that may have ended while nobody listened has its whole time again',
      heard: { last: beat(10 * HOUR), run: { at: 11 * HOUR, runId: null }, listeningSince: 13 * HOUR },
      now: 13 * HOUR + MINUTE,
      says: 'just-woken: no beat since we began to listen 1 min ago; one is due within 1 h 4 min',
    },
    {
      story: 'that began after its time does not undo that it is late',
      heard: { last: beat(10 * HOUR), run: { at: 11 * HOUR + 10 * MINUTE, runId: null } },
      now: 11 * HOUR + 11 * MINUTE,
      says: 'missed: last beat 1 h 11 min ago, expected every 1 h: 6 min late',
    },
    {
      story: 'that began does not undo the failure before it',
      heard: { last: beat(10 * HOUR, false, 'exit code 2'), run: { at: 10 * HOUR + MINUTE, runId: null } },
      now: 10 * HOUR + 2 * MINUTE,
      says: 'said-failing: the job reported a failure 2 min ago: exit code 2',
    },
    {
      story: 'cannot be overdue while nobody can hear its end',
      heard: { last: beat(10 * HOUR), run: { at: 11 * HOUR, runId: null }, listeningSince: null },
      now: 20 * HOUR,
      says: 'deaf: beats cannot arrive: the local server has no port to listen on, see the self-check',
    },
  ])('$story', ({ heard: change, now, says }) => {
    expect(wordsOf(judgeBeat(check, heard(change), now))).toBe(says);
  });

  it('tells how long it took', () => {
    const last = { ...beat(10 * HOUR), tookMs: 90_000 };
    expect(judgeBeat(check, heard({ last }), 10 * HOUR)).toMatchObject({
      kind: 'pass',
      readings: { lastRunMs: 90_000 },
    });
  });

  it('by cron is told with its expression and zone', () => {
    const daily = { cron: '30 3 * * *', timeZone: 'Europe/Berlin', grace: 5 * MINUTE, runLimit: HOUR };
    const last = beat(Date.UTC(2026, 2, 28, 2, 30));
    const now = Date.UTC(2026, 2, 29, 1, 35);
    expect(wordsOf(judgeBeat(daily, heard({ last }), now))).toBe('pass');
    expect(wordsOf(judgeBeat(daily, heard({ last }), now + MINUTE))).toBe(
      'missed: last beat 23 h 6 min ago, expected at "30 3 * * *" (Europe/Berlin): 1 min late',
    );
  });
});
