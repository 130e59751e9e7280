/**
 * What was told of a thing: what was taken last, and what may have arrived since, oldest first.
 */
import type { LinkState } from '../../../shared/model/link-state.ts';
import type { ToldSoFar } from '../../engine/ports/link.ts';

export function toldStates<K extends LinkState['kind']>(
  { state, maybe }: ToldSoFar,
  kind: K,
): readonly Extract<LinkState, { kind: K }>[] {
  return [state, ...maybe].filter((one): one is Extract<LinkState, { kind: K }> => one?.kind === kind);
}
