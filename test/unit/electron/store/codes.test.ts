import { expect, test } from 'vitest';
import { OUTCOME_CODES, outcomeOf, UNIT_CODES, whyCode, whyOf } from '../../../../electron/store/codes.ts';
import { FAILURE_KINDS, OWN_TROUBLE_KINDS } from '../../../../shared/model/observation.ts';
import { Trouble } from '../../../../shared/model/status.ts';

test('numbers that are on disks mean what they meant', () => {
  expect(OUTCOME_CODES).toEqual({ pass: 0, slow: 1, fail: 2, inconclusive: 3 });
  expect(UNIT_CODES).toEqual({ minute: 0, hour: 1, day: 2 });
});

test('a number nobody knows is never shown as a pass', () => {
  expect(outcomeOf(2)).toBe('fail');
  expect(outcomeOf(77)).toBe('inconclusive');
});

test('why a try failed comes back as it was written, with what the check itself said of it', () => {
  for (const kind of FAILURE_KINDS) {
    for (const level of [undefined, ...Trouble.options]) {
      const failure = { kind, phase: 'headers' as const, detail: '', ...(level !== undefined && { level }) };
      const code = whyCode({ kind: 'fail', failure, timings: { totalMs: 1 } });
      expect(whyOf('fail', code)).toEqual({ kind, ...(level !== undefined && { level }) });
    }
  }
  for (const kind of OWN_TROUBLE_KINDS) {
    const code = whyCode({ kind: 'inconclusive', trouble: { kind, detail: '' } });
    expect(whyOf('inconclusive', code)).toEqual({ kind });
  }
  expect(whyOf('fail', null)).toEqual({});
  expect(whyOf('fail', 99)).toEqual({});
});
