/**
 * How an incident went, out of the store: for the window, and for a command beside the running app. Reads only.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import type { ExplainAnswer } from '../../shared/contract/explain.ts';
import type { Config } from '../../shared/model/config.ts';
import type { EventType, WatchEvent } from '../../shared/model/event.ts';
import type { EpochMs, IncidentId } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import { explain } from '../../shared/rules/explain/explain.ts';
import { decidingTries } from '../../shared/rules/explain/tries.ts';
import { didYouMean } from '../../shared/rules/nearest.ts';
import { componentOf } from '../../shared/rules/watcher.ts';
import type { Core } from './core.ts';
import type { Store } from './ports/store.ts';

/** More lines than anybody reads. */
const MOST_EVENTS = 2_000;
/** What is written before an incident opens belongs to it: one check each, and the status. */
const MOST_BEFORE = 50;
/** Settled and settled again: the tries of so many, the latest, are looked up. */
const MOST_DECISIONS = 50;
const MEANWHILE: readonly EventType[] = ['watcher', 'store', 'config'];

export interface ExplainOptions {
  readonly store: Pick<Store, 'incidents' | 'events' | 'observations'>;
  readonly config: Config;
  /** Null: the newest. */
  readonly id: IncidentId | null;
}

export async function explainStored({ store, config, id }: ExplainOptions): Promise<ExplainAnswer> {
  const [incident] = await store.incidents({ ...(id !== null && { id }), limit: 1 });
  if (incident === undefined) {
    return { explanation: null, problem: await noSuch(store, id) };
  }
  const { events, isCut } = await eventsOf(store, incident);
  const decisions = decidingTries(incident, events).slice(-MOST_DECISIONS);
  const tries = await Promise.all(
    decisions.map(async ({ seq, ...query }) => [seq, await store.observations(query)] as const),
  );
  const explanation = explain({
    incident,
    componentName: componentOf(config, incident.componentId)?.name ?? incident.componentId,
    events,
    isCut,
    tries: new Map(tries),
    keptMs: config.settings.history.observations,
    nameOf: (person) => config.people.get(person)?.name ?? person,
  });
  return { explanation, problem: null };
}

export function createExplainQuery({ store, config }: Pick<Core, 'store' | 'config'>): Pick<Replies, 'explain'> {
  return { explain: ({ incident: id }) => explainStored({ store, config: config(), id }) };
}

/** Its own events, and around them what belongs to no incident and bears on this one; in order of writing. */
async function eventsOf(
  store: ExplainOptions['store'],
  { id, componentId, since, openedAt }: Incident,
): Promise<{ readonly events: readonly WatchEvent[]; readonly isCut: boolean }> {
  const own = await store.events({ incidentId: id, limit: MOST_EVENTS });
  const [last] = own;
  const first = own.at(-1);
  if (first === undefined || last === undefined) {
    return { events: [], isCut: false };
  }
  const span: { readonly from: EpochMs; readonly to: EpochMs } = { from: since, to: openedAt };
  const before = await store.events({
    ...span,
    componentId,
    types: ['check', 'status'],
    beforeSeq: first.seq,
    limit: MOST_BEFORE,
  });
  const meanwhile = await store.events({ from: since, to: last.at, types: MEANWHILE, limit: MOST_EVENTS });
  const events = [
    ...own,
    ...before.filter(({ incidentId }) => incidentId === null),
    ...meanwhile.filter(({ componentId: whose, data }) => whose === null && data.heartbeat === undefined),
  ];
  return { events: events.toSorted((one, other) => one.seq - other.seq), isCut: own.length === MOST_EVENTS };
}

async function noSuch(store: ExplainOptions['store'], id: IncidentId | null): Promise<string> {
  const latest = (await store.incidents({ limit: MOST_BEFORE })).map((incident) => incident.id);
  if (id === null || latest.length === 0) {
    return 'There has been no incident yet, as far as the store goes back';
  }
  return `There is no incident ${id}${didYouMean(id, latest) || `; the latest is ${latest[0]}`}`;
}
