/**
 * A component or group as the Cachet API knows it: its number, and what nobody but programs says of it. The number is for ever.
 *
 * Those of the configuration have one as well: the file says what they are, programs may say how they are listed.
 */
import { z } from 'zod';
import { ComponentId, GroupId } from '../ids.ts';

const kept = {
  /** From 1, never used again. */
  number: z.number().int().min(1),
  /** Null: in the order of the file, or of making. */
  order: z.number().int().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
};

/** What a program said when it made one. */
const MadeComponent = z.object({
  name: z.string(),
  description: z.string(),
  /** Number of a group, which may be none that there is (clients rely on that). */
  group: z.number().int(),
  /** As they were said: "EU West". */
  tags: z.array(z.string()),
});
export type MadeComponent = z.infer<typeof MadeComponent>;

export const CachetComponent = z.object({
  ...kept,
  /** Its name in the house: of the file, or our own. */
  id: ComponentId,
  link: z.string(),
  /** False: not shown to guests. It is watched all the same. */
  enabled: z.boolean(),
  /** Null: the file says what it is. */
  made: MadeComponent.nullable(),
});
export type CachetComponent = z.infer<typeof CachetComponent>;

export const CachetGroup = z.object({
  ...kept,
  id: GroupId,
  /** 0 open, 1 collapsed, 2 collapsed unless something in it is not operational. */
  collapsed: z.number().int().min(0).max(2),
  /** False: neither it nor what is in it is shown to guests. */
  visible: z.boolean(),
  /** Null: the file says its name. */
  name: z.string().nullable(),
});
export type CachetGroup = z.infer<typeof CachetGroup>;
