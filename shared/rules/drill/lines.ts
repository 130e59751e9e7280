/**
 * From what the journal writes to the lines of a drill. Pure but for what it has to remember: names of incidents, why each began.
 *
 * The engine's own events are the source, so a drill tells what the history would tell, and nothing else.
 */

import type { DrillLine, DrillLineType } from '../../model/drill/line.ts';
import type { EventDraft } from '../../model/event.ts';
import type { CheckHealth } from '../../model/health.ts';
import type { EpochMs, IncidentId } from '../../model/ids.ts';
import type { Escalation, Incident } from '../../model/incident.ts';
import type { Page } from '../../model/page.ts';
import type { ComponentStatus } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { isSelfCheck } from '../watcher.ts';
import { ordinal } from '../words/ordinal.ts';

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
}

export interface LineWriter {
  /** The lines of one transaction, in order; some are of an earlier time than now. */
  linesOf(written: Written, now: Instant): readonly DrillLine[];
  /** What is known of an incident. */
  incident(id: IncidentId): Incident | undefined;
}

export function createLineWriter(): LineWriter {
  const names = new Map<IncidentId, string>();
  const incidents = new Map<IncidentId, Incident>();
  /** Why each incident began, in the words of its first confirmed failure. */
  const causes = new Map<IncidentId, string>();

  function nameOf(id: IncidentId): string {
    const name = names.get(id) ?? `i${names.size + 1}`;
    names.set(id, name);
    return name;
  }

  function lineOf(event: EventDraft, type: DrillLineType, now: Instant, more: Partial<DrillLine> = {}): DrillLine {
    const { componentId, incidentId, personId, channelId, text } = event;
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

  function pageLine(event: EventDraft, page: Page | undefined, now: Instant): DrillLine {
    const incident = event.incidentId === null ? undefined : incidents.get(event.incidentId);
    const why = page?.because ?? event.text;
    const type = PAGE_LINES[String(event.data.kind)] ?? 'page';
    if (type === 'close') {
      return lineOf(event, type, now, { because: why });
    }
    const cause = event.incidentId === null ? undefined : causes.get(event.incidentId);
    return lineOf(event, type, now, {
      because: cause === undefined ? why : `${cause}; ${why}`,
      ...(incident !== undefined && { step: stepFired(incident.escalation) }),
    });
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
        remember(event, written);
        return [];
      case 'status':
        return [stateLine(event, now)];
      case 'page-queued':
        return [pageLine(event, written.outbox?.find(({ page }) => page.id === data.page)?.page, now)];
      case 'page-held':
        return [lineOf(event, 'held', now, { until: sinceStart(data.until, now) })];
      case 'page-delivered':
        return [lineOf(event, 'delivered', now)];
      case 'page-failed':
      case 'page-attempt':
        return [lineOf(event, 'failed', now)];
      case 'incident-acknowledged':
        return [lineOf(event, 'acknowledge', now)];
      case 'incident-unacknowledged':
        return [lineOf(event, 'unacknowledge', now)];
      case 'incident-escalated': {
        const { escalation } = (event.incidentId === null ? undefined : incidents.get(event.incidentId)) ?? {};
        const step = escalation === undefined ? 1 : stepFired(escalation);
        const isFirst = step === 1 && (escalation?.round ?? 0) === 0;
        return isFirst ? [] : [lineOf(event, 'escalate', now, { step })];
      }
      case 'watcher':
        return watcherLine(event, now);
      default:
        return [];
    }
  }

  function remember({ incidentId, componentId }: EventDraft, { watches = [] }: Written): void {
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
  };
}

const PAGE_LINES: Readonly<Record<string, DrillLineType>> = { trigger: 'page', reminder: 'reminder', close: 'close' };

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

/** The step that fired last, from 1. Before the first one: that. */
function stepFired({ step, round, policy }: Escalation): number {
  return step > 0 ? step : round > 0 ? (policy?.steps.length ?? 1) : 1;
}

/**
 * Away or blind: told when we notice, and about the time when it began. That we see again is asked of the engine itself: after
 * a start it says so before it has seen anything.
 */
function watcherLine(event: EventDraft, { elapsed, wall, awaySince }: Instant): readonly DrillLine[] {
  const { gapMs, to } = event.data;
  if (typeof gapMs !== 'number' && to !== 'not-watching') {
    return [];
  }
  const at =
    typeof gapMs === 'number' ? awaySince(elapsed - gapMs) : Math.max(0, elapsed - Math.max(0, wall - event.at));
  return [{ at, type: 'watcher', to: 'not-watching', because: event.text }];
}

function sinceStart(until: EventDraft['data'][string] | undefined, { elapsed, wall }: Instant): number | null {
  return typeof until === 'number' ? elapsed + until - wall : null;
}
