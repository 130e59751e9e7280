/**
 * Silences: about what nobody is paged, by whose word, why and until when. Watching, history and closing words go on.
 */
import { z } from 'zod';
import { ComponentId, GroupId, Instant } from './ids.ts';
import { Tag } from './maintenance.ts';
import { SEVERITIES } from './status.ts';
import { TIMES } from './window.ts';

export const SilenceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,119}$/, 'letters, digits, dot, dash, underscore and slash only, at most 120')
  .brand<'SilenceId'>();
export type SilenceId = z.infer<typeof SilenceId>;

/** Every field that is given must match; of a list any one is enough. Severities alone would silence everything. */
export const SilenceMatch = z
  .strictObject({
    components: z.array(ComponentId).default([]),
    groups: z.array(GroupId).default([]),
    tags: z.array(Tag).default([]),
    /** Words that the reason of the trouble contains, any case: "certificate", "503". */
    text: z.string().trim().min(3, 'at least three letters, or it would match by accident').optional(),
    severities: z.array(z.enum(SEVERITIES)).min(1).optional(),
  })
  .refine(
    ({ components, groups, tags, text }) => components.length + groups.length + tags.length > 0 || text !== undefined,
    'name at least one of `components`, `groups`, `tags` or `text`: a silence never means everything',
  );
export type SilenceMatch = z.infer<typeof SilenceMatch>;

export const SilenceReason = z.string().trim().min(3, 'say why, for whoever wonders at night').max(500);

const common = {
  id: SilenceId,
  match: SilenceMatch,
  reason: SilenceReason,
  /** Whose word it is. */
  by: z.string().min(1),
};

export const SilenceFile = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, ...TIMES.once }),
  z.strictObject({ ...common, ...TIMES.weekly }),
  z.strictObject({ ...common, ...TIMES.monthly }),
  z.strictObject({ ...common, ...TIMES.cron }),
]);
export type Silence = z.infer<typeof SilenceFile>;

/** A silence that somebody asked for by hand: kept in the store until it is over. Epoch ms. */
export const StoredSilence = z.object({
  id: SilenceId,
  match: SilenceMatch,
  from: Instant,
  until: Instant,
  /** Over as soon as nothing that it matches is in trouble any more; `until` is then the latest end. */
  untilWell: z.boolean(),
  reason: z.string(),
  by: z.string(),
});
export type StoredSilence = z.infer<typeof StoredSilence>;
