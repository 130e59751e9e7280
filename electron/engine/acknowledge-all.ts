/**
 * "Mine" for many incidents in one gesture: one entry of the history each, and a word about those that could not be, and why.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { IncidentId } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import type { Core } from './core.ts';

const MOST_NAMED = 5;

export function createAcknowledgeAll(
  core: Core,
  openIncidents: (core: Core) => readonly Incident[],
): Replies['acknowledgeAll'] {
  const { clock, book, state } = core;

  function nameOf(id: IncidentId): string {
    const componentId = [...book.all()].find(({ incident }) => incident?.id === id)?.componentId;
    const known = componentId ?? state.recent.get(id)?.componentId;
    return known === undefined ? id : (core.config().components.get(known)?.name ?? known);
  }

  return async ({ forMs, incidents, note }, by) => {
    const at = clock.now();
    const open = openIncidents(core);
    const wanted = open.filter(({ id, state: standing }) => incidents?.includes(id) ?? standing === 'triggered');
    const gone = [...new Set(incidents ?? [])].filter((id) => !open.some((incident) => incident.id === id));
    const until = forMs === null ? null : at + forMs;
    await Promise.all(
      wanted.map(({ componentId }) => book.apply(componentId, { type: 'acknowledge', at, by, until, note })?.written),
    );
    const not = gone.length === 0 ? '' : `; not ${few(gone.map(nameOf))}: not open any more`;
    const promise = forMs === null ? 'until it is fixed' : `for ${formatDuration(forMs)}`;
    if (wanted.length === 0) {
      return {
        accepted: false,
        text: not === '' ? 'Nothing is waiting to be acknowledged' : `Nothing acknowledged${not}`,
      };
    }
    return { accepted: true, text: `${wanted.length} acknowledged, ${promise}${not}` };
  };
}

function few(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `${names.slice(0, MOST_NAMED).join(', ')}${more}`;
}
