/**
 * Where somebody is, as far as paging is concerned: reachable, slow to reach, away; and the hours in which small things may wait.
 */
import { z } from 'zod';
import { PersonId } from './ids.ts';
import { SEVERITIES } from './status.ts';
import { ClockTime, Moment, WEEKDAYS } from './wall-time.ts';

/** `away`: is not paged, whatever the schedule says. `slow`: is paged, and the next step follows soon. */
export const PRESENCES = ['reachable', 'slow', 'away'] as const;
export type PresenceState = (typeof PRESENCES)[number];

/** A vacation, or an afternoon on a mountain: local times are the person's own. */
export const Absence = z.strictObject({
  from: Moment,
  to: Moment,
  state: z.enum(['slow', 'away']).default('away'),
  note: z.string().min(1).max(200).optional(),
});
export type Absence = z.infer<typeof Absence>;

/** In these hours, on the person's own clock, pages of these severities wait for their end. */
export const QuietHours = z
  .strictObject({
    from: ClockTime,
    to: ClockTime,
    /** The days on which they begin. Default: every day. */
    days: z.array(z.enum(WEEKDAYS)).min(1, 'name at least one day').optional(),
    /** Critical only when it is named: whoever does that is not woken for it. */
    severities: z.array(z.enum(SEVERITIES)).min(1).default(['low']),
  })
  .refine(({ from, to }) => from !== to, 'begin and end at the same time of day; a whole day without pages is `away`');
export type QuietHours = z.infer<typeof QuietHours>;

/** What somebody said of themselves (or of a colleague) by hand: wins over the file until it ends. Epoch ms. */
export const StoredPresence = z.object({
  person: PersonId,
  state: z.enum(PRESENCES),
  from: z.number(),
  until: z.number(),
  note: z.string(),
  by: z.string(),
});
export type StoredPresence = z.infer<typeof StoredPresence>;
