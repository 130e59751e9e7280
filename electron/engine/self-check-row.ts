/**
 * One row of the self-check. `fix` says what to do; a green row needs none.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';

export function row(id: string, name: string, level: SelfCheckRow['level'], text: string, fix = ''): SelfCheckRow {
  return { id, name, level, text, fix };
}
