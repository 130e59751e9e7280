/**
 * How long trouble must last before anybody is paged.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import type { Severity } from './status.ts';

/** One length of time for all that happens, or by severity: `{critical: 0}` pages at once for that, and leaves the rest as it was. */
export const PageAfterFile = z.union([
  Duration,
  z.strictObject({
    /** For severities that are not named here. */
    default: Duration.exactOptional(),
    low: Duration.exactOptional(),
    high: Duration.exactOptional(),
    critical: Duration.exactOptional(),
  }),
]);
export type PageAfterFile = z.infer<typeof PageAfterFile>;

/** How long trouble of each severity must have lasted before it pages, in ms. */
export type PageAfter = Readonly<Record<Severity, number>>;
