/** The fast rules against slow and obvious ones, over random results: the same opinion, and never green without a run of passes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flappingPercent } from '../../../../../shared/rules/flapping.ts';
import { believed, type Letter, play, settingsOf } from '../../../../harness/tries.ts';

const letters = fc.array(fc.constantFrom<Letter>('S', 'S', 'F', 'F', 'I'), { maxLength: 120 });
const rules = fc.record({
  rise: fc.integer({ min: 1, max: 4 }),
  fall: fc.integer({ min: 1, max: 6 }),
  window: fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 20 }))
    .map(([failures, of]) => ({ failures: Math.min(failures, of), of })),
});

/** What is settled after each letter, from lists alone. */
function slowly(
  results: readonly Letter[],
  { rise, fall, window }: Pick<ReturnType<typeof settingsOf>, 'rise' | 'fall' | 'window'>,
) {
  const seen: ('S' | 'F')[] = [];
  let since: ('S' | 'F')[] = []; // the recovery
  let settled = 'unknown';
  return results.map((letter) => {
    if (letter === 'S' || letter === 'F') {
      seen.push(letter);
      since.push(letter);
      const run = (wanted: 'S' | 'F', length: number) =>
        seen.length >= length && seen.slice(-length).every((one) => one === wanted);
      const failed = since.slice(-window.of).filter((one) => one === 'F').length;
      const full = window.failures > 0 && failed >= window.failures;
      const firstWell = settled === 'unknown' && seen.every((one) => one === 'S');
      if (letter === 'F' && (run('F', fall) || full)) {
        settled = 'down';
      } else if (letter === 'S' && settled !== 'up' && (run('S', rise) || firstWell)) {
        settled = 'up';
        since = [];
      }
    }
    return settled;
  });
}

describe('whatever is seen', () => {
  it('the opinion is that of the slow rules', () => {
    fc.assert(
      fc.property(letters, rules, (results, rule) => {
        const settings = settingsOf(rule);
        expect(play(results.join(''), settings).map(({ settled }) => settled)).toEqual(slowly(results, settings));
      }),
      { numRuns: 500 },
    );
  });

  it('never lies green: after the first failure, up means that the passes demanded have been seen since', () => {
    fc.assert(
      fc.property(letters, rules, (results, rule) => {
        const steps = play(results.join(''), settingsOf(rule));
        steps.forEach(({ settled }, index) => {
          const before = steps[index - 1]?.settled ?? 'unknown';
          const conclusive = results.slice(0, index + 1).filter((letter) => letter !== 'I');
          if (settled === 'up' && before !== 'up' && conclusive.includes('F')) {
            expect(conclusive.slice(-rule.rise)).toEqual(Array(rule.rise).fill('S'));
          }
        });
      }),
    );
  });

  it('what could not be judged changes nothing but that we tried', () => {
    fc.assert(
      fc.property(letters, rules, (results, rule) => {
        const settings = settingsOf(rule);
        const before = believed(results.join(''), settings);
        const after = believed('I', settings, before);
        expect(after).toEqual({ ...before, lastAt: after.lastAt, lastOutcome: 'inconclusive' });
      }),
    );
  });

  it('the bits are the last 21 results, and flapping weighs them as a list would', () => {
    fc.assert(
      fc.property(letters, (results) => {
        const health = believed(results.join(''));
        const last = results.filter((letter) => letter !== 'I').slice(-21);
        expect(health.resultCount).toBe(last.length);
        expect(health.results).toBe(last.reduce((bits, letter) => bits * 2 + (letter === 'F' ? 1 : 0), 0));
        const ring = [...Array(21 - last.length).fill(last[0]), ...last];
        const sum = ring
          .slice(1)
          .reduce((total, letter, i) => total + (letter === ring[i] ? 0 : 0.75 + (i * 0.5) / 19), 0);
        expect(flappingPercent(health)).toBeCloseTo((100 * sum) / 20, 9);
      }),
    );
  });
});
