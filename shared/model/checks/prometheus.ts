/**
 * The Prometheus check: one value out of a metrics page, against thresholds.
 */
import { z } from 'zod';
import { parseSelector } from '../series.ts';
import { timing } from './common.ts';
import { httpTarget } from './http-target.ts';

const limits = z
  .strictObject({
    /** Too much beyond this … */
    above: z.number().optional(),
    /** … too little below this. */
    below: z.number().optional(),
  })
  .refine(({ above, below }) => above !== undefined || below !== undefined, { error: 'needs above, below, or both' });

const selector = z.string().superRefine((text, context) => {
  const parsed = parseSelector(text);
  if (!parsed.ok) {
    context.addIssue({ code: 'custom', message: parsed.problem });
  }
});

export const PrometheusCheck = z
  .strictObject({
    type: z.literal('prometheus'),
    ...timing,
    ...httpTarget,
    maxBody: httpTarget.maxBody.default(8 * 1024 * 1024),
    /** Which series: `queue_depth{queue="mail"}`. One that is not there is a failure, never a 0. */
    series: selector,
    /** Which value counts when the selection means several: each (`any` one beyond fails, or only `all`), or their sum, largest, smallest. */
    combine: z.enum(['any', 'all', 'sum', 'max', 'min']).default('any'),
    /** Performance issues. */
    warn: limits.optional(),
    /** What a settled failure of this check means otherwise: `failureStatuses.threshold`, else `failureStatus`. */
    critical: limits.optional(),
  })
  .refine((check) => check.warn !== undefined || check.critical !== undefined, {
    error: 'needs warn, critical, or both; a value without a limit is no check',
  });
