/**
 * The check of ourselves: whether the watcher can see, can be heard and keeps its word. Made by the house, never in the file.
 *
 * It has no probe and no turn: the engine looks at itself and hands the result in as an observation like any other.
 */
import { z } from 'zod';
import { timing } from './common.ts';

/** What of us is looked at, in the order in which it is shown. */
export const SELF_ASPECTS = ['sight', 'uplink', 'storm', 'audit'] as const;
export type SelfAspect = (typeof SELF_ASPECTS)[number];

export const SelfCheck = z.strictObject({
  type: z.literal('self'),
  ...timing,
  aspect: z.enum(SELF_ASPECTS),
});
