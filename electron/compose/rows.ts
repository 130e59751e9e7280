/**
 * Rows of the self-check that only the composed house can know: its local server, and what became of the old database.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { countWords, refusedInAll } from '../../shared/rules/admission/spell.ts';
import type { LatestSpell } from '../server/admission/spells.ts';
import type { ServingState } from './serving.ts';

/** Whoever was turned away so long ago has come back since, or asks why. */
const LATELY_MS = 3_600_000;

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

/** Whether callers are turned away, or were lately. */
export function callersRow(latest: LatestSpell | null, now: EpochMs): SelfCheckRow {
  const base = { id: 'callers', name: 'Callers' } as const;
  const fix = 'Ask less often, close windows that nobody looks at, or raise `settings.overload`';
  if (latest === null) {
    return { ...base, level: 'green', text: 'Nobody was turned away', fix: '' };
  }
  const { spell, isOn } = latest;
  const counted = `${refusedInAll(spell.counts)} (${countWords(spell.counts)})`;
  const ago = (at: EpochMs): string => formatDuration(Math.max(1_000, Math.round((now - at) / 1_000) * 1_000));
  if (isOn) {
    return { ...base, level: 'amber', text: `Turned away for ${ago(spell.since)}: ${counted}`, fix };
  }
  const text = `Turned away ${ago(spell.lastAt)} ago: ${counted}`;
  return now - spell.lastAt < LATELY_MS
    ? { ...base, level: 'amber', text, fix }
    : { ...base, level: 'green', text: `${text}; nobody since`, fix: '' };
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
