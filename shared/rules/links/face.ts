/**
 * What is news to a program that knows all our words: everything that a person would call a change, and no mere passing of time.
 */
import type { LinkState } from '../../model/link-state.ts';

export function wholeFace(state: LinkState): string {
  switch (state.kind) {
    case 'component': {
      const checks = state.checks.map(({ id, settled }) => [id, settled]);
      return JSON.stringify([state.name, state.status, state.maintenance, checks]);
    }
    case 'incident':
      return JSON.stringify([state.stage, state.status, state.severity]);
    case 'maintenance':
      return JSON.stringify([state.phase, state.until, state.name, state.components.map(({ id }) => id)]);
    case 'experiment':
      return JSON.stringify([state.available, state.issues, state.givenBack]);
    case 'latency':
      return String(state.at);
  }
}
