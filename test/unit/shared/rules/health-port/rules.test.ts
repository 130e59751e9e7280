/** The small rules of the health port: where it is, warming up, what went through the store, how a word is quoted, and its ports. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../../../../shared/model/config.ts';
import { resolveConfig } from '../../../../../shared/rules/config.ts';
import { neverGreen, oneRedLine } from '../../../../../shared/rules/health-port/never-green.ts';
import { healthPlace } from '../../../../../shared/rules/health-port/place.ts';
import { pythonRepr } from '../../../../../shared/rules/health-port/python-repr.ts';
import { noteTraffic, type Traffic, trafficWithin } from '../../../../../shared/rules/health-port/traffic.ts';
import { autoWarmUp, WARM_UP_GRACE_MS, warmUpOf } from '../../../../../shared/rules/health-port/warm-up.ts';
import { arbitrary } from '../../../../harness/health.ts';
import { fileOf } from '../../../../harness/watch-story.ts';

describe('a red line', () => {
  it.each([
    ['BOOK-API is down', 'book-api is down'],
    ['O\0K', 'O K'],
    ['two\r\nlines', 'two lines'],
    ['Token refused', 'Token refused'],
  ])('of %j is %j', (text, line) => {
    expect(oneRedLine(text)).toBe(line);
  });

  it('never holds what HAProxy looks for, and is one line', () => {
    fc.assert(
      fc.property(arbitrary.words, (text) => {
        expect(oneRedLine(text)).toMatch(/^[^\p{Cc}]{0,401}$/u);
        for (const red of [oneRedLine(text), neverGreen(text)]) {
          expect(Buffer.from(red).toString('latin1')).not.toContain('OK');
        }
      }),
    );
  });
});

describe('the health port', () => {
  const settings = (change: object) => ConfigFile.parse({ version: 1, settings: change }).settings;

  it.each([
    { change: {}, listen: 8_730, place: { host: '127.0.0.1', port: 8_810 } },
    { change: {}, listen: 0, place: { host: '127.0.0.1', port: 0 } },
    { change: {}, listen: 65_500, place: { host: '127.0.0.1', port: 0 } },
    { change: { health: { host: '::1', port: 7 } }, listen: 8_730, place: { host: '::1', port: 7 } },
    { change: { health: false }, listen: 8_730, place: null },
  ])('with $change above $listen is at $place', ({ change, listen, place }) => {
    expect(healthPlace(settings(change), listen)).toEqual(place);
  });

  const complaints = (change: object) => {
    const resolved = resolveConfig(ConfigFile.parse(fileOf({ settings: change })));
    return resolved.ok ? [] : resolved.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it.each<[string, object, RegExp | null]>([
    ['a port for each', { agent: { port: 8_888 }, snpp: {} }, null],
    ['any free port for all', { listen: { port: 0 }, health: { port: 0 }, agent: { port: 0 } }, null],
    ['one port at two addresses', { agent: { port: 8_810, host: '192.0.2.1' } }, null],
    ['no health port', { listen: { port: 65_500 }, health: false }, null],
    ['80 above too much', { listen: { port: 65_500 } }, /^settings\.listen\.port: the health port is 80 above/],
    ['an agent on the health port', { agent: { port: 8_810 } }, /^settings\.agent\.port: address `127\.0\.0\.1:8810`/],
    ['health on the server’s port', { health: { port: 8_730 } }, /^settings\.health\.port: address .* stands twice/],
    [
      'an agent for nobody',
      { agent: { port: 1, component: 'apo' } },
      /^settings\.agent\.component: .*did you mean `api`/,
    ],
  ])('takes %s as it should', (_, change, complaint) => {
    const found = complaints(change);
    expect(found).toHaveLength(complaint === null ? 0 : 1);
    expect(found.join()).toMatch(complaint ?? /^$/);
  });
});

describe('the warm-up', () => {
  const step = (done: boolean) => ({ name: 'a', done, words: 'a is made' });

  it.each([
    { steps: [], sinceMs: 0, state: 'done' },
    { steps: [step(true), step(false)], sinceMs: 0, state: 'in-progress' },
    { steps: [step(true), step(false)], sinceMs: WARM_UP_GRACE_MS, state: 'given-up' },
    { steps: [step(true)], sinceMs: WARM_UP_GRACE_MS, state: 'done' },
  ])('after $sinceMs ms with $steps is $state', ({ steps, sinceMs, state }) => {
    expect(warmUpOf(steps, sinceMs)).toEqual({ state, steps });
  });

  it.each([
    ['0', true, false],
    [' FALSE ', true, false],
    ['No', true, false],
    ['oFF', true, false],
    ['1', false, true],
    ['', true, true],
    ['', false, false],
    [undefined, false, false],
  ])('with WATCHBELL_AUTOWARMUP=%j and %j in the file is by itself: %j', (environment, written, on) => {
    expect(autoWarmUp(written, environment)).toBe(on);
  });
});

describe('what went through the store', () => {
  const sums = (n: number) => ({ reads: 2 * n, writes: n, transactions: n });
  const after = (seconds: number): Traffic =>
    Array.from({ length: seconds }, (_, second) => second).reduce<Traffic>(
      (traffic, second) => noteTraffic(traffic, second * 1_000, sums(second)),
      [],
    );

  it.each([
    { heard: 0, ms: 300_000, found: null },
    { heard: 11, ms: 5_000, found: sums(5) },
    { heard: 11, ms: 300_000, found: sums(10) },
    { heard: 11, ms: 0, found: sums(0) },
    { heard: 9_000, ms: 60_000, found: sums(60) },
    { heard: 9_000, ms: 3_600_000, found: sums(3_600) },
    { heard: 9_000, ms: 7_200_000, found: sums(3_600) },
  ])('in $ms ms after $heard seconds', ({ heard, ms, found }) => {
    const traffic = after(heard);
    expect(trafficWithin(traffic, ms)).toEqual(found);
    expect(traffic.length).toBeLessThanOrEqual(3_602);
  });
});

describe('a word in Python’s quotes', () => {
  it.each([
    ['bogus', "'bogus'"],
    ["it's", '"it\'s"'],
    [`"it's"`, `'"it\\'s"'`],
    ['a\\b\tc', "'a\\\\b\\tc'"],
    ['\xe9\x00', "'\\xe9\\x00'"],
  ])('%j is %s', (word, quoted) => {
    expect(pythonRepr(word)).toBe(quoted);
  });
});
