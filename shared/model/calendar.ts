/**
 * A shared calendar as part of a schedule: where it is, what it counts as, and which of its words mean whom.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { type EpochMs, PersonId } from './ids.ts';

const MINUTE_MS = 60_000;

const REFRESH = Duration.refine(
  (ms) => ms >= MINUTE_MS && ms <= 7 * 1_440 * MINUTE_MS,
  'a calendar is read again after 1m to 7d',
);

export const CalendarFile = z
  .strictObject({
    /** Its address for calendar programs. A secret: whoever has it reads the calendar. */
    url: z.url({ protocol: /^(?:https?|webcal)$/ }).optional(),
    /** Or a file, from the folder of the configuration file on. */
    path: z.string().min(1).optional(),
    /** `layer`: one of the layers, with its priority. `overrides`: above all layers while it has somebody. */
    as: z.enum(['layer', 'overrides']).default('layer'),
    priority: z.number().int().min(0).max(100).optional(),
    /** Mail addresses of attendees, or names as they stand in titles, and who that is. What names nobody counts for nothing. */
    people: z
      .record(z.string().trim().min(1), PersonId)
      .refine((people) => Object.keys(people).length > 0, 'name at least one, like `"kim@example.org": kim`'),
    refresh: REFRESH.default(15 * MINUTE_MS),
  })
  .superRefine(({ url, path, as, priority }, context) => {
    const problem = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if ((url === undefined) === (path === undefined)) {
      problem(url === undefined ? 'url' : 'path', 'a calendar has a `url` or a `path`, one of both');
    }
    if (as === 'overrides' && priority !== undefined) {
      problem('priority', '`priority` goes with `as: layer`; overrides are above all layers');
    }
  });
export type CalendarFile = z.infer<typeof CalendarFile>;

/** One time on call that stands in a calendar, [from, to). */
export interface ImportedShift {
  readonly personId: PersonId;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The event's own title. */
  readonly title: string;
}
