/**
 * English: where people are.
 */
import type { PresenceState } from '../../../shared/model/presence.ts';
import { time } from './said.ts';

export const presence = {
  presence: {
    title: 'People',
    states: { reachable: 'Reachable', slow: 'Slow to reach', away: 'Away, is not paged' } satisfies Record<
      PresenceState,
      string
    >,
    until: (clock: string) => `until ${clock}`,
    menu: 'Where',
    change: (name: string) => `Where ${name} is`,
    choice: (state: string, ms: number) => `${state} for ${time.length(ms)}`,
  },
};
