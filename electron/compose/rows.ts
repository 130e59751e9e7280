/**
 * Rows of the self-check that only the composed house can know: its local server, and what became of the old database.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import type { ServingState } from './serving.ts';

/** Null `serving`: not started yet. */
export function serverRow(serving: ServingState | null): SelfCheckRow {
  const { server = null, problem = 'Not started yet' } = serving ?? {};
  const base = { id: 'server', name: 'Local server' } as const;
  const fix = 'Free the port or set another settings.listen.port; it is tried again by itself';
  if (server === null) {
    return { ...base, level: 'red', text: `Heartbeats cannot arrive, no browser can look: ${problem}`, fix };
  }
  const served = `Heartbeats and the browser window at ${server.url}`;
  return problem === null
    ? { ...base, level: 'green', text: served, fix: '' }
    : { ...base, level: 'amber', text: `${served}, but not where the configuration wants it: ${problem}`, fix };
}

/** What opening the store had to say: each a loss that somebody should know of until the next start. */
export function storeRows(notices: readonly string[]): readonly SelfCheckRow[] {
  return notices.map((text, index) => ({
    id: `store-opened-${index + 1}`,
    name: 'History was damaged',
    level: 'amber',
    text,
    fix: 'Look whether the disk is failing; keep what was set aside until you know that nothing in it is missed',
  }));
}
