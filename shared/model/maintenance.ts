/**
 * Maintenance windows: when, for what, and why messages are held back on purpose. Watching goes on meanwhile.
 */
import { z } from 'zod';
import { ComponentId, GroupId, Instant } from './ids.ts';
import { TIMES } from './window.ts';

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
};

export const MaintenanceFile = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, ...TIMES.once }),
  z.strictObject({ ...common, ...TIMES.weekly }),
  z.strictObject({ ...common, ...TIMES.monthly }),
  z.strictObject({ ...common, ...TIMES.cron }),
]);
export type MaintenanceFile = z.infer<typeof MaintenanceFile>;

type WithoutScope<Window> = Window extends unknown ? Omit<Window, 'for'> : never;

/** A window as the house uses it: what it is for has been worked out, each component has its own list. */
export type MaintenanceWindow = WithoutScope<MaintenanceFile>;

/** Maintenance that somebody began by hand: kept in the store until it is over. */
export const StoredMaintenance = z.object({
  id: MaintenanceId,
  components: z.array(ComponentId),
  from: Instant,
  until: Instant,
  note: z.string(),
  by: z.string(),
});
export type StoredMaintenance = z.infer<typeof StoredMaintenance>;
