/**
 * practable: a system of remote experiments that we look at through its book, jump and relay. As it stands in the configuration file.
 */
import { z } from 'zod';
import { address } from '../checks/address.ts';
import { trusting } from '../checks/way.ts';
import { Duration } from '../duration.ts';
import { GroupId, PolicyId } from '../ids.ts';
import { type MaintenanceWindow, Tag } from '../maintenance.ts';
import type { PageAfter } from '../page-after.ts';
import type { Route } from '../route.ts';
import type { Silence } from '../silence.ts';
import { Trouble } from '../status.ts';
import { PractableApiFile, PractableAvailabilityFile, PractableMailFile } from './word.ts';

export const SystemId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,23}$/, 'a letter, then letters, digits, dot, dash and underscore only, at most 24')
  .brand<'SystemId'>();
export type SystemId = z.infer<typeof SystemId>;

export const SERVICES = ['book', 'jump', 'relay'] as const;
export type Service = (typeof SERVICES)[number];

const ServiceFile = z.strictObject({
  /** With its base path. book and jump answer below `/api/v1`, which may be written or not. */
  url: address(/^https?$/, 'an http:// or https:// address'),
  /** Signs our tokens (HS256), as the service's own settings have it. */
  secret: z.string().min(1),
  /** The public address by which the service knows itself. Default: `url` without `/api/v1`. */
  audience: z.string().min(1).optional(),
});

const positive = (leastMs: number, words: string) => Duration.refine((ms) => ms >= leastMs, `at least ${words}`);

/** How bad each kind of trouble is, until somebody says so. */
const Amounts = z.strictObject({
  /** A stream without which nobody can use the experiment. */
  required: Trouble.default('major_outage'),
  /** A stream that is connected though book does not ask for it. */
  other: Trouble.default('performance_issues'),
  /** Still usable, but a matter for the maintainer. */
  jump: Trouble.default('performance_issues'),
  /** One of the services themselves. */
  service: Trouble.default('major_outage'),
});

export const PractableFile = z.strictObject({
  id: SystemId,
  name: z.string().min(1).max(60).optional(),
  book: ServiceFile,
  jump: ServiceFile,
  relay: ServiceFile,
  verifyTls: trusting.verifyTls,
  ca: trusting.ca,
  /** For one question over HTTP, and for a websocket to open. */
  timeout: positive(1_000, '1s').default(5_000),
  /** How often book is asked which streams are required. */
  queryBookEvery: positive(10_000, '10s').default(15 * 60_000),
  /** How long a token for jump and relay is good; before its end a new one takes its place. */
  reconnectEvery: positive(30_000, '30s').default(86_400_000),
  /** An experiment that was first seen so short a time ago is not judged; nor is any, so long after relay came back. */
  grace: Duration.default(60_000),
  /** A stream is silent when it has not transmitted for so long. */
  lastActive: positive(1_000, '1s').default(10_000),
  /** jump and relay report every 5 to 6 s; without a report for so long nothing is known any more. */
  lastChecked: positive(7_000, '7s').default(30_000),
  /** What is connected and not in book: experiments like the others, or none of ours. */
  unbooked: z.enum(['watch', 'ignore']).default('watch'),
  /** So many events are kept of each experiment. */
  events: z.number().int().min(1).max(1_000).default(20),
  /** How often the state of all is written to the log. Absent: never. */
  logEvery: positive(10_000, '10s').optional(),
  /** Of its experiments. Absent: a group of their own, with the name of the system. */
  group: GroupId.optional(),
  tags: z.array(Tag).default([]),
  policy: PolicyId.optional(),
  /** Its troubles, and how bad they are. */
  amountsTo: Amounts.prefault({}),
  /** Absent: no mails of rounds. Pages are another matter, and go by the policy. */
  mail: PractableMailFile.optional(),
  availability: PractableAvailabilityFile.prefault({}),
  /** Absent: nowhere. */
  statusApi: PractableApiFile.optional(),
});
export type PractableFile = z.infer<typeof PractableFile>;

/** A service as the house uses it. */
export interface ServiceSettings {
  /** Without a slash at its end; with `/api/v1` where the service wants it. */
  readonly base: string;
  readonly secret: string;
  readonly audience: string;
}

/** A system as the house uses it. Times in ms. */
export interface PractableSettings
  extends Omit<PractableFile, 'name' | Service | 'group' | 'policy'>,
    Readonly<Record<Service, ServiceSettings>> {
  readonly name: string;
  /** Null: a group of its own. */
  readonly group: GroupId | null;
  /** Null when there is no policy at all: then nobody is paged, and the window says so. */
  readonly policy: PolicyId | null;
  readonly pageAfter: PageAfter;
  readonly closeAfter: number;
  readonly steadyAfter: number;
  readonly routes: readonly Route[];
  readonly maintenance: readonly MaintenanceWindow[];
  readonly silences: readonly Silence[];
}
