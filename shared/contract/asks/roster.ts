/**
 * Who is on call, who can be reached, and the roster as a calendar.
 */
import { z } from 'zod';
import { type EpochMs, OverrideId, PersonId, ScheduleId } from '../../model/ids.ts';
import { PRESENCES } from '../../model/presence.ts';
import type { Report } from '../../rules/report/report.ts';
import type { Done } from '../done.ts';
import { instant, note } from './fields.ts';

/** A stretch of a schedule with the same people. Empty `people`: nobody. */
export interface ShiftView {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly people: readonly { readonly personId: PersonId; readonly name: string }[];
  readonly because: string;
  /** The override it comes from, when it can be removed by hand. */
  readonly overrideId: OverrideId | null;
}

export const rosterAsks = {
  /** Away is not paged, slow is paged and the next step follows soon. Wins over the file until then. */
  setPresence: {
    asks: z.strictObject({
      person: PersonId,
      state: z.enum(PRESENCES),
      until: instant,
      note: z.string().max(200).default(''),
    }),
  },
  addOverride: {
    asks: z.strictObject({
      schedule: ScheduleId,
      kind: z.enum(['add', 'remove', 'replace']),
      person: PersonId,
      by: PersonId.nullable(),
      from: instant,
      to: instant,
      note,
    }),
  },
  removeOverride: { asks: z.strictObject({ id: OverrideId }) },
  /**
   * The address at which a calendar program finds a schedule (null: all of them), or one person's part of it. `show` makes one where
   * there is none yet; `renew` makes the old one worthless; `remove` leaves none.
   */
  calendarLink: {
    asks: z.strictObject({
      schedule: ScheduleId.nullable(),
      person: PersonId.nullable(),
      action: z.enum(['show', 'renew', 'remove']),
    }),
  },
  shifts: { asks: z.strictObject({ schedule: ScheduleId, from: instant, to: instant }) },
  /** What a time (at most 400 days) cost the people on call. */
  dutyReport: { asks: z.strictObject({ from: instant, to: instant }) },
} as const;

export interface RosterAnswers {
  setPresence: Done;
  addOverride: Done;
  removeOverride: Done;
  /** Null `url`: there is none. It is a secret: whoever has it reads the roster. */
  calendarLink: { readonly done: Done; readonly url: string | null };
  shifts: readonly ShiftView[];
  /** Null: it is no time that has passed, or too long a one. */
  dutyReport: Report | null;
}
