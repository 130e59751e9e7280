/** The largest file that is read at all, full of what a YAML parser chokes on: refused, in a time that somebody waits. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/config/parse.ts';

const SURROUNDINGS = { env: {}, unseal: () => null };

const MEGA = 1024 * 1024 - 20;
const many = (piece: string) => piece.repeat(Math.floor(MEGA / piece.length));

describe('a megabyte of trouble is refused', () => {
  it.each([
    { story: 'open brackets', text: many('[') }, // makes V8 end the process when the YAML library composes it
    { story: 'open braces', text: many('{a: ') },
    { story: 'dashes', text: many('- ') },
    { story: 'closing brackets', text: many(']') },
    { story: 'quotes', text: many('"') },
    { story: 'anchors', text: many('&a ') },
    { story: 'aliases', text: `- &a x\n${many('- *a\n')}` },
    { story: 'fields', text: Array.from({ length: 110_000 }, (_, index) => `k${index}:`).join('\n') },
    { story: 'variables', text: `components:\n${many('- ${X}\n').slice(0, MEGA - 20)}` },
    { story: 'newlines', text: many('\n') },
  ])(
    '$story',
    ({ text }) => {
      // A hang ends with the time-out; how long it takes is no matter of a test.
      expect(parseConfig(text, SURROUNDINGS).ok).toBe(false);
    },
    // Ten seconds of work for the quotes, and what else this machine does meanwhile.
    300_000,
  );

  it('aliases that multiply to a billion', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`,
    );
    const parsed = parseConfig(`version: 1\nl0: &l0 lol\n${levels.join('\n')}\n`, SURROUNDINGS);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.problems.map(({ message }) => message)).toContain(
      'aliases repeat more than a configuration ever needs',
    );
  });
});
