/**
 * Questions about moves between people: taking over, handing over, swapping.
 */
import { z } from 'zod';
import { PersonId, ScheduleId } from '../model/ids.ts';
import type { Done } from './done.ts';

const note = z.string().max(500).default('');
/** Epoch ms; null: the end of the running shift. */
const until = z.number().int().nullable().default(null);
/** Open incidents that the one who leaves was paged for go to the one who comes. */
const reassign = z.boolean().default(false);

export const moveQuestions = {
  /** `person` is on call from now on, in the place of `from` (null: whoever is). */
  takeOver: {
    asks: z.strictObject({
      schedule: ScheduleId,
      person: PersonId,
      from: PersonId.nullable().default(null),
      until,
      note,
      reassign,
    }),
  },
  /** `to` is on call from now on, in the place of `from`, who is now. */
  handOver: {
    asks: z.strictObject({ schedule: ScheduleId, from: PersonId, to: PersonId, until, note, reassign }),
  },
} as const;

export type MoveAnswers = { [A in keyof typeof moveQuestions]: Done };
