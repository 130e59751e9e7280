import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goDurationText, goTime } from '../../../../../shared/rules/practable/go-text.ts';

describe('times as Go prints them', () => {
  it.each([
    [null, '0001-01-01 00:00:00 +0000 UTC'],
    [Date.parse('2026-11-21T04:24:35Z'), '2026-11-21 04:24:35 +0000 UTC'],
    [Date.parse('2026-11-21T04:14:35.500Z'), '2026-11-21 04:14:35.5 +0000 UTC'],
    [Date.parse('2026-11-21T04:14:35.051Z'), '2026-11-21 04:14:35.051 +0000 UTC'],
    [Date.parse('2026-11-21T04:14:30.100Z'), '2026-11-21 04:14:30.1 +0000 UTC'],
  ])('%s is %s', (at, text) => {
    expect(goTime(at)).toBe(text);
  });

  it('are the same instant for any millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (at) => {
        const [day, time] = goTime(at).split(' ');
        expect(Date.parse(`${day}T${time}Z`)).toBe(at);
      }),
    );
  });
});

describe('lengths of time as Go prints them', () => {
  it.each([
    [0, '0s'],
    [0.00025, '250ns'],
    [0.10717, '107.17µs'],
    [95.725964, '95.725964ms'],
    [6003.87555, '6.00387555s'],
    [63000.000001, '1m3.000000001s'],
    [3_723_500, '1h2m3.5s'],
    [3_596_400_000, '999h0m0s'],
    [-1_500, '-1.5s'],
  ])('%s ms is %s', (ms, text) => {
    expect(goDurationText(ms)).toBe(text);
  });
});
