/** From single tries to a settled opinion: HAProxy's counter and its intervals, starting, and what is forgotten when we were away. */
import { describe, expect, it } from 'vitest';
import type { CheckHealth } from '../../../../../shared/model/health.ts';
import {
  acquit,
  askAnew,
  isUndecided,
  loseSight,
  nextIntervalMs,
  stepHealth,
  unseen,
} from '../../../../../shared/rules/health.ts';
import { believed, CHECK, pass, play, seen, settingsOf } from '../../../../harness/tries.ts';

const settings = settingsOf();
const settledAfter = (letters: string, own = settings) => play(letters, own).map(({ settled }) => settled);

describe('a check', () => {
  it.each([
    ['is up with its first pass', 'S', ['up']],
    ['is not down with its first failure', 'F', ['unknown']],
    ['is down after fall failures, also when never seen up', 'FFF', ['unknown', 'unknown', 'down']],
    ['forgives two failures in a row', 'SFFS', ['up', 'up', 'up', 'up']],
    ['follows HAProxy: S S F F F S S', 'SSFFFSS', ['up', 'up', 'up', 'up', 'down', 'down', 'up']],
    [
      'starts its recovery anew after one failure',
      'FFFSFSS',
      ['unknown', 'unknown', 'down', 'down', 'down', 'down', 'up'],
    ],
    ['does not count what we could not judge', 'SFFIIIF', ['up', 'up', 'up', 'up', 'up', 'up', 'down']],
    ['shows what the target says of itself', 'SB', ['up', 'starting']],
    ['needs rise passes after it said it was starting', 'SBSS', ['up', 'starting', 'starting', 'up']],
  ])('%s', (_story, letters, expected) => {
    expect(settledAfter(letters)).toEqual(expected);
  });

  it('looks as often as HAProxy would: S S F F F S S waits 30 30 3 3 20 3 30 s', () => {
    const waits = play('SSFFFSS').map((health) => nextIntervalMs(health, settings) / 1_000);
    expect(waits).toEqual([30, 30, 3, 3, 20, 3, 30]);
  });

  it('does as Nagios does with three attempts: O C W C O C C O C C C C O pages and recovers where Nagios does', () => {
    // Nagios goes back with one OK: rise 1. Its WARNING and CRITICAL are both failures. Pages at the 4th and 11th, ends at the 5th and 13th.
    const own = settingsOf({ rise: 1, fall: 3 });
    expect(settledAfter('S FFF S FF S FFFF S', own)).toEqual([
      ...['up', 'up', 'up', 'down', 'up'],
      ...['up', 'up', 'up', 'up', 'up', 'down', 'down', 'up'],
    ]);
  });

  it('counts "starting" as failing once the grace is over', () => {
    const steps = settledAfter(`S${'B'.repeat(34)}`);
    expect(steps[31]).toBe('starting'); // 300 s after the first word of it
    expect(steps.at(-1)).toBe('down');
  });

  it('counts "starting" as failing no later because our clock was set back', () => {
    const ahead = { ...believed('SB'), startingSince: 3_600_000 };
    const looks = play('B'.repeat(34), settings, ahead);
    expect(looks[0]).toMatchObject({ settled: 'starting', startingSince: 0 });
    expect(looks[31]?.settled).toBe('starting');
    expect(looks[33]?.settled).toBe('down');
  });

  it('has said nothing about being steady or failing while it says that it is starting', () => {
    expect(believed('SSBBBBB')).toMatchObject({ results: 0, resultCount: 2, failures: 0, lastFailedAt: null });
  });

  it('remembers the first failed try of an episode until rise passes in a row', () => {
    const down = believed('SFSFFF');
    expect(down).toMatchObject({ settled: 'down', failingSince: 10_000, failures: 4 });
    expect(believed('SS', settings, down)).toMatchObject({ settled: 'up', failingSince: null, failures: 0 });
  });

  it('is unknown, not up, after we lost sight, and needs rise passes when it was failing', () => {
    const lost = loseSight(believed('FFF'), 60_000);
    expect(lost.settled).toBe('unknown');
    expect(believed('S', settings, lost).settled).toBe('unknown');
    expect(believed('SS', settings, lost).settled).toBe('up');
  });

  it('has not failed when it was our own trouble: not for its window, and not for being steady', () => {
    const before = believed('SSFS');
    expect(acquit(believed('FF', settings, before))).toMatchObject({
      results: before.results,
      resultCount: before.resultCount,
      failStreak: 0,
      failingSince: null,
    });
    expect(acquit(believed('F'.repeat(40)))).toMatchObject({ results: 0, resultCount: 0 });
  });

  it('forgets how steady and how fast it was when it asks something else', () => {
    const steps = believed('SFSFSFSFSFSFSF');
    expect(steps.flapping).toBe(true);
    expect(askAnew(steps, 200_000)).toMatchObject({
      settled: 'unknown',
      resultCount: 0,
      windowCount: 0,
      flapping: false,
      latencies: [],
    });
  });

  it('is as new as one just added when it asks something else, unless it was known to be down: that page waits for nothing', () => {
    const asked = askAnew(believed('SFFS'), 200_000);
    expect(asked).toMatchObject({ firstAt: null, lastFailedAt: null });
    expect(believed('F', settings, asked).firstAt).toBe(200_000);
    expect(askAnew(unseen(CHECK), 200_000)).toEqual(unseen(CHECK));
    expect(askAnew(believed('SFFF'), 200_000).firstAt).toBe(0);
    expect(askAnew(loseSight(believed('SFFF'), 100_000), 200_000).firstAt).toBe(0);
  });

  it('forgets how fast it was while we were away: one slow answer on both sides of a night is no trend', () => {
    const limited = settingsOf({ latencyLimit: 100 });
    const look = (health: CheckHealth, ms: number, at: number) => stepHealth(health, seen(pass(ms), at), limited);
    const evening = [20, 20, 20, 150, 20, 20].reduce((health, ms, index) => look(health, ms, index), unseen(CHECK));
    const lost = loseSight(evening, 60_000);
    expect(lost.latencies).toEqual([]);
    expect(look(lost, 150, 8 * 3_600_000).settled).toBe('up');
  });

  it('remembers that it was slow over an absence, as it remembers an outage: its first answer is no recovery', () => {
    const limited = settingsOf({ latencyLimit: 100 });
    const look = (health: CheckHealth, ms: number, at: number) => stepHealth(health, seen(pass(ms), at), limited);
    const evening = [150, 150, 150, 150, 150].reduce((health, ms, index) => look(health, ms, index), unseen(CHECK));
    expect(evening.settled).toBe('slow');
    const lost = loseSight(loseSight(evening, 60_000), 120_000);
    expect(lost.settled).toBe('unknown');
    expect(look(lost, 150, 8 * 3_600_000).settled).toBe('slow');
  });

  it('looks more often while undecided: fast for ten tries, then a third of the interval', () => {
    expect(nextIntervalMs(believed('S'), settings)).toBe(30_000);
    expect(nextIntervalMs(believed('SF'), settings)).toBe(3_000);
    expect(nextIntervalMs(believed('FFF'), settings)).toBe(20_000);
    expect(nextIntervalMs(believed('FFFS'), settings)).toBe(3_000);
    expect(nextIntervalMs(believed(`S${'FS'.repeat(5)}F`), settings)).toBe(10_000);
  });

  it('is undecided while a single failure is not forgiven yet, and while it recovers', () => {
    expect(
      ['S', 'SF', 'SFS', 'SFSS', 'FFF', 'FFFS', 'FFFSS', 'SB'].map((letters) => isUndecided(believed(letters))),
    ).toEqual([false, true, true, false, false, true, false, true]);
  });
});
