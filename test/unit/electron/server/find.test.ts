/** The patterns of a mapping: what they find, and that none keeps everything else waiting. */
import { describe, expect, it } from 'vitest';
import { findBounded, PatternTooSlow } from '../../../../electron/server/events/find.ts';

describe('a pattern', () => {
  it.each<[pattern: string, text: string, anyCase: boolean, found: string | null]>([
    ['Alert: (.*) is', 'Alert: db1 is CRITICAL', false, 'db1'],
    ['ok|resolved', 'RESOLVED', true, 'RESOLVED'],
    ['ok|resolved', 'RESOLVED', false, null],
    ['a(b)?c', 'ac', false, 'ac'],
    ['a.c', 'a\nc', false, 'a\nc'],
    ['^$', '', false, ''],
  ])('/%s/ in %j finds it', (pattern, text, anyCase, found) => {
    expect(findBounded(pattern, text, anyCase)).toBe(found);
  });

  it('with a repetition inside a repetition is given up, and the next one is looked for', () => {
    expect(() => findBounded('^(a+)+$', `${'a'.repeat(60)}!`, false)).toThrow(PatternTooSlow);
    expect(findBounded('b', 'abc', false)).toBe('b');
  });
});
