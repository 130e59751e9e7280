/** Whatever a Cachet, or something in its place, answers: it is read, or it is none, and nothing throws. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetOf, wallText } from '../../../../../shared/rules/links/cachet/clock.ts';
import {
  isPong,
  readError,
  readListing,
  readThing,
  readVersion,
} from '../../../../../shared/rules/links/cachet/read.ts';
import { afterText, numberText, readReference } from '../../../../../shared/rules/links/cachet/reference.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../../harness/fuzz.ts';

const fixture = (name: string): string => readFileSync(`test/fixtures/cachet/${name}.json`, 'utf8');
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

describe('answers of a Cachet', () => {
  it('are read as the fixtures have them', () => {
    expect(readThing(2, parsed(fixture('v1-component')))).toMatchObject({ id: 3, name: 'Stream 14', status: 1 });
    expect(readThing(3, parsed(fixture('v3-component')))).toMatchObject({ id: 3, name: 'Stream 14', status: 1 });
    expect(readThing(3, parsed(fixture('v3-incident')))).toMatchObject({ id: 12, status: 2, message: 'We know why.' });
    expect(readListing(2, parsed(fixture('v1-components-page1')))).toMatchObject({ more: true });
    expect(readListing(2, parsed(fixture('v1-incidents')))).toMatchObject({
      more: false,
      things: [{ id: 12, status: 2 }],
    });
    expect(readListing(3, parsed(fixture('v3-list-page')))).toEqual({ things: [], more: true });
    expect(readVersion(parsed(fixture('v1-version')))).toBe(2);
    const misc = parsed(fixture('v3-misc')) as Readonly<Record<string, unknown>>;
    expect(readVersion(misc['GET /api/version'])).toBe(3);
    expect(isPong(misc['GET /api/ping'])).toBe(true);
  });

  it('that refuse say so in their own words', () => {
    const errors = parsed(fixture('v1-errors')) as { http: number; body: unknown }[];
    expect(errors.map(({ body }) => readError(body))).toEqual([
      'You do not have permission for that.',
      'Not there.',
      'Ask for application/json.',
      'The name field is required.',
      'In maintenance.',
    ]);
    expect(readError({ message: 'No.', errors: { name: ['The name field is required.'] } })).toBe(
      'The name field is required.',
    );
  });

  it('are read or are none, however they are broken', { timeout: FUZZ_TIMEOUT_MS }, () => {
    const texts = [
      'v1-component',
      'v3-component',
      'v3-incident',
      'v1-incidents',
      'v3-list-page',
      'v1-errors',
      'v1-version',
    ];
    const broken = fc.oneof(...texts.map((name) => near(fixture(name)).map(parsed)), fc.jsonValue());
    fc.assert(
      fc.property(broken, (body) => {
        for (const version of [2, 3] as const) {
          const thing = readThing(version, body);
          expect(thing === null || Number.isInteger(thing.id)).toBe(true);
          readListing(version, body);
        }
        readVersion(body);
        readError(body);
        isPong(body);
      }),
      FUZZ,
    );
  });
});

describe('what a link keeps of a thing there', () => {
  it('is read as it was written, and anything else is none', () => {
    const number = fc.nat({ max: 999_999_999 });
    fc.assert(
      fc.property(number, fc.option(fc.integer({ min: -840, max: 840 })), (at, offset) => {
        expect(readReference(numberText(at, offset))).toEqual({ kind: 'number', number: at, offset });
        expect(readReference(afterText(at, 5))).toEqual({ kind: 'after', number: at, at: 5 });
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readReference(text).kind).toMatch(/number|after|none/);
      }),
      FUZZ,
    );
    expect(readReference(null)).toEqual({ kind: 'none' });
  });
});

describe('the clock on its wall', () => {
  it('is found out to the minute for every zone, though its answer took a while', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -48, max: 56 }),
        fc.nat({ max: 4 * 60 }),
        fc.integer({ min: Date.UTC(2026, 0, 1) / 1_000, max: Date.UTC(2030, 0, 1) / 1_000 }),
        (quarters, lateSeconds, seconds) => {
          const at = seconds * 1_000;
          const shown = wallText(at + lateSeconds * 1_000, quarters * 15, true);
          expect(offsetOf(shown, at)).toBe(quarters * 15);
        },
      ),
    );
  });

  it.each(['', 'yesterday', '2026-13-01 00:00:00', '2019-01-01 00:00:00'])('is not known from "%s"', (wall) => {
    expect(offsetOf(wall, Date.UTC(2026, 0, 5))).toBeNull();
  });

  it('is not known from a time between two zones', () => {
    expect(offsetOf('2026-01-05 00:07:30', Date.UTC(2026, 0, 5))).toBeNull();
  });
});
