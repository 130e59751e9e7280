/**
 * A change as JSON for programs, version 1. Times are ISO 8601 in UTC; a field is never left out, and what is not known is null.
 *
 * Fields may be added within a version; none is taken away and none changes its meaning.
 */
import type { LinkState, StateChange } from '../../model/link-state.ts';

export const HOOK_VERSION = 1;

/** `type` says what happened: `state.component`, `state.incident-opened` … */
export function changeHook({ id, at, news, state, before }: StateChange): Readonly<Record<string, unknown>> {
  return {
    type: `state.${news}`,
    version: HOOK_VERSION,
    id,
    timestamp: iso(at),
    data: stateJson(state),
    before: before === null ? null : stateJson(before),
  };
}

function stateJson(state: LinkState): Readonly<Record<string, unknown>> {
  switch (state.kind) {
    case 'component': {
      const checks = state.checks.map((check) => ({ ...check, since: iso(check.since) }));
      return { ...state, since: iso(state.since), checks };
    }
    case 'incident':
      return { ...state, openedAt: iso(state.openedAt), resolvedAt: iso(state.resolvedAt) };
    case 'maintenance':
      return { ...state, from: iso(state.from), until: iso(state.until) };
    case 'experiment':
      return state;
    case 'latency':
      return { ...state, at: iso(state.at) };
  }
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
