/**
 * Routes: which escalation policy an incident takes, by what it is about, how bad it is and when it opens. In the file's own words.
 */
import { z } from 'zod';
import { ComponentId, GroupId, PolicyId } from './ids.ts';
import { Tag } from './maintenance.ts';
import { SEVERITIES } from './status.ts';
import { ClockTime, TimeZone, WEEKDAYS } from './wall-time.ts';

/** Hours of a week on a clock of a zone; may wrap midnight: they belong to the day on which they begin. */
const Hours = z
  .strictObject({
    from: ClockTime,
    to: ClockTime,
    days: z.array(z.enum(WEEKDAYS)).min(1, 'name at least one day').optional(),
    /** Default: the machine's. */
    timeZone: TimeZone.optional(),
  })
  .refine(
    ({ from, to }) => from !== to,
    'they begin and end at the same time of day; leave them out for the whole day',
  );

/** Every field that is given must match; of a list any one is enough. Nothing given: everything. */
export const Route = z.strictObject({
  match: z
    .strictObject({
      components: z.array(ComponentId).default([]),
      groups: z.array(GroupId).default([]),
      tags: z.array(Tag).default([]),
      severities: z.array(z.enum(SEVERITIES)).min(1).optional(),
      /** When the incident opens. */
      hours: Hours.optional(),
    })
    .prefault({}),
  policy: PolicyId,
  /** The routes below are asked as well: their policies are called beside this one. */
  continue: z.boolean().default(false),
});
export type Route = z.infer<typeof Route>;
