/** Flapping as Nagios weighs it, and what it must never do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flappingChecks, flappingPercent, flappingWords } from '../../../../shared/rules/flapping.ts';
import { believed, play, settingsOf } from '../../../harness/tries.ts';

const rounded = (letters: string) =>
  play(letters).map((health) => Math.floor(flappingPercent(health) * 100 + 0.5) / 100);

describe('flapping', () => {
  it('weighs changes as Nagios does: 6.25, 12.37, 18.36, 24.21, 29.93, 35.53 after a long OK', () => {
    expect(rounded(`${'S'.repeat(21)}FSFSFS`).slice(21)).toEqual([6.25, 12.37, 18.36, 24.21, 29.93, 35.53]);
  });

  it('begins with the sixth change at 30 %, and ends at 20 %', () => {
    const steps = play(`${'S'.repeat(21)}FSFSFS${'S'.repeat(20)}`);
    expect(steps.slice(21, 27).map(({ flapping }) => flapping)).toEqual([false, false, false, false, false, true]);
    const end = steps.findIndex(({ flapping }, index) => index > 26 && !flapping);
    expect(flappingPercent(steps[end - 1] as never)).toBeGreaterThan(20);
    expect(flappingPercent(steps[end] as never)).toBeLessThanOrEqual(20);
  });

  it('does not flutter on its line: between off and on it stays as it was', () => {
    const own = settingsOf({ flapping: { on: 30, off: 20 } });
    const flapping = believed(`${'S'.repeat(21)}FSFSFS`, own);
    const calmer = believed('SSSSSSSS', own, flapping);
    expect(flappingPercent(calmer)).toBeLessThan(30);
    expect(calmer.flapping).toBe(true);
    expect(believed(`${'S'.repeat(21)}FSFS`, own).flapping).toBe(false);
  });

  it('never begins when it is turned off, and at once ends', () => {
    const off = settingsOf({ flapping: { on: 0, off: 20 } });
    expect(believed('SF'.repeat(20), off).flapping).toBe(false);
    expect(believed('S', off, believed('SF'.repeat(20))).flapping).toBe(false);
  });

  it('never delays a confirmed outage: the opinion is the same with and without it', () => {
    const off = settingsOf({ flapping: { on: 0, off: 20 } });
    fc.assert(
      fc.property(fc.array(fc.constantFrom('S', 'F', 'F', 'I'), { maxLength: 80 }), (letters) => {
        const opinions = (own = settingsOf()) =>
          play(letters.join(''), own).map(({ settled, since }) => [settled, since]);
        expect(opinions()).toEqual(opinions(off));
      }),
    );
  });

  it('outlives recovery: what goes up and down for ever is flapping all the time', () => {
    const steps = play('FFFSS'.repeat(12));
    expect(steps.slice(21).every(({ flapping }) => flapping)).toBe(true);
    expect(steps.slice(21).map(({ settled }) => settled)).toContain('up');
  });

  it('is not moved by what we could not judge or what the target says of itself', () => {
    expect(believed('SISISISISISISISISISISISISISI').flapping).toBe(false);
    expect(believed('SSBBSSBBSSBBSSBBSSBBSSBBSSBB').flapping).toBe(false);
  });

  it('says how often it changed', () => {
    expect(flappingWords(believed('SFSFSFSF'))).toBe('flapping: 7 changes in the last 8 tries');
    expect(flappingWords(believed('SF'.repeat(20)))).toBe('flapping: 20 changes in the last 21 tries');
    expect(flappingWords(believed('SSSS'))).toBe(null);
    expect(flappingChecks([believed('SSSS'), believed('SF'.repeat(20))])).toHaveLength(1);
  });
});
