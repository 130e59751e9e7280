/** The incident of a call: the open one, or the latest that is remembered. */
import type { Incident } from '../../../shared/model/incident.ts';
import type { Call } from '../../../shared/model/page-me.ts';
import { callComponentId } from '../../../shared/rules/calls/ids.ts';
import type { Core } from '../core.ts';

/** Null: it has not opened yet, or is long gone. */
export function incidentOf(
  { book, state }: Pick<Core, 'book' | 'state'>,
  { number }: Pick<Call, 'number'>,
): Incident | null {
  const id = callComponentId(number);
  return book.get(id)?.incident ?? [...state.recent.values()].findLast(({ componentId }) => componentId === id) ?? null;
}
