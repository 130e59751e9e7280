/**
 * What the Cachet API is asked to make or change. Fields that we have no use for are passed over, as Cachet does: clients send them all.
 */
import { z } from 'zod';
import { address, date, figure, flag, name, position, tags, text, whole } from './fields.ts';

const componentStatus = whole(0, 4);
const incidentStatus = whole(0, 4);

/** Every field may be left out of a change. */
const change = <T extends z.ZodRawShape>(made: z.ZodObject<T>) => made.partial();

const ComponentFields = z.object({
  name,
  status: componentStatus,
  description: text.optional(),
  link: address.optional(),
  order: position.optional(),
  group_id: position.optional(),
  enabled: flag.optional(),
  tags: tags.optional(),
});
export const MakeComponent = ComponentFields;
export type MakeComponent = z.infer<typeof MakeComponent>;
export const ChangeComponent = change(ComponentFields);
export type ChangeComponent = z.infer<typeof ChangeComponent>;

const GroupFields = z.object({
  name,
  order: position.optional(),
  collapsed: whole(0, 2).optional(),
  visible: flag.optional(),
});
export const MakeGroup = GroupFields;
export const ChangeGroup = change(GroupFields);
export type ChangeGroup = z.infer<typeof ChangeGroup>;

const IncidentFields = z.object({
  name,
  message: text,
  status: incidentStatus,
  visible: flag.optional(),
  stickied: flag.optional(),
  /** With `component_status` it is said of the component as well. */
  component_id: position.optional(),
  component_status: componentStatus.optional(),
  occurred_at: date.optional(),
});
export const MakeIncident = IncidentFields;
export type MakeIncident = z.infer<typeof MakeIncident>;
export const ChangeIncident = change(IncidentFields);
export type ChangeIncident = z.infer<typeof ChangeIncident>;

const UpdateFields = z.object({ status: incidentStatus, message: text.min(1) });
export const MakeUpdate = UpdateFields;
export const ChangeUpdate = change(UpdateFields);

/** Numbers of components; Cachet 2.4 has objects and a map of states in their place as well, and the state says nothing to us. */
const scheduled = z.union([
  z.array(z.union([position, z.object({ component_id: position })])).max(500),
  z.record(z.string().regex(/^\d{1,7}$/), z.unknown()),
]);

const ScheduleFields = z.object({
  name,
  message: text.optional(),
  status: whole(0, 2),
  scheduled_at: date,
  completed_at: date.optional(),
  components: scheduled.optional(),
});
export const MakeSchedule = ScheduleFields;
export type MakeSchedule = z.infer<typeof MakeSchedule>;
export const ChangeSchedule = change(ScheduleFields);
export type ChangeSchedule = z.infer<typeof ChangeSchedule>;

const MetricFields = z.object({
  name,
  suffix: z.string().max(40),
  default_value: figure,
  description: text.optional(),
  calc_type: whole(0, 1).optional(),
  display_chart: flag.optional(),
  places: whole(0, 4).optional(),
  default_view: whole(0, 3).optional(),
  /** Minutes in which the same value again is one more of the same point. */
  threshold: whole(0, 100).optional(),
  order: position.optional(),
  visible: flag.optional(),
});
export const MakeMetric = MetricFields;
export const ChangeMetric = change(MetricFields);

/** `timestamp`: Unix seconds. */
export const MakePoint = z.object({ value: figure, timestamp: whole(0, 32_503_680_000).optional() });
export const ChangePoint = change(MakePoint);

export const MakeSubscriber = z.object({
  email: z.email().max(254),
  components: z.array(position).max(500).optional(),
  verify: flag.optional(),
});
