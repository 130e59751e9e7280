/**
 * Who is on call when: the configuration file's own schemas, and the overrides that are made by hand.
 */
import { z } from 'zod';
import { OverrideId, PersonId, ScheduleId } from './ids.ts';
import { LocalDateTime, Moment, TimeZone } from './wall-time.ts';

const Rotation = z.strictObject({
  /** How long a turn is counted on the wall clock of the schedule's zone. */
  turn: z.enum(['daily', 'weekly']),
  /** Turns of this many days or weeks. */
  every: z.number().int().min(1).max(366).default(1),
  /** First handoff; turns extend both ways from it. */
  start: LocalDateTime,
  people: z.array(PersonId).min(1, 'a schedule with nobody cannot be on call; name at least one person'),
});
export type Rotation = z.infer<typeof Rotation>;

/** `add` is on call as well, `remove` is not, `replace` puts `by` in the place of `person` while that one is on call. */
export const Override = z.strictObject({
  kind: z.enum(['add', 'remove', 'replace']).default('replace'),
  person: PersonId,
  by: PersonId.optional(),
  from: Moment,
  to: Moment,
  note: z.string().optional(),
});
export type Override = z.infer<typeof Override>;

export const Schedule = z.strictObject({
  id: ScheduleId,
  name: z.string().min(1),
  timeZone: TimeZone,
  rotation: Rotation,
  overrides: z.array(Override).default([]),
});
export type Schedule = z.infer<typeof Schedule>;

/** An override made in the window or by command: kept in the store, instants instead of wall times. */
export const StoredOverride = z.object({
  id: OverrideId,
  scheduleId: ScheduleId,
  kind: z.enum(['add', 'remove', 'replace']),
  person: PersonId,
  by: PersonId.nullable(),
  from: z.number(),
  to: z.number(),
  note: z.string(),
  author: z.string(),
  createdAt: z.number(),
});
export type StoredOverride = z.infer<typeof StoredOverride>;
