/**
 * Names of things, branded so that a person cannot be passed where a component is meant.
 *
 * An id is what stands in the configuration file: letters, digits, dot, dash, underscore and slash, up to 120 characters.
 */
import { z } from 'zod';

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,119}$/, 'letters, digits, dot, dash, underscore and slash only, at most 120');

export const ComponentId = id.brand<'ComponentId'>();
export const CheckId = id.brand<'CheckId'>();
export const GroupId = id.brand<'GroupId'>();
export const PersonId = id.brand<'PersonId'>();
export const ChannelId = id.brand<'ChannelId'>();
export const ScheduleId = id.brand<'ScheduleId'>();
export const PolicyId = id.brand<'PolicyId'>();
/** Incidents and pages are named by us: time-ordered, unique for ever. */
export const IncidentId = z.string().min(1).brand<'IncidentId'>();
export const PageId = z.string().min(1).brand<'PageId'>();
export const OverrideId = z.string().min(1).brand<'OverrideId'>();

export type ComponentId = z.infer<typeof ComponentId>;
export type CheckId = z.infer<typeof CheckId>;
export type GroupId = z.infer<typeof GroupId>;
export type PersonId = z.infer<typeof PersonId>;
export type ChannelId = z.infer<typeof ChannelId>;
export type ScheduleId = z.infer<typeof ScheduleId>;
export type PolicyId = z.infer<typeof PolicyId>;
export type IncidentId = z.infer<typeof IncidentId>;
export type PageId = z.infer<typeof PageId>;
export type OverrideId = z.infer<typeof OverrideId>;

/** Milliseconds since 1970-01-01T00:00Z, by the wall clock. The only form in which instants are stored. */
export type EpochMs = number;

/** An instant that was read, in epoch ms. Of the years 1 to 9999: far beyond them no calendar can say it, and Temporal throws. */
export const Instant = z
  .number()
  .min(Date.parse('0001-01-01T00:00:00Z'), 'long before our time')
  .max(Date.parse('9999-12-31T23:59:59.999Z'), 'beyond the year 9999');
