/**
 * The header Retry-After (RFC 9110 section 10.2.3): how long whoever refuses asks us to stay away.
 */
import type { EpochMs } from './ids.ts';

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
/** The three forms of an HTTP date (RFC 9110 section 5.6.7), all of them GMT; only the first may be sent today. */
const HTTP_DATES = [
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} (?:${MONTHS}) \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$`),
  new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \\d{2}-(?:${MONTHS})-\\d{2} \\d{2}:\\d{2}:\\d{2} GMT$`),
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:${MONTHS}) [ \\d]\\d \\d{2}:\\d{2}:\\d{2} \\d{4}$`),
];

/** ms from `now`, never negative; null when the value is none of both forms. */
export function parseRetryAfter(value: string, now: EpochMs): number | null {
  const text = value.trim();
  if (/^\d{1,10}$/.test(text)) {
    return Number(text) * 1_000;
  }
  if (!HTTP_DATES.some((form) => form.test(text))) {
    return null;
  }
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
