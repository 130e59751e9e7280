/**
 * The gravest of several things that are wrong: what a check says must not depend on the order in which it looks.
 */
import type { Failure } from '../../shared/model/observation.ts';
import { Trouble } from '../../shared/model/status.ts';

export type Objection = Omit<Failure, 'phase'>;

/** The first of the gravest; null: nothing is wrong. */
export function worstOf(objections: readonly (Objection | null)[]): Objection | null {
  return objections.reduce((worst, one) => (rank(one) > rank(worst) ? one : worst), null);
}

function rank(objection: Objection | null): number {
  if (objection === null) {
    return 0;
  }
  // What is out of service on purpose is no worse than the least trouble.
  return objection.kind === 'draining' ? 0.5 : Trouble.options.indexOf(objection.level ?? 'major_outage') + 1;
}
