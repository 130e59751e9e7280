/**
 * From what the journal writes to the lines of a drill. Pure but for what it has to remember: names of incidents, why each began.
 *
 * The engine's own events are the source, so a drill tells what the history would tell, and nothing else.
 */

import type { DrillLine, DrillLineType } from '../../model/drill/line.ts';
import type { EventDraft } from '../../model/event.ts';
import type { CheckHealth } from '../../model/health.ts';
import type { EpochMs, IncidentId, PersonId } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { Page } from '../../model/page.ts';
import type { ComponentStatus } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { isSelfCheck } from '../watcher.ts';
import { ordinal } from '../words/ordinal.ts';
import { createCalls } from './calls.ts';

/** One transaction, as far as it matters here. */
export interface Written {
  readonly watches?: readonly ComponentWatch[];
  readonly incidents?: readonly Incident[];
  readonly outbox?: readonly { readonly page: Page }[];
  readonly events: readonly EventDraft[];
}

/** True time and wall clock of the same instant. */
export interface Instant {
  /** ms since the start of the drill. */
  readonly elapsed: number;
  readonly wall: EpochMs;
  /** Since when we were really away, for an absence that is thought to have begun at `guess`. ms since the start. */
  readonly awaySince: (guess: number) => number;
  /** The same for a time in which we ran and could judge nothing: it does not begin before what made us blind. */
  readonly blindSince: (guess: number) => number;
}

/** From opening to resolution, in ms since the start; `to` null: it is open still. */
export interface IncidentLife {
  readonly from: number;
  readonly to: number | null;
}

export interface LineWriter {
  /** The lines of one transaction, in order; some are of an earlier time than now. */
  linesOf(written: Written, now: Instant): readonly DrillLine[];
  /** What is known of an incident. */
  incident(id: IncidentId): Incident | undefined;
  /** Every incident that a line names, by that name. */
  lives(): ReadonlyMap<string, IncidentLife>;
}

