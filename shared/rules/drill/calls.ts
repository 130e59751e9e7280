/**
 * Who was called by an incident, for the first time or again, and by which step. Pure but for what it has to remember.
 *
 * One call of somebody is one `page`, by the first of their channels. Their other channels, later steps and rounds, and another
 * channel after one that failed are all `reminder`: whoever reads the lines counts people woken, not messages.
 */
import type { DrillLineType } from '../../model/drill/line.ts';
import type { EventDraft } from '../../model/event.ts';
import type { IncidentId } from '../../model/ids.ts';

/** Both from 1; the last resort is the step after the last. */
interface Fired {
  readonly step: number;
  readonly round: number;
}

export interface Calls {
  /** What a page that was queued is: first notice, reminder or closing message. Asked once of each. */
  typeOf(queued: EventDraft): Extract<DrillLineType, 'page' | 'reminder' | 'close'>;
  /** The step it belongs to. `events`: its whole transaction, for a step is said to have fired after the pages that it sent. */
  stepOf(queued: EventDraft, events: readonly EventDraft[]): number;
  /** A later step or round, the last resort, or somebody called by hand; null: the first call, or a reminder. Told of each once. */
  escalation(escalated: EventDraft): { readonly step?: number } | null;
}

export function createCalls(): Calls {
  const noticed = new Set<string>();
  const steps = new Map<IncidentId | null, Fired>();
  return {
    typeOf({ data, incidentId, personId, channelId }) {
      if (data.kind === 'close') {
        return 'close';
      }
      const receiver = personId === null ? `channel ${channelId}` : `person ${personId}`;
      const key = `${incidentId} ${receiver}`;
      const isFirst = !noticed.has(key);
      noticed.add(key);
      return isFirst ? 'page' : 'reminder';
    },
    stepOf(queued, events) {
      const later = events.slice(events.indexOf(queued) + 1);
      const firing = later.filter(({ incidentId }) => incidentId === queued.incidentId).map(firedBy);
      return (firing.find((fired) => fired !== null) ?? steps.get(queued.incidentId))?.step ?? 1;
    },
    escalation(escalated) {
      const fired = firedBy(escalated);
      if (fired === null) {
        return escalated.personId === null ? null : {}; // by hand, to somebody
      }
      steps.set(escalated.incidentId, fired);
      return fired.step === 1 && fired.round === 1 ? null : { step: fired.step };
    },
  };
}

/** Null: no step has fired, whoever was called. */
function firedBy({ type, data: { step, round } }: EventDraft): Fired | null {
  const fired = type === 'incident-escalated' && typeof step === 'number' && typeof round === 'number';
  return fired ? { step, round } : null;
}
