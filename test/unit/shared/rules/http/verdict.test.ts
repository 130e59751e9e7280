import { describe, expect, it } from 'vitest';
import { excerptOf, retryAfterMs, verdictOf } from '../../../../../shared/rules/http/verdict.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');
const HOUR = 3_600_000;

describe('an HTTP answer to a page', () => {
  it.each([
    [200, 'accepted'],
    [202, 'accepted'],
    [204, 'accepted'],
    [301, 'redirected'],
    [307, 'redirected'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [408, 'try-later'],
    [410, 'refused'],
    [425, 'try-later'],
    [429, 'try-later'],
    [500, 'try-later'],
    [503, 'try-later'],
    [599, 'try-later'],
  ])('%i means %s', (status, verdict) => {
    expect(verdictOf(status)).toBe(verdict);
  });
});

describe('Retry-After', () => {
  it.each<[string, string | undefined, number | undefined]>([
    ['seconds are seconds', '120', 120_000],
    ['zero is at once', '0', 0],
    ['a date is as far away as it is', 'Sat, 21 Nov 2026 01:15:30 GMT', 90_000],
    ['a date that has passed is at once', 'Sat, 21 Nov 2026 01:00:00 GMT', 0],
    ['nobody silences a pager for longer than an hour', '86400', HOUR],
    ['nor by a date', 'Sun, 22 Nov 2026 01:14:00 GMT', HOUR],
    ['what cannot be read is not there', 'soon', undefined],
    ['nor is what is absent', undefined, undefined],
  ])('%s', (_story, value, ms) => {
    expect(retryAfterMs(value, NOW)).toBe(ms);
  });
});

describe('the words of an answer', () => {
  it.each([
    ['text is quoted on one line', 'no such\r\n hook ', ': no such hook'],
    [
      'an HTML page is quoted by its title',
      '<html><head><title>502 Bad Gateway</title></head><body>…',
      ': 502 Bad Gateway',
    ],
    ['an HTML page without a title says nothing', '<!doctype html><p>hello', ''],
    ['silence is not quoted', '', ''],
  ])('%s', (_story, body, words) => {
    expect(excerptOf(body)).toBe(words);
  });
});
