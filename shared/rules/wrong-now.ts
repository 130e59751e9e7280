/**
 * Everything that is wrong now, as one list, worst first: for a digest, and for whoever copies it in the window.
 */
import type { Config } from '../model/config.ts';
import type { Incident } from '../model/incident.ts';
import { SEVERITY_RANK } from '../model/roster.ts';
import type { Severity } from '../model/status.ts';
import { componentOf } from './watcher.ts';
import type { WrongNow } from './words/digest-text.ts';

/** Open incidents as lines of the list. What has recovered and only waits for its closing message is none. */
export function wrongNow(open: readonly Incident[], config: Config): readonly WrongNow[] {
  return worstFirst(open.filter(({ recoveredAt }) => recoveredAt === null)).map(
    ({ componentId, status, since, cause, acknowledgement }) => ({
      componentName: componentOf(config, componentId)?.name ?? componentId,
      status,
      since,
      cause: cause?.detail ?? SLOW,
      acknowledgedBy: acknowledgement?.by ?? null,
    }),
  );
}

/** Nothing has failed. */
export const SLOW = 'slower than its limit';

/** Severe before mild, then what has lasted longest. What somebody has taken is as wrong as the rest. */
export function worstFirst<T extends { readonly severity: Severity; readonly since: number }>(
  open: readonly T[],
): readonly T[] {
  return open.toSorted((a, b) => SEVERITY_RANK[b.severity] - SEVERITY_RANK[a.severity] || a.since - b.since);
}
