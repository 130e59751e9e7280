/**
 * Tokens: by which other programs may do something here. What one may is named; its secret is shown once, and its digest is kept.
 */
import { z } from 'zod';

/**
 * `components`: set states, write incidents and what else the Cachet API writes. `events`: send alerts of other systems.
 * `metrics`: read figures from beyond this machine.
 */
export const RIGHTS = ['components', 'events', 'metrics'] as const;
export const Right = z.enum(RIGHTS);
export type Right = z.infer<typeof Right>;

/** Stands before every secret, so that scanners of repositories and chats know one when they see it. */
export const TOKEN_PREFIX = 'wb_';

export const Token = z.object({
  /** Names it to whoever takes it back; no secret. */
  id: z.string().min(1),
  /** Whose it is: "cron on stream14". What it does is told under this name. */
  name: z.string(),
  rights: z.array(Right).min(1),
  digest: z.string(),
  by: z.string(),
  at: z.number(),
});
export type Token = z.infer<typeof Token>;
