/**
 * Our own incidents as the Cachet API shows them: read only, in words for everybody (rules/cachet/own-incident).
 */
import { NumberedIncident } from '../../../shared/model/cachet/post.ts';
import type { WatchEvent } from '../../../shared/model/event.ts';
import type { Incident } from '../../../shared/model/incident.ts';
import type { ComponentFacts } from '../../../shared/rules/cachet/component-wire.ts';
import type { IncidentFacts } from '../../../shared/rules/cachet/incident-wire.ts';
import { statusOfIncident, TOLD_EVENTS, troubleWords, updatesOf } from '../../../shared/rules/cachet/own-incident.ts';
import type { Parts } from './parts.ts';
import { createShelf, type Rows } from './shelf.ts';

/** What happened longer ago is history, and that is asked for in the window. */
const SHOWN_MS = 90 * 86_400_000;
/** The newest; each has some events. */
const MOST_INCIDENTS = 500;
const MOST_EVENTS = 5_000;

export interface OwnIncident {
  readonly facts: IncidentFacts;
  readonly isPublic: boolean;
}

/** Gives back the way to read them, newest first. */
export function createOwnIncidents({ core, book, facts, restored }: Parts): () => Promise<readonly OwnIncident[]> {
  const numbers = createShelf('cachet-incident', NumberedIncident, restored, ({ id }) => id);

  /** Whoever reads a number keeps it: it is written before it is told. */
  async function numbered(incidents: readonly Incident[]): Promise<void> {
    const rows = incidents
      .filter(({ id }) => numbers.get(id) === undefined)
      .toSorted((one, other) => one.openedAt - other.openedAt)
      .map(({ id }): Rows => numbers.put({ number: book.numbers.next('incident'), id }));
    if (rows.length > 0) {
      await book.keep(Object.assign({}, ...rows));
    }
  }

  return async () => {
    const from = core.clock.now() - SHOWN_MS;
    const components = new Map(facts.components().map((one) => [one.kept.id, one]));
    const found = (await core.store.incidents({ from, limit: MOST_INCIDENTS })).filter(({ componentId }) =>
      components.has(componentId),
    );
    if (found.length === 0) {
      return [];
    }
    await numbered(found);
    const events = await core.store.events({ types: TOLD_EVENTS, from, limit: MOST_EVENTS });
    const byIncident = new Map<string | null, WatchEvent[]>();
    for (const event of events) {
      byIncident.set(event.incidentId, [...(byIncident.get(event.incidentId) ?? []), event]);
    }
    return found.flatMap((incident) => {
      const component = components.get(incident.componentId);
      const number = numbers.get(incident.id)?.number;
      return component === undefined || number === undefined
        ? []
        : [ownIncident(number, incident, component, byIncident.get(incident.id) ?? [])];
    });
  };
}

function ownIncident(
  number: number,
  incident: Incident,
  { kept, publicName, isPublic }: ComponentFacts,
  events: readonly WatchEvent[],
): OwnIncident {
  const updates = updatesOf(publicName, events);
  const words = troubleWords(publicName, incident.status);
  return {
    isPublic,
    facts: {
      number,
      name: words,
      message: `${words}.`,
      status: statusOfIncident(incident),
      component: kept.number,
      visible: isPublic,
      stickied: false,
      at: incident.since,
      createdAt: incident.openedAt,
      updatedAt: updates.at(-1)?.at ?? incident.openedAt,
      updates,
    },
  };
}
