/**
 * Maintenance windows: when, for what, and why messages are held back on purpose. Watching goes on meanwhile.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { ComponentId, GroupId } from './ids.ts';
import { ClockTime, Moment, TimeZone, WEEKDAYS } from './wall-time.ts';

export const MaintenanceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,119}$/, 'letters, digits, dot, dash, underscore and slash only, at most 120')
  .brand<'MaintenanceId'>();
export type MaintenanceId = z.infer<typeof MaintenanceId>;

/** A free word that components share. */
export const Tag = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'letters, digits, dot, dash, underscore');

/** What it is for. Never everything by accident: that has to be said. */
const Scope = z
  .strictObject({
    components: z.array(ComponentId).default([]),
    groups: z.array(GroupId).default([]),
    tags: z.array(Tag).default([]),
    everything: z.literal(true).optional(),
  })
  .refine(
    ({ components, groups, tags, everything }) =>
      everything === true || components.length + groups.length + tags.length > 0,
    'name at least one of `components`, `groups` or `tags`; if it is for all that is watched, say `everything: true`',
  );

const common = {
  id: MaintenanceId,
  name: z.string().min(1).optional(),
  for: Scope,
  note: z.string().optional(),
  /** Zone of its wall-clock times. Default: the machine's. */
  timeZone: TimeZone.optional(),
};

/** How long, on the wall clock: from 22:00 for 8h is until 06:00, also in a night of 7 or 9 hours. */
const lasts = Duration;

export const MaintenanceFile = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('once'), from: Moment, to: Moment }),
  z.strictObject({
    ...common,
    kind: z.literal('weekly'),
    days: z.array(z.enum(WEEKDAYS)).min(1, 'name at least one day'),
    at: ClockTime,
    lasts,
  }),
  /** `day` 29 to 31: the last day of a shorter month. */
  z.strictObject({
    ...common,
    kind: z.literal('monthly'),
    day: z.number().int().min(1).max(31),
    at: ClockTime,
    lasts,
  }),
  /** A cron pattern (minute hour day month weekday) of wall times in the zone. */
  z.strictObject({ ...common, kind: z.literal('cron'), cron: z.string().min(1), lasts }),
]);
export type MaintenanceFile = z.infer<typeof MaintenanceFile>;

type WithoutScope<Window> = Window extends unknown ? Omit<Window, 'for'> : never;

/** A window as the house uses it: what it is for has been worked out, each component has its own list. */
export type MaintenanceWindow = WithoutScope<MaintenanceFile>;

/** Maintenance that somebody began by hand: kept in the store until it is over. */
export const StoredMaintenance = z.object({
  id: MaintenanceId,
  components: z.array(ComponentId),
  from: z.number(),
  until: z.number(),
  note: z.string(),
  by: z.string(),
});
export type StoredMaintenance = z.infer<typeof StoredMaintenance>;
