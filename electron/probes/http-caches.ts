/**
 * Whether an answer came out of a cache on the way. Such an answer does not prove that the site is alive.
 */
import type { HttpHead } from './http-try.ts';
import { oneLine, short } from './words.ts';

export interface CacheMarks {
  /** Seconds since the origin made the answer (RFC 9111 section 5.1). */
  readonly age: number | null;
  readonly xCache: string | null;
  readonly via: string | null;
  /** True when one of the marks says that a cache answered in the origin's place. */
  readonly cached: boolean;
}

/** Null when no cache has left a mark, which is the usual case and costs a few look-ups. */
export function cacheMarks({ headers }: Pick<HttpHead, 'headers'>): CacheMarks | null {
  const said = headers['x-cache'] ?? headers['cf-cache-status'] ?? headers['x-cache-status'] ?? headers['cache-status'];
  const { age, via, 'x-varnish': varnish } = headers;
  if (said === undefined && age === undefined && via === undefined && varnish === undefined) {
    return null;
  }
  const seconds = /^\d{1,10}$/.test(String(age)) ? Number(age) : null;
  const xCache = said === undefined ? null : short(oneLine(String(said)));
  // Varnish names the request that filled the cache beside the present one. It sends `Age: 0` on a miss.
  const hit = saysHit(xCache ?? '') || /^\d+ \d+$/.test(String(varnish)) || (seconds !== null && seconds > 0);
  return { age: seconds, xCache, via: via === undefined ? null : short(oneLine(String(via))), cached: hit };
}

/** `HIT`, `Hit from cloudfront`, `TCP_MEM_HIT from …`, RFC 9211's `ExampleCache; hit`. Not `MISS`, not `TCP_HIT_ERROR`-like words. */
const saysHit = (text: string) => /(?:^|[^a-z])hit(?:$|[^a-z])/i.test(text.replaceAll('_', ' '));

/** `a cache answered (Age 312 s, X-Cache "HIT")`. */
export function cachedWords({ age, xCache }: CacheMarks): string {
  const marks = [
    ...(age !== null && age > 0 ? [`Age ${age} s`] : []),
    ...(xCache !== null ? [`X-Cache "${xCache}"`] : []),
  ];
  return `a cache answered${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
}
