import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../../shared/rules/nearest.ts';

describe('a suggestion', () => {
  it.each([
    { typed: 'intervall', known: ['interval', 'fastInterval'], meant: 'interval' },
    { typed: 'chekcs', known: ['checks', 'channels'], meant: 'checks' },
    { typed: 'Policy', known: ['policy'], meant: 'policy' },
    { typed: 'timeZnoe', known: ['timeZone', 'time'], meant: 'timeZone' },
    { typed: 'kmi', known: ['sam', 'kim'], meant: 'kim' },
    { typed: 'sms', known: ['tone', 'notice'], meant: null },
    { typed: '', known: ['a'], meant: null },
    { typed: 'x'.repeat(500), known: ['x'.repeat(499)], meant: null },
  ])('for `$typed` is $meant', ({ typed, known, meant }) => {
    expect(nearest(typed, known)).toBe(meant);
  });

  it('takes the nearest, not the first', () => {
    expect(nearest('shop-2', ['shop-11', 'shop-1'])).toBe('shop-1');
  });

  it('is silent when nothing is near', () => {
    expect(didYouMean('sms', ['notice'])).toBe('');
    expect(didYouMean('notise', ['notice'])).toBe('; did you mean `notice`?');
  });
});