/** @param acknowledgedBy who took the incident last: the engine's event knows a name, and names are not ids */
export function createLineWriter(acknowledgedBy: (id: IncidentId) => PersonId | undefined): LineWriter {
  const names = new Map<IncidentId, string>();
  const incidents = new Map<IncidentId, Incident>();
  /** Why each incident began, in the words of its first confirmed failure. */
  const causes = new Map<IncidentId, string>();
  const lives = new Map<IncidentId, IncidentLife>();
  const calls = createCalls();

  function nameOf(id: IncidentId): string {
    const name = names.get(id) ?? `i${names.size + 1}`;
    names.set(id, name);
    return name;
  }

  function lineOf(event: EventDraft, type: DrillLineType, now: Instant, more: Partial<DrillLine> = {}): DrillLine {
    const { componentId, incidentId, channelId, text } = event;
    const personId = more.person ?? event.personId;
    const incident = incidentId === null ? undefined : incidents.get(incidentId);
    return {
      at: now.elapsed,
      type,
      ...(componentId !== null && { component: componentId }),
      ...(incidentId !== null && { incident: nameOf(incidentId) }),
      ...(incident !== undefined && { severity: incident.severity }),
      ...(more.step !== undefined && { step: more.step }),
      ...(personId !== null && { person: personId }),
      ...(channelId !== null && { channel: channelId }),
      ...(more.from !== undefined && { from: more.from }),
      ...(more.to !== undefined && { to: more.to }),
      ...(more.until !== undefined && { until: more.until }),
      because: more.because ?? text,
    };
  }

  function pageLine(event: EventDraft, written: Written, now: Instant): DrillLine {
    const page = written.outbox?.find(({ page: own }) => own.id === event.data.page)?.page;
    const why = page?.because ?? event.text;
    const type = calls.typeOf(event);
    if (type === 'close' || event.incidentId === null) {
      return lineOf(event, type, now, { because: why });
    }
    const cause = causes.get(event.incidentId);
    return lineOf(event, type, now, {
      because: cause === undefined ? why : `${cause}; ${why}`,
      step: calls.stepOf(event, written.events),
    });
  }

  function escalateLines(event: EventDraft, now: Instant): readonly DrillLine[] {
    const call = calls.escalation(event);
    return call === null ? [] : [lineOf(event, 'escalate', now, call)];
  }

  /** The text repeats name and statuses, which have fields of their own here. */
  function stateLine(event: EventDraft, now: Instant): DrillLine {
    const { from, to } = event.data;
    return lineOf(event, 'state', now, {
      from: from as ComponentStatus,
      to: to as ComponentStatus,
      because: event.text.replace(/^.*? -> \w+\. /s, ''),
    });
  }

  function lines(event: EventDraft, written: Written, now: Instant): readonly DrillLine[] {
    const { data } = event;
    switch (event.type) {
      case 'incident-opened':
      case 'incident-reopened':
        remember(event, written, now);
        return [];
      case 'incident-resolved':
        ended(event, now);
        return [];
      case 'status':
        return [stateLine(event, now)];
      case 'page-queued':
        return [pageLine(event, written, now)];
      case 'page-held':
        return [lineOf(event, 'held', now, { until: sinceStart(data.until, now) })];
      case 'page-delivered':
        return [lineOf(event, 'delivered', now)];
      case 'page-failed':
      case 'page-attempt':
        return [lineOf(event, 'failed', now)];
      case 'incident-acknowledged':
        return [lineOf(event, 'acknowledge', now, acknowledger(event))];
      case 'incident-unacknowledged':
        return [lineOf(event, 'unacknowledge', now)];
      case 'incident-escalated':
        return escalateLines(event, now);
      case 'watcher':
        return watcherLine(event, now);
      default:
        return [];
    }
  }

  function acknowledger({ incidentId }: EventDraft): Partial<DrillLine> {
    const person = incidentId === null ? undefined : acknowledgedBy(incidentId);
    return person === undefined ? {} : { person };
  }

  function ended({ incidentId }: EventDraft, { elapsed }: Instant): void {
    if (incidentId !== null) {
      lives.set(incidentId, { from: lives.get(incidentId)?.from ?? elapsed, to: elapsed });
    }
  }

  function remember({ incidentId, componentId }: EventDraft, { watches = [] }: Written, { elapsed }: Instant): void {
    if (incidentId !== null) {
      lives.set(incidentId, { from: lives.get(incidentId)?.from ?? elapsed, to: null });
    }
    const watch = watches.find((one) => one.componentId === componentId);
    const failing = watch?.checks.filter(({ settled }) => settled === 'down' || settled === 'slow') ?? [];
    const latest = failing.toSorted((one, other) => (other.since ?? 0) - (one.since ?? 0))[0];
    if (incidentId !== null && latest !== undefined) {
      causes.set(incidentId, causeText(latest));
    }
  }

  return {
    linesOf(written, now) {
      for (const incident of [
        ...(written.incidents ?? []),
        ...(written.watches ?? []).flatMap(({ incident: own }) => (own === null ? [] : [own])),
      ]) {
        incidents.set(incident.id, incident);
      }
      return written.events.flatMap((event) => lines(event, written, now));
    },
    incident: (id) => incidents.get(id),
    lives: () => new Map([...lives].flatMap(([id, life]) => (names.has(id) ? [[nameOf(id), life] as const] : []))),
  };
}

/** "third failure in a row (refused)" */
function causeText({ checkId, settled, failStreak, lastFailure, results, windowCount }: CheckHealth): string {
  if (isSelfCheck(checkId)) {
    return lastFailure?.detail ?? 'Watchbell itself fails'; // tries of ours are not counted, they are told
  }
  if (settled === 'slow') {
    return 'slow';
  }
  const kind = lastFailure?.kind ?? 'failed';
  if (failStreak > 1 || windowCount === 0) {
    return `${ordinal(Math.max(1, failStreak))} failure in a row (${kind})`;
  }
  const recent = results & (2 ** Math.min(windowCount, 30) - 1);
  return `${recent.toString(2).replaceAll('0', '').length} of the latest ${windowCount} tries failed (${kind})`;
}

/**
 * Away or blind: told when we notice, and about the time when it began. That we see again is asked of the engine itself: after
 * a start it says so before it has seen anything.
 */
function watcherLine(event: EventDraft, { elapsed, wall, awaySince, blindSince }: Instant): readonly DrillLine[] {
  const { gapMs, to } = event.data;
  if (typeof gapMs !== 'number' && to !== 'not-watching') {
    return [];
  }
  const at =
    typeof gapMs === 'number' ? awaySince(elapsed - gapMs) : blindSince(elapsed - Math.max(0, wall - event.at));
  return [{ at, type: 'watcher', to: 'not-watching', because: event.text }];
}

function sinceStart(until: EventDraft['data'][string] | undefined, { elapsed, wall }: Instant): number | null {
  return typeof until === 'number' ? elapsed + until - wall : null;
}
