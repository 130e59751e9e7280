/** Whatever stands in a configuration: it is taken, or refused with problems that say something and name a place that exists. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/config/parse.ts';
import { STARTER_TEXT } from '../../../../electron/config/starter.ts';
import { workMs } from '../../../harness/cpu-time.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';
import { GOOD } from './good.ts';

const SURROUNDINGS = {
  env: { PORT: '1', TOKEN: 'token-token' },
  unseal: (base64: string) => (base64 === 'AAAA' ? 'opened' : null),
};

/** Of work. Far above what any of these inputs takes; a quadratic step would be far above this. */
const LONGEST_MS = 3_000;

/** Reads it and looks at the answer: every problem has a place that exists, or none. */
function read(text: string) {
  const before = workMs();
  const parsed = parseConfig(text, SURROUNDINGS);
  expect(workMs() - before).toBeLessThan(LONGEST_MS);
  if (!parsed.ok) {
    expect(parsed.problems.length).toBeGreaterThan(0);
    const lines = text.split(/\r\n|\n|\r/).length;
    for (const { line, column, message } of parsed.problems) {
      expect(message).not.toBe('');
      expect(message).not.toMatch(/undefined|\[object/);
      if (line !== null) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThan(0);
      }
    }
  }
  return parsed;
}

const SPLINTERS = [
  '\n',
  '  ',
  '\t',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '|',
  '>',
  '&a ',
  '*a',
  '!!str ',
  '? ',
  '---\n',
  '%YAML 1.1\n',
  '${PORT}',
  '${NO}',
  '${',
  '$${',
  'sealed:AAAA',
  'sealed:x',
  '<<: *a',
  '__proto__: ',
  'constructor: ',
  'null',
  'true',
  '1e999',
  '.nan',
  '-1',
  '\u0000',
  '\uFEFF',
  '\uD800',
  '🔔',
];
const splinter = fc.oneof(fc.constantFrom(...SPLINTERS), fc.string({ maxLength: 6 }));
/** Cut out `cut` characters at `at` (a share of the text) and put something in their place. */
const cuts = fc.array(fc.record({ at: fc.nat(10_000), cut: fc.nat(12), put: splinter }), {
  minLength: 1,
  maxLength: 4,
});

function mutate(
  text: string,
  changes: readonly { readonly at: number; readonly cut: number; readonly put: string }[],
): string {
  return changes.reduce((current, { at, cut, put }) => {
    const from = Math.floor((at / 10_000) * current.length);
    return current.slice(0, from) + put + current.slice(from + cut);
  }, text);
}

describe('reading a configuration never throws and never hangs', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('on a good file with damaged places', () => {
    fc.assert(
      fc.property(fc.constantFrom(GOOD, STARTER_TEXT), cuts, (text, changes) => void read(mutate(text, changes))),
      FUZZ,
    );
  });

  it('on a good file whose lines were shuffled, lost and doubled', () => {
    const lines = GOOD.split('\n');
    fc.assert(
      fc.property(
        fc.array(fc.nat(lines.length - 1), { maxLength: 60 }),
        (order) => void read(order.map((index) => lines[index]).join('\n')),
      ),
      FUZZ,
    );
  });

  it('on pieces of YAML in any order', () => {
    fc.assert(
      fc.property(fc.array(splinter, { maxLength: 60 }), (pieces) => void read(pieces.join(''))),
      FUZZ,
    );
  });

  it('on values of any shape', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (json) => void read(json)),
      FUZZ,
    );
  });

  it('on any value at the place of any other', () => {
    const keys = ['version', 'settings', 'groups', 'components', 'people', 'channels', 'schedules', 'policies'];
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keys), value),
        (file) => void read(JSON.stringify({ version: 1, ...file })),
      ),
      FUZZ,
    );
  });

  it('on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => void read(text)),
      FUZZ,
    );
  });
});
