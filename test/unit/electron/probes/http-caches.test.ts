/** What says that a cache answered, and what only says that one stands there. */
import { describe, expect, it } from 'vitest';
import { cachedWords, cacheMarks } from '../../../../electron/probes/http-caches.ts';

describe('a cache', () => {
  it.each([
    { headers: { age: '312' }, words: 'a cache answered (Age 312 s)' },
    { headers: { 'x-cache': 'HIT' }, words: 'a cache answered (X-Cache "HIT")' },
    {
      headers: { 'x-cache': 'Hit from cloudfront', age: '7' },
      words: 'a cache answered (Age 7 s, X-Cache "Hit from cloudfront")',
    },
    { headers: { 'x-cache': 'MISS, HIT' }, words: 'a cache answered (X-Cache "MISS, HIT")' },
    { headers: { 'x-cache': 'TCP_MEM_HIT from proxy' }, words: 'a cache answered (X-Cache "TCP_MEM_HIT from proxy")' },
    { headers: { 'cf-cache-status': 'HIT' }, words: 'a cache answered (X-Cache "HIT")' },
    {
      headers: { 'cache-status': 'ExampleCache; hit; ttl=376' },
      words: 'a cache answered (X-Cache "ExampleCache; hit; ttl=376")',
    },
    { headers: { 'x-varnish': '32770 3' }, words: 'a cache answered' },
  ])('answered: $headers', ({ headers, words }) => {
    const marks = cacheMarks({ headers });
    expect(marks?.cached).toBe(true);
    expect(marks && cachedWords(marks)).toBe(words);
  });

  it.each([
    { headers: { age: '0', 'x-cache': 'MISS', via: '1.1 varnish' } },
    { headers: { 'x-cache': 'Miss from cloudfront' } },
    { headers: { 'cf-cache-status': 'DYNAMIC' } },
    { headers: { 'x-varnish': '32770' } },
    { headers: { age: 'soon' } },
    { headers: { via: '1.1 whitehit.example' } },
  ])('stands there, and did not: $headers', ({ headers }) => {
    expect(cacheMarks({ headers })?.cached).toBe(false);
  });

  it('that leaves no mark costs nothing', () => {
    expect(cacheMarks({ headers: { 'content-type': 'text/plain', 'x-white': 'hit' } })).toBeNull();
  });
});
