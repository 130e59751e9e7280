/**
 * How hard the fuzz tests try. `npm test` gives each parser 1,000 inputs; the nightly script gives it 100,000.
 *
 * Nightly: `npm run fuzz`, which finds them by their names (`fuzz*.test.ts`), and every other unit test that draws its number from here.
 */
import fc from 'fast-check';

const DEFAULT_RUNS = 1_000;

/** Inputs per property. */
export const FUZZ_RUNS = Number(process.env.WATCHBELL_FUZZ_RUNS ?? DEFAULT_RUNS);

/**
 * Inputs of a property of which each costs more than a parser's: `usual` of them in `npm test`, and as many times more in a night as
 * the parsers get. A test is then a second or two of work, and still over in time on a machine that does ten other things.
 */
export const runsOf = (usual: number): number => Math.ceil((usual * FUZZ_RUNS) / DEFAULT_RUNS);

/** The settings for `fc.assert`: so many runs, and no time limit of its own beside vitest's. */
export const FUZZ = { numRuns: FUZZ_RUNS } as const;

/** ms for vitest: generous, for a hang is what it must catch, not a slow machine; 30 ms is three times the dearest input's. */
export const FUZZ_TIMEOUT_MS = Math.max(60_000, FUZZ_RUNS * 30);

/** A share of a text, below 1: every place as likely as any other, which `fc.double` does not give (half of them are as good as 0). */
export const place = fc.nat(999_999).map((millionths) => millionths / 1_000_000);

/**
 * Texts near a recorded one: cut anywhere, with lines dropped, doubled or swapped, with characters and numbers changed. Finds
 * what plain noise never reaches.
 */
export function near(recorded: string): fc.Arbitrary<string> {
  const mutation = fc.record({
    kind: fc.constantFrom('cut', 'drop', 'double', 'char', 'number', 'noise' as const),
    at: place,
    text: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('-1', '1e999', 'NaN', '', '\0', '99999999999999999999', '\r\n', ',', ':', '"'),
    ),
  });
  return fc.array(mutation, { minLength: 1, maxLength: 4 }).map((mutations) => mutations.reduce(mutated, recorded));
}

interface Mutation {
  readonly kind: 'cut' | 'drop' | 'double' | 'char' | 'number' | 'noise';
  readonly at: number;
  readonly text: string;
}

function mutated(whole: string, { kind, at, text }: Mutation): string {
  const index = Math.floor(at * whole.length);
  switch (kind) {
    case 'cut':
      return whole.slice(0, index);
    case 'char':
      return whole.slice(0, index) + text + whole.slice(index + 1);
    case 'noise':
      return whole.slice(0, index) + text + whole.slice(index);
    case 'number': {
      const found = /\d+/.exec(whole.slice(index));
      return found === null
        ? whole
        : whole.slice(0, index + found.index) + text + whole.slice(index + found.index + found[0].length);
    }
    case 'drop':
    case 'double': {
      const lines = whole.split('\n');
      const line = Math.floor(at * lines.length);
      return lines.toSpliced(line, 1, ...(kind === 'drop' ? [] : [lines[line] ?? '', lines[line] ?? ''])).join('\n');
    }
  }
}
