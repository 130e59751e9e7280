/**
 * What the dialog of a swap holds, which shifts it may offer, and the command it becomes. Pure.
 */
import type { AsksInput, ShiftView } from '../../../shared/contract/contract.ts';
import type { EpochMs, PersonId, ScheduleId } from '../../../shared/model/ids.ts';

export interface SwapDraft {
  readonly asker: PersonId | '';
  readonly other: PersonId | '';
  /** Beginning of a shift, as a <select> has it; empty: none is chosen. */
  readonly give: string;
  readonly take: string;
  readonly note: string;
}

export type CheckedSwap =
  | { readonly ok: true; readonly ask: AsksInput<'askSwap'> }
  | { readonly ok: false; readonly missing: 'asker' | 'other' | 'give' };

export function swapQuestion({ asker, other, give, take, note }: SwapDraft, schedule: ScheduleId): CheckedSwap {
  if (asker === '') {
    return { ok: false, missing: 'asker' };
  }
  if (other === '') {
    return { ok: false, missing: 'other' };
  }
  if (give === '') {
    return { ok: false, missing: 'give' };
  }
  return {
    ok: true,
    ask: { schedule, asker, other, give: Number(give), take: take === '' ? null : Number(take), note },
  };
}

/** Shifts of a person that have not begun; what runs is handed over, not swapped. */
export function shiftsToSwap(shifts: readonly ShiftView[], person: PersonId | '', now: EpochMs): readonly ShiftView[] {
  return shifts.filter(({ from, people }) => from > now && people.some(({ personId }) => personId === person));
}
