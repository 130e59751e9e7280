/** From single tries to a settled opinion: HAProxy's counter, its intervals, and what slow means. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckHealth } from '../../../../shared/model/health.ts';
import { CheckId, ComponentId } from '../../../../shared/model/ids.ts';
import type { Outcome } from '../../../../shared/model/observation.ts';
import {
  type HealthSettings,
  isUndecided,
  loseSight,
  nextIntervalMs,
  stepHealth,
  unseen,
  withLatencyLimit,
} from '../../../../shared/rules/health.ts';

const settings: HealthSettings = {
  rise: 2,
  fall: 3,
  interval: 30_000,
  fastInterval: 3_000,
  downInterval: 20_000,
  startingGrace: 300_000,
  latencyLimit: undefined,
};
const id = CheckId.parse('web/http');
const pass = (ms = 20): Outcome => ({ kind: 'pass', timings: { totalMs: ms } });
const fail: Outcome = {
  kind: 'fail',
  failure: { kind: 'refused', phase: 'connect', detail: 'connection refused' },
  timings: { totalMs: 1 },
};
const booting: Outcome = {
  kind: 'fail',
  failure: { kind: 'starting', phase: 'body', detail: 'Instance is booting' },
  timings: { totalMs: 1 },
};
const ours: Outcome = { kind: 'inconclusive', trouble: { kind: 'stalled', detail: 'stalled' } };
const LETTERS: Readonly<Record<string, Outcome>> = { S: pass(), F: fail, B: booting, I: ours };

/** Plays letters 10 s apart: S pass, F fail, B says it is booting, I inconclusive. */
function play(letters: string, own: HealthSettings = settings, start: CheckHealth = unseen(id)): CheckHealth[] {
  const steps: CheckHealth[] = [];
  let health = start;
  [...letters.replaceAll(' ', '')].forEach((letter, index) => {
    const at = index * 10_000;
    health = stepHealth(
      health,
      { checkId: id, componentId: ComponentId.parse('web'), at, endedAt: at, outcome: LETTERS[letter] as Outcome },
      own,
    );
    steps.push(health);
  });
  return steps;
}
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

  it('counts "starting" as failing once the grace is over', () => {
    const steps = settledAfter(`S${'B'.repeat(34)}`);
    expect(steps[31]).toBe('starting'); // 300 s after the first word of it
    expect(steps.at(-1)).toBe('down');
  });

  it('remembers the first failed try of an episode until rise passes in a row', () => {
    const steps = play('SFSFFF');
    expect(steps.at(-1)).toMatchObject({ settled: 'down', failingSince: 10_000, failures: 4 });
    expect(play('SS', settings, steps.at(-1)).at(-1)).toMatchObject({ settled: 'up', failingSince: null, failures: 0 });
  });

  it('is unknown, not up, after we lost sight, and needs rise passes when it was failing', () => {
    const down = play('FFF').at(-1) as CheckHealth;
    const lost = loseSight(down, 60_000);
    expect(lost.settled).toBe('unknown');
    expect(play('S', settings, lost).at(-1)?.settled).toBe('unknown');
    expect(play('SS', settings, lost).at(-1)?.settled).toBe('up');
  });

  it('looks more often while undecided: fast for ten tries, then a third of the interval', () => {
    expect(nextIntervalMs(play('S').at(-1) as CheckHealth, settings)).toBe(30_000);
    expect(nextIntervalMs(play('SF').at(-1) as CheckHealth, settings)).toBe(3_000);
    expect(nextIntervalMs(play('FFF').at(-1) as CheckHealth, settings)).toBe(20_000);
    expect(nextIntervalMs(play('FFFS').at(-1) as CheckHealth, settings)).toBe(3_000);
    expect(nextIntervalMs(play(`S${'FS'.repeat(5)}F`).at(-1) as CheckHealth, settings)).toBe(10_000);
  });

  it('is slow when p95 of the last 20 passes is over its limit, and stops being so only well below', () => {
    const own = { ...settings, latencyLimit: 100 };
    let health = unseen(id);
    const look = (ms: number) => {
      const outcome = withLatencyLimit({ kind: 'pass', timings: { totalMs: ms } }, own.latencyLimit);
      health = stepHealth(
        health,
        { checkId: id, componentId: ComponentId.parse('web'), at: 0, endedAt: 0, outcome },
        own,
      );
      return health.settled;
    };
    for (let tries = 0; tries < 19; tries += 1) {
      expect(look(20)).toBe('up');
    }
    expect(look(150)).toBe('up'); // one of twenty is not a trend
    expect(look(150)).toBe('slow');
    for (let tries = 0; tries < 30; tries += 1) {
      look(90);
    }
    expect(health.settled).toBe('slow'); // above 80 % of the limit
    for (let tries = 0; tries < 18; tries += 1) {
      expect(look(70)).toBe('slow');
    }
    expect(look(70)).toBe('up');
  });

  it('never changes its opinion on inconclusive tries alone, and is down only after fall failures in a row', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('S', 'F', 'I'), { maxLength: 60 }), (letters) => {
        const steps = play(letters.join(''));
        steps.forEach((health, index) => {
          const before = steps[index - 1]?.settled ?? 'unknown';
          const judged = letters.slice(0, index + 1).filter((letter) => letter !== 'I');
          if (letters[index] === 'I') {
            expect(health.settled).toBe(before);
          }
          if (health.settled === 'down' && before !== 'down') {
            expect(judged.slice(-3)).toEqual(['F', 'F', 'F']);
          }
          if (before === 'down' && health.settled === 'up') {
            expect(judged.slice(-2)).toEqual(['S', 'S']);
          }
          expect(isUndecided(health) && health.settled === 'up').toBe(
            health.settled === 'up' && health.failingSince !== null,
          );
        });
      }),
    );
  });
});
