/**
 * Lengths of time as people write them (`500ms`, `45s`, `2h15m`, `1d`) and as the code holds them (milliseconds).
 *
 * A day here is 24 hours: it measures elapsed time. Turns of a schedule are counted on the wall clock elsewhere.
 */
import { z } from 'zod';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
const WHOLE = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** Text to milliseconds, or null when it is not a duration. A bare number is refused: seconds or milliseconds? */
export function parseDuration(text: string): number | null {
  const compact = text.replaceAll(' ', '');
  if (compact === '0') {
    return 0;
  }
  if (!WHOLE.test(compact)) {
    return null;
  }
  let total = 0;
  for (const [, amount, unit] of compact.matchAll(PART)) {
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  }
  return Math.round(total);
}

/** Milliseconds to the two largest units that matter: `2 h 14 min`, `45 s`, `850 ms`. For people to read. */
export function formatDuration(ms: number): string {
  const total = Math.max(0, Math.round(ms));
  if (total < 1_000) {
    return `${total} ms`;
  }
  const seconds = Math.round(total / 1_000);
  const parts: ReadonlyArray<readonly [number, string]> = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** A duration in a configuration file; comes out as milliseconds. */
export const Duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = typeof value === 'string' ? parseDuration(value) : value === 0 ? 0 : null;
  if (ms === null) {
    context.addIssue({
      code: 'custom',
      message: `not a duration: ${JSON.stringify(value)}; write it like 45s, 2m, 1h30m or 500ms`,
    });
    return z.NEVER;
  }
  return ms;
});
