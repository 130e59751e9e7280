/**
 * What the dialog of a move holds, and which command it is: my own coming is a take-over, anybody else's a hand-over. Pure.
 */
import type { AsksInput } from '../../../shared/contract/contract.ts';
import type { PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import { instantOf } from './override-draft.ts';

export interface MoveDraft {
  /** Null: nobody is on call. */
  readonly giver: PersonId | null;
  readonly taker: PersonId | '';
  /** As an <input type="datetime-local"> has it; empty: until the running shift ends. */
  readonly until: string;
  readonly note: string;
  readonly reassign: boolean;
}

export type CheckedMove =
  | { readonly ok: true; readonly name: 'takeOver'; readonly ask: AsksInput<'takeOver'> }
  | { readonly ok: true; readonly name: 'handOver'; readonly ask: AsksInput<'handOver'> }
  | { readonly ok: false; readonly missing: 'taker' | 'time' };

/** @param desk whoever sits here, where that is known */
export function moveQuestion(draft: MoveDraft, schedule: ScheduleId, desk: PersonId | null): CheckedMove {
  const { giver, taker, note, reassign } = draft;
  if (taker === '') {
    return { ok: false, missing: 'taker' };
  }
  const until = draft.until === '' ? null : instantOf(draft.until);
  if (until === null && draft.until !== '') {
    return { ok: false, missing: 'time' };
  }
  const rest = { schedule, until, note, reassign };
  return giver === null || taker === desk
    ? { ok: true, name: 'takeOver', ask: { ...rest, person: taker, from: giver } }
    : { ok: true, name: 'handOver', ask: { ...rest, from: giver, to: taker } };
}
