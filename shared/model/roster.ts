/**
 * People, how each can be reached, who is on call when, and in which order they are woken.
 *
 * These are the configuration file's own schemas. Overrides made by hand live in the store and have the same shape.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { ChannelId, OverrideId, PersonId, PolicyId, ScheduleId } from './ids.ts';
import { SEVERITIES, type Severity } from './status.ts';

/** An IANA zone that this machine knows. */
export const TimeZone = z.string().superRefine((zone, context) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    context.addIssue({
      code: 'custom',
      message: `unknown time zone ${JSON.stringify(zone)}; use a name like Europe/Berlin`,
    });
  }
});

/** Wall-clock date and time without a zone, as in `2026-01-05T09:00`. */
export const LocalDateTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/, 'a local time like 2026-01-05T09:00')
  .refine(isOnTheCalendar, 'no such date or time; a local time looks like 2026-01-05T09:00');

/** `Date` turns 31 February into 3 March; on-call rules would rather not. */
function isOnTheCalendar(text: string): boolean {
  const parsed = new Date(`${text}Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
/** Either local (read in the schedule's zone) or with an offset/Z. */
export const Moment = z.union([LocalDateTime, z.iso.datetime({ offset: true })], {
  error: 'a time like 2026-01-05T09:00 or 2026-01-05T08:00:00Z',
});

/** How the machine's own speakers and screen, and the services outside, reach somebody. One member a channel type. */
export const ChannelFile = z.discriminatedUnion('type', [
  /** The desktop's own notice, on this machine. */
  z.strictObject({ id: ChannelId, type: z.literal('native') }),
  /** The pager tone, on this machine, until acknowledged. */
  z.strictObject({ id: ChannelId, type: z.literal('sound'), volume: z.number().min(0).max(1).default(0.8) }),
  /** Standard Webhooks: signed POST. */
  z.strictObject({
    id: ChannelId,
    type: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/ }),
    /** `whsec_…`, usually ${ENV} or sealed. */
    secret: z.string().min(1),
    headers: z.record(z.string(), z.string()).default({}),
    verifyTls: z.boolean().default(true),
  }),
  /** SMS through Twilio's Messages resource. */
  z.strictObject({
    id: ChannelId,
    type: z.literal('twilio-sms'),
    accountSid: z.string().min(1),
    authToken: z.string().min(1),
    /** A number, or a messaging service (`MG…`). */
    from: z.string().min(1),
    to: z.string().regex(/^\+[1-9]\d{6,14}$/, 'an international number like +447700900123'),
    baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
  }),
  /** A pager behind an SNPP gateway (RFC 1861). */
  z.strictObject({
    id: ChannelId,
    type: z.literal('snpp'),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).default(444),
    pager: z.string().min(1),
    login: z.strictObject({ id: z.string(), password: z.string().optional() }).optional(),
  }),
]);
export type ChannelSettings = z.infer<typeof ChannelFile>;
export type ChannelType = ChannelSettings['type'];
export type ChannelSettingsOf<T extends ChannelType> = Extract<ChannelSettings, { type: T }>;

const Rule = z.strictObject({ channel: ChannelId, after: Duration.default(0) });
export type PersonalRule = z.infer<typeof Rule>;

export const Person = z.strictObject({
  id: PersonId,
  name: z.string().min(1),
  timeZone: TimeZone.optional(),
  /** In order of preference: the first is tried first, the next when it fails. */
  channels: z.array(ChannelId).min(1, 'a person without a channel cannot be paged; name at least one'),
  /** By severity: which channel after how long. Default: notice and sound at once, the others one after another (1, 3, 5 … min). */
  rules: z.partialRecord(z.enum(SEVERITIES), z.array(Rule)).default({}),
});
export type Person = z.infer<typeof Person>;

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

const Target = z.union(
  [
    z.strictObject({ person: PersonId }),
    z.strictObject({ schedule: ScheduleId }),
    z.strictObject({ channel: ChannelId }),
  ],
  { error: 'one of {person: …}, {schedule: …} or {channel: …}' },
);
export type Target = z.infer<typeof Target>;

const Step = z.strictObject({
  targets: z.array(Target).min(1),
  /** From this step to the next one. */
  delay: Duration.default(300_000),
});

export const EscalationPolicy = z.strictObject({
  id: PolicyId,
  name: z.string().optional(),
  steps: z.array(Step).min(1),
  /** Extra rounds after the first. */
  repeat: z.number().int().min(0).max(100).default(2),
  /** Told once when every round has passed without anybody answering. */
  lastResort: Target.optional(),
});
export type EscalationPolicy = z.infer<typeof EscalationPolicy>;

/** The same policy as an open incident keeps it in the store: parsed long ago, so lengths are ms already. */
export const KeptPolicy: z.ZodType<EscalationPolicy> = z.object({
  id: PolicyId,
  name: z.string().optional(),
  steps: z.array(z.object({ targets: z.array(Target), delay: z.number() })),
  repeat: z.number().int(),
  lastResort: Target.optional(),
});

/** Worse is larger. */
export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { low: 0, high: 1, critical: 2 };
