/**
 * Questions about moves between people: taking over, handing over, swapping.
 */
import { z } from 'zod';
import { type EpochMs, PersonId, ScheduleId } from '../../model/ids.ts';
import { SwapId } from '../../model/swap.ts';
import type { Done } from '../done.ts';
import { instant, note } from './fields.ts';

/** Epoch ms; null: the end of the running shift. */
const until = instant.nullable().default(null);
/** Open incidents that the one who leaves was paged for go to the one who comes. */
const reassign = z.boolean().default(false);

export const moveAsks = {
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
  /** Proposes: `give` and `take` are instants of the two shifts; `take: null` wants nothing for it. */
  askSwap: {
    asks: z.strictObject({
      schedule: ScheduleId,
      asker: PersonId,
      other: PersonId,
      give: instant,
      take: instant.nullable().default(null),
      note,
    }),
  },
  /** `person` says whose answer it is: only the other one agrees or refuses, only the asker withdraws. */
  answerSwap: {
    asks: z.strictObject({ id: SwapId, person: PersonId, answer: z.enum(['agree', 'refuse', 'withdraw']) }),
  },
} as const;

export type MoveAnswers = { [A in keyof typeof moveAsks]: Done };
/** A proposal that is not answered yet. */
export interface SwapView {
  readonly id: SwapId;
  readonly scheduleId: ScheduleId;
  readonly schedule: string;
  readonly timeZone: string;
  readonly asker: { readonly id: PersonId; readonly name: string };
  readonly other: { readonly id: PersonId; readonly name: string };
  readonly gives: { readonly from: EpochMs; readonly to: EpochMs };
  /** Null: nothing in exchange. */
  readonly wants: { readonly from: EpochMs; readonly to: EpochMs } | null;
  readonly note: string;
  readonly askedAt: EpochMs;
  /** It is void from then on. */
  readonly lapsesAt: EpochMs;
}
