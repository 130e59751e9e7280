/**
 * People, how each can be reached, and in which order they are woken: the configuration file's own schemas.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { ChannelId, PersonId, PolicyId, ScheduleId } from './ids.ts';
import { PageMe, PolicyPageMe } from './page-me.ts';
import { Absence, QuietHours } from './presence.ts';
import { SEVERITIES, type Severity } from './status.ts';
import { TimeZone } from './wall-time.ts';

const Rule = z.strictObject({ channel: ChannelId, after: Duration.default(0) });
export type PersonalRule = z.infer<typeof Rule>;

/** Words about a person's own shifts, by their first channel. */
export const ShiftNotices = z.strictObject({
  /** So long before a shift begins. */
  before: z
    .array(Duration.refine((ms) => ms > 0 && ms <= 14 * 86_400_000, 'at most 14d'))
    .max(5)
    .default([]),
  /** With what is open and what is silenced. */
  start: z.boolean().default(true),
  /** With what happened in it. */
  end: z.boolean().default(false),
});
export type ShiftNotices = z.infer<typeof ShiftNotices>;

export const Person = z.strictObject({
  id: PersonId,
  name: z.string().min(1),
  timeZone: TimeZone.optional(),
  quietHours: QuietHours.optional(),
  shiftNotices: ShiftNotices.optional(),
  /** Vacations and the like. */
  absences: z.array(Absence).default([]),
  /** In order of preference: the first is tried first, the next when it fails. */
  channels: z.array(ChannelId).min(1, 'a person without a channel cannot be paged; name at least one'),
  /** By severity: which channel after how long. Default: notice and sound at once, the others one after another (1, 3, 5 … min). */
  rules: z.partialRecord(z.enum(SEVERITIES), z.array(Rule)).default({}),
  /** By which others can call. Absent: they cannot. */
  pageMe: PageMe.optional(),
});
export type Person = z.infer<typeof Person>;

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

/** Work is held up for no longer than this without anybody on it. ms */
export const RESPONSE_TARGET_MS = 3_600_000;

export const EscalationPolicy = z.strictObject({
  id: PolicyId,
  name: z.string().optional(),
  steps: z.array(Step).min(1),
  /** Extra rounds after the first. */
  repeat: z.number().int().min(0).max(100).default(2),
  /** Somebody should have said "mine" within this time of the first page: the steps follow one another soon enough for the last to hear of it. */
  responseTarget: Duration.refine((ms) => ms >= 60_000, 'at least 1m').default(RESPONSE_TARGET_MS),
  /** Told once when every round has passed without anybody answering. */
  lastResort: Target.optional(),
  /** By which others can call. Absent: they cannot. */
  pageMe: PolicyPageMe.optional(),
});
export type EscalationPolicy = Omit<z.infer<typeof EscalationPolicy>, 'pageMe'>;

/** The same policy as an open incident keeps it in the store: parsed long ago, so lengths are ms already. */
export const KeptPolicy: z.ZodType<EscalationPolicy> = z.object({
  id: PolicyId,
  name: z.string().optional(),
  steps: z.array(z.object({ targets: z.array(Target), delay: z.number() })),
  repeat: z.number().int(),
  responseTarget: z.number().default(RESPONSE_TARGET_MS),
  lastResort: Target.optional(),
});

/** Worse is larger. */
export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { low: 0, high: 1, critical: 2 };
