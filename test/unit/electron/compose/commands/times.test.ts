import { describe, expect, it } from 'vitest';
import { instantOf, rangeOf } from '../../../../../electron/compose/commands/times.ts';

const NOW = Date.parse('2026-03-28T12:00:00Z');
const BERLIN = 'Europe/Berlin';

describe('a time given to a command', () => {
  it.each([
    { text: '2026-12-24T18:00:00Z', is: '2026-12-24T18:00:00.000Z' },
    { text: '2026-12-24T18:00+01:00', is: '2026-12-24T17:00:00.000Z' },
    { text: '2026-12-24T18:00-0500', is: '2026-12-24T23:00:00.000Z' },
    { text: '2026-12-24T18:00-05', is: '2026-12-24T23:00:00.000Z' },
    { text: '2026-12-24T18:00[America/Santiago]', is: '2026-12-24T21:00:00.000Z' },
    { text: '2026-12-24T18:00', is: '2026-12-24T17:00:00.000Z', how: 'on the wall clock of this machine' },
    { text: '2026-07-24', is: '2026-07-23T22:00:00.000Z', how: 'as midnight on this machine' },
    { text: '3d', is: '2026-03-31T12:00:00.000Z', how: 'as so long from now' },
    { text: '1h30m', is: '2026-03-28T13:30:00.000Z' },
    { text: '0', is: '2026-03-28T12:00:00.000Z', how: 'as now' },
  ])('$text is understood $how', ({ text, is }) => {
    expect(new Date(instantOf(text, NOW, BERLIN) ?? 0).toISOString()).toBe(is);
  });

  it.each([
    '',
    '7',
    '2026',
    'tomorrow',
    '2026-02-30',
    '2026-02-30T10:00Z',
    '24.12.2026',
    '2026-12-24T25:00',
    '-3d',
    '3 days',
  ])('%j is not guessed at', (text) => {
    expect(instantOf(text, NOW, BERLIN)).toBeNull();
  });
});

describe('a range', () => {
  it.each([
    { options: {}, is: { at: NOW } },
    { options: { at: '1h' }, is: { at: NOW + 3_600_000 } },
    { options: { to: '1d' }, is: { from: NOW, to: NOW + 86_400_000 } },
    { options: { from: '7d' }, is: { from: NOW + 7 * 86_400_000, to: NOW + 21 * 86_400_000 } },
    { options: { from: '1d', to: '1d' }, is: '--to must be later than --from' },
    { options: { from: 'x' }, is: expect.stringContaining('--from "x" is not a time') },
    { options: { to: 'x' }, is: expect.stringContaining('--to "x" is not a time') },
    { options: { at: '' }, is: expect.stringContaining('--at "" is not a time') },
  ])('of $options', ({ options, is }) => {
    expect(rangeOf(options, NOW, BERLIN)).toEqual(is);
  });
});
