/**
 * What the local server does when it has more to do than it can, and how it ends.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';

export const RefusalHook = z.union([
  z.strictObject({ command: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
]);
export type RefusalHook = z.infer<typeof RefusalHook>;

export const OverloadFile = z
  .strictObject({
    /** Requests at once; what matters less is refused from 40 % of it on. */
    queue: z.number().int().min(10).max(10_000).default(200),
    /** How long a newcomer may have to wait, as it is estimated. */
    wait: Duration.refine((ms) => ms >= 100, 'at least 100ms').default(2_000),
    /** People (browsers, not connections) who may have a window open at once. */
    sessions: z.number().int().min(1).max(1_000).default(50),
    /** Told when refusals begin and end: a program (no shell; JSON on its standard input) or an address (POST). */
    hook: RefusalHook.optional(),
  })
  .prefault({});

export const DrainFile = z
  .strictObject({
    /** So long the health port says that we are leaving, for balancers in front that look now and then. */
    atLeast: Duration.refine((ms) => ms <= 600_000, 'at most 10m').default(0),
    atMost: Duration.refine((ms) => ms <= 600_000, 'at most 10m').default(10_000),
  })
  .refine(({ atLeast, atMost }) => atLeast <= atMost, '`atLeast` cannot be longer than `atMost`')
  .prefault({});
