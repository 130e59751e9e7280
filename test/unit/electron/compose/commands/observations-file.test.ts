/** A line of a file of observations: taken as it is meant, or refused with the field, the value and what to write instead. */
import { describe, expect, it } from 'vitest';
import { parseObservation } from '../../../../../electron/compose/commands/observations-file.ts';

const flat = { checkId: 'web', at: 1_000, outcome: 'fail', latencyMs: 3, kind: 'refused', detail: 'refused' };
const whole = {
  checkId: 'web',
  componentId: 'web',
  at: '1970-01-01T00:00:01Z',
  endedAt: 1_003,
  outcome: {
    kind: 'fail',
    timings: { connectMs: 2, totalMs: 3 },
    failure: { kind: 'refused', phase: 'connect', detail: 'refused', status: 503 },
    readings: { status: 503 },
  },
};
const parse = (line: unknown) => parseObservation(JSON.stringify(line));

describe('a line of observations', () => {
  it('is the same try, flat or whole', () => {
    expect(parse(flat)).toEqual(flat);
    expect(parse(whole)).toEqual(flat);
  });

  it.each([
    [{ ...flat, kind: undefined, knid: 'refused' }, 'knid: unknown field `knid`; did you mean `kind`?'],
    [{ ...whole, outcom: 1 }, 'outcom: unknown field `outcom`'],
    [
      { ...whole, outcome: { kind: 'pass', timngs: { totalMs: 3 } } },
      'outcome.timngs: unknown field `timngs`; did you mean `timings`?',
    ],
    [
      { ...whole, outcome: { ...whole.outcome, failure: { ...whole.outcome.failure, wait: 1 } } },
      'unknown field `wait`',
    ],
    [{ ...flat, outcome: 'fial' }, 'found "fial"; did you mean `fail`?'],
    [{ ...flat, kind: 'refsued' }, 'found "refsued"; did you mean `refused`?'],
    [
      { ...flat, at: 'soon' },
      'at: must be a time like "2026-01-05T09:00:00Z", or milliseconds since 1970, found "soon"',
    ],
    [{ ...flat, at: 1e18 }, 'found 1000000000000000000'],
    [{ at: 1, outcome: 'pass' }, '`checkId` is missing'],
    [[], 'must be one object a line, found a list'],
  ])('is refused with its field, its value and a remedy: %j', (line, words) => {
    expect(parse(line)).toContain(words);
  });
});
