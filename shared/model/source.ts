/**
 * Sources: other systems whose alerts come in here. As they stand in the configuration file.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { ComponentId, GroupId, PolicyId } from './ids.ts';
import { type MaintenanceWindow, Tag } from './maintenance.ts';
import { Mapping } from './mapping.ts';
import type { Route } from './route.ts';
import type { Silence } from './silence.ts';
import { SEVERITIES, Severity } from './status.ts';

/** Begins with a letter, so that it is never taken for the number of an alert. */
export const SourceId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,39}$/, 'a letter, then letters, digits, dot, dash and underscore only, at most 40')
  .brand<'SourceId'>();
export type SourceId = z.infer<typeof SourceId>;

const MINUTE_MS = 60_000;

/** More than so many alerts that begin within so long are one matter: the further ones share one incident. */
const Storm = z.strictObject({
  alerts: z.number().int().min(1).max(100).default(5),
  within: Duration.refine((ms) => ms >= MINUTE_MS && ms <= 60 * MINUTE_MS, 'from 1m to 1h').default(5 * MINUTE_MS),
});

const common = {
  id: SourceId,
  name: z.string().min(1).max(60).optional(),
  /** Its alerts are trouble of this component. Absent: each is a component of its own, for as long as it lasts. */
  component: ComponentId.optional(),
  /** Of alerts that are components of their own: for routes, silences and maintenance. */
  group: GroupId.optional(),
  tags: z.array(Tag).default([]),
  policy: PolicyId.optional(),
  /** What its own words for bad and worse amount to, beside those that are known anyway. `none`: noted, and no alert. */
  severities: z.record(z.string().min(1), z.enum([...SEVERITIES, 'none'])).default({}),
  /** Of alerts that say nothing of it, or a word that nobody knows. */
  severity: Severity.default('high'),
  /** It has waited already, so by default we do not. */
  pageAfter: Duration.default(0),
  closeAfter: Duration.default(0),
  /** An alert that was not repeated for so long is said to be stale; it stays open. Absent: never, for many systems do not repeat. */
  staleAfter: Duration.refine((ms) => ms >= MINUTE_MS, 'at least 1m').optional(),
  /** And ended, after so long. Absent: never. */
  endAfter: Duration.refine((ms) => ms >= 5 * MINUTE_MS, 'at least 5m').optional(),
  storm: Storm.prefault({}),
};

/** The name of the token by which it is known here. Absent: any token with the right `events`. */
const token = z.string().min(1).optional();

export const SourceFile = z.discriminatedUnion('type', [
  /** Whoever speaks PagerDuty's Events API, version 2. */
  z.strictObject({ type: z.literal('pagerduty'), ...common, token }),
  /** The webhook of Prometheus' Alertmanager, version 4. */
  z.strictObject({ type: z.literal('alertmanager'), ...common, token }),
  /** Any JSON; signed as Standard Webhooks say when it has a secret, else with a token. */
  z.strictObject({
    type: z.literal('webhook'),
    ...common,
    token,
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ and at least 24 bytes in Base64')
      .optional(),
    mapping: Mapping,
  }),
  /** Mails of programs, by the gateway of `settings.smtp`. What is mapped is `{subject, text, from}`. */
  z.strictObject({
    type: z.literal('mail'),
    ...common,
    /** What stands before the `@`. Whoever knows it can send alerts. */
    address: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._+-]{7,63}$/,
        'from 8 to 64 letters, digits, dots, pluses, dashes and underscores',
      ),
    mapping: Mapping,
  }),
]);
export type SourceFile = z.infer<typeof SourceFile>;
export type SourceType = SourceFile['type'];

/** What is filled in: defaults, and what of the file is for its alerts. */
interface Filled {
  readonly name: string;
  /** Null: each alert is a component of its own. */
  readonly component: ComponentId | null;
  readonly group: GroupId | null;
  /** Null when there is no policy at all: then nobody is paged, and the window says so. */
  readonly policy: PolicyId | null;
  /** In trouble again within this time (ms) after its end: it is the same alert. */
  readonly steadyAfter: number;
  readonly routes: readonly Route[];
  readonly maintenance: readonly MaintenanceWindow[];
  readonly silences: readonly Silence[];
}

type WithDefaults<T> = T extends SourceFile ? Omit<T, keyof Filled> & Filled : never;
/** A source as the house uses it. Times in ms. */
export type SourceSettings = WithDefaults<SourceFile>;
