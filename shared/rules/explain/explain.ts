/**
 * How an incident went: everything that the store has of it as lines, one after another as it was written down.
 *
 * Nothing in here is worked out again by today's rules or today's configuration: a line is what was recorded then, and what was
 * not recorded is said to be missing.
 */
import type { ExplainLine, Explanation } from '../../contract/explain.ts';
import type { StoredTry } from '../../contract/series.ts';
import type { WatchEvent } from '../../model/event.ts';
import type { Incident } from '../../model/incident.ts';
import { lineOf, type NameOf } from './line.ts';
import { beginning, ending, noTries } from './missing.ts';
import { decidingTries, tryLines } from './tries.ts';

export interface Recorded {
  readonly incident: Incident;
  /** Its component's name, or its id where it is not configured any more. */
  readonly componentName: string;
  /** In order of writing: its own events, what its checks came to just before it opened, what happened to ourselves meanwhile. */
  readonly events: readonly WatchEvent[];
  /** There are older ones that were not read. */
  readonly isCut: boolean;
  /** The answers to `decidingTries`, by the number of the event. */
  readonly tries: ReadonlyMap<number, readonly StoredTry[]>;
  /** How long single tries are kept, in ms. */
  readonly keptMs: number;
  readonly nameOf: NameOf;
}

export function explain(recorded: Recorded): Explanation {
  const { incident, componentName } = recorded;
  const { id, componentId, state, status, severity, since, openedAt, recoveredAt, resolvedAt } = incident;
  return {
    incidentId: id,
    componentId,
    componentName,
    state,
    status,
    severity,
    since,
    openedAt,
    recoveredAt,
    resolvedAt,
    lines: linesOf(recorded),
  };
}

function linesOf({ incident, events, isCut, tries, keptMs, nameOf }: Recorded): readonly ExplainLine[] {
  const decided = new Set(decidingTries(incident, events).map(({ seq }) => seq));
  const before = (event: WatchEvent): readonly ExplainLine[] => {
    const found = tries.get(event.seq) ?? [];
    if (!decided.has(event.seq)) {
      return [];
    }
    return found.length === 0 ? [noTries(event, keptMs)] : tryLines(found, event.data);
  };
  return [
    ...beginning(incident, events, isCut),
    ...events.flatMap((event) => [...before(event), lineOf(event, nameOf)]),
    ...ending(incident, events, nameOf),
  ];
}
