/**
 * The rows of an answer against the check's rules. Pure, and strict: a missing value is a failure, never a zero.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import type { Failure } from '../../shared/model/observation.ts';
import { oneLine, short } from './words.ts';

/** The rule of `atMost` goes up to here; more rows are not read. */
export const MOST_ROWS = 10_000;

export interface Answer {
  readonly rows: number;
  /** The first column of the first row, as PostgreSQL writes it; undefined: no row came, or one without a column. */
  readonly first: string | null | undefined;
}

type Objection = Pick<Failure, 'kind' | 'detail' | 'step'>;

/** Null when every rule holds. Rules on rows are step 1, on the value step 2. */
export function judgeRows({ expectRows = {}, expectValue }: CheckOf<'database'>, answer: Answer): Objection | null {
  const { rows } = answer;
  const { atLeast, atMost } = expectRows;
  if (atLeast !== undefined && rows < atLeast) {
    return { kind: 'threshold', detail: `${counted(rows)}, expected at least ${atLeast}`, step: 1 };
  }
  if (atMost !== undefined && rows > atMost) {
    return { kind: 'threshold', detail: `${counted(rows)}, expected at most ${atMost}`, step: 1 };
  }
  const objection = expectValue === undefined ? null : judgeValue(expectValue, answer.first);
  return objection === null ? null : { ...objection, step: 2 };
}

function judgeValue(
  { equals, above, below }: NonNullable<CheckOf<'database'>['expectValue']>,
  first: Answer['first'],
): Objection | null {
  if (first === undefined) {
    return { kind: 'wrong-content', detail: 'no row came, so there is no value to look at' };
  }
  if (first === null) {
    return { kind: 'wrong-content', detail: 'the value is NULL' };
  }
  if (equals !== undefined && !isEqual(first, equals)) {
    return { kind: 'wrong-content', detail: `the value is ${quoted(first)}, expected ${quoted(String(equals))}` };
  }
  if (above === undefined && below === undefined) {
    return null;
  }
  const number = strictNumber(first);
  if (number === null) {
    return { kind: 'wrong-content', detail: `the value is ${quoted(first)}, which is no number` };
  }
  if (above !== undefined && !(number > above)) {
    return { kind: 'threshold', detail: `the value is ${oneLine(first)}, expected above ${above}` };
  }
  return below !== undefined && !(number < below)
    ? { kind: 'threshold', detail: `the value is ${oneLine(first)}, expected below ${below}` }
    : null;
}

function isEqual(first: string, equals: string | number | boolean): boolean {
  switch (typeof equals) {
    case 'string':
      return first === equals;
    case 'number':
      return strictNumber(first) === equals;
    default:
      return first === (equals ? 't' : 'f'); // PostgreSQL's way to write a boolean
  }
}

/** The number that a text is; null for everything else, also for NaN and Infinity. */
function strictNumber(text: string): number | null {
  const number = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

const counted = (rows: number) => (rows === 1 ? '1 row' : `${rows} rows`);
const quoted = (text: string) => `"${oneLine(short(text))}"`;
