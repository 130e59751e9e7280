/**
 * What an HTTP answer means for a page, and how long to wait. Shared by every channel that speaks HTTP.
 */

import type { EpochMs } from '../../model/ids.ts';
import { oneLine } from '../words/plain.ts';

/** A receiver may ask for silence, but not for longer than anybody sleeps through an outage. */
export const LONGEST_WAIT_MS = 3_600_000;

/** 4xx that speak of this moment and not of this request (RFC 9110, RFC 6585, RFC 8470). */
const PASSING = new Set([408, 425, 429]);

export type Verdict = 'accepted' | 'redirected' | 'try-later' | 'refused';

/** 2xx taken; 4xx is our mistake and stays one; the rest (redirects to a hotel's login page too) may pass. */
export function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) {
    return 'accepted';
  }
  if (status >= 300 && status < 400) {
    return 'redirected';
  }
  return status >= 400 && status < 500 && !PASSING.has(status) ? 'refused' : 'try-later';
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3) as ms from now, at most an hour. Undefined when absent or unreadable. */
export function retryAfterMs(value: string | undefined, now: EpochMs): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_WAIT_MS, Math.max(0, ms));
}

/** An answer's own words, for the end of a reason: `: no such hook`. Of an HTML page only its title says anything. */
export function excerptOf(body: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1];
  const words = oneLine(title ?? (body.trimStart().startsWith('<') ? '' : body));
  return words === '' ? '' : `: ${words}`;
}
