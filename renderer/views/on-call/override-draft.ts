/**
 * What the override dialog holds while it is filled in, and what is still wrong with it. Pure.
 *
 * Times are as an <input type="datetime-local"> has them: local to the viewer, without a zone.
 */
import type { AsksInput } from '../../../shared/contract/contract.ts';
import type { EpochMs, PersonId, ScheduleId } from '../../../shared/model/ids.ts';

export type OverrideKind = AsksInput<'addOverride'>['kind'];

export interface OverrideDraft {
  readonly kind: OverrideKind;
  /** Replaced, joining or off, by kind. */
  readonly person: PersonId | '';
  /** Only for `replace`: who takes over. */
  readonly by: PersonId | '';
  readonly from: string;
  readonly to: string;
  readonly note: string;
}

export type Missing = 'person' | 'by' | 'times' | 'order' | 'same';

export type Checked =
  | { readonly ok: true; readonly question: AsksInput<'addOverride'> }
  | { readonly ok: false; readonly missing: Missing };

/** The command, or the first thing that is missing. */
export function questionOf(draft: OverrideDraft, schedule: ScheduleId): Checked {
  const { kind, person, by, note } = draft;
  const from = instantOf(draft.from);
  const to = instantOf(draft.to);
  if (person === '') {
    return { ok: false, missing: 'person' };
  }
  if (kind === 'replace' && by === '') {
    return { ok: false, missing: 'by' };
  }
  if (kind === 'replace' && by === person) {
    return { ok: false, missing: 'same' };
  }
  if (from === null || to === null) {
    return { ok: false, missing: 'times' };
  }
  if (to <= from) {
    return { ok: false, missing: 'order' };
  }
  return {
    ok: true,
    question: { schedule, kind, person, by: kind === 'replace' && by !== '' ? by : null, from, to, note },
  };
}

/** "2026-01-12T09:00" in the viewer's zone. */
export function localText(at: EpochMs): string {
  const date = new Date(at);
  const two = (amount: number) => String(amount).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Null: not complete. */
export function instantOf(text: string): EpochMs | null {
  const at = new Date(text).getTime(); // a text without a zone is local (ECMA-262, Date Time String Format)
  return Number.isNaN(at) ? null : at;
}
