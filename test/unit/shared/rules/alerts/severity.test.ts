/** What a source's own words for bad and worse amount to. */
import { describe, expect, it } from 'vitest';
import { type Weight, weightOf } from '../../../../../shared/rules/alerts/severity.ts';

const plain = { severities: {}, severity: 'high' } as const;

describe('a word', () => {
  it.each<[word: string, weight: Weight]>([
    ['critical', 'critical'],
    ['error', 'high'],
    ['warning', 'low'],
    ['info', 'low'],
    ['page', 'critical'],
    ['Disaster', 'critical'],
    [' WARN ', 'low'],
    ['none', 'none'],
    ['', 'high'],
    ['P1', 'high'],
    ['constructor', 'high'],
  ])('%j weighs %s', (word, weight) => {
    expect(weightOf(word, plain)).toBe(weight);
  });

  it('of the configuration wins over what is usual, in any case', () => {
    const own = { severities: { P1: 'critical', info: 'none' }, severity: 'low' } as const;
    expect(weightOf('p1', own)).toBe('critical');
    expect(weightOf('INFO', own)).toBe('none');
    expect(weightOf('P2', own)).toBe('low');
  });
});
