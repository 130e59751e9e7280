/**
 * What all links have in common: who they are told of, and what.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { ComponentId, GroupId } from '../ids.ts';
import { Tag } from '../maintenance.ts';

export const LinkId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,39}$/, 'a letter, then letters, digits, dot, dash and underscore only, at most 40')
  .brand<'LinkId'>();
export type LinkId = z.infer<typeof LinkId>;

/** The kinds of things of which a link can be told. */
export const LINK_KINDS = ['components', 'incidents', 'maintenance', 'latency'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

const Scope = z
  .strictObject({
    components: z.array(ComponentId).default([]),
    groups: z.array(GroupId).default([]),
    tags: z.array(Tag).default([]),
  })
  .refine(
    ({ components, groups, tags }) => components.length + groups.length + tags.length > 0,
    'name at least one of `components`, `groups` or `tags`, or leave `for` out',
  );
export type LinkScope = z.infer<typeof Scope>;

export const linkFields = {
  id: LinkId,
  /** Absent: all that do not say `public: false`. */
  for: Scope.optional(),
  tell: z
    .array(z.enum(LINK_KINDS))
    .min(1, 'name at least one of components, incidents, maintenance, latency')
    .default(['components', 'incidents', 'maintenance']),
  /** An incident is told when it has lasted so long: what ends sooner is not told at all. */
  incidentsAfter: Duration.default(60_000),
  /** Of how long it took, one figure for each component so often. */
  latencyEvery: Duration.refine((ms) => ms >= 10_000, 'at least 10s').default(60_000),
  /** At most so many messages a minute. */
  perMinute: z.number().int().min(1).max(6_000).default(60),
  verifyTls: z.boolean().default(true),
} as const;
