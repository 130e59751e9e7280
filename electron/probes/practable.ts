/**
 * The checks of practable systems: ask nobody but the book of what relay, jump and book said.
 */
import type { Check } from '../../shared/model/check.ts';
import type { Probe } from '../engine/ports/probe.ts';

type PractableType = 'practable_stream' | 'practable_jump' | 'practable_service';

export function createPractableProbe<T extends PractableType>(type: T): Probe<T> {
  return { type, run: async ({ id }: Pick<Check, 'id'>, context) => context.practable(id) };
}
