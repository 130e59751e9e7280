/**
 * What flapping does to messages: it bundles them, and hides none. A recovery is said when it is steady, relapses are one incident,
 * and whoever was told hears once more, with a count.
 *
 * Pages for a confirmed outage never come later because of it: nothing here holds one back.
 */
import type { ComponentSettings } from '../../model/config.ts';
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Holder, Incident, Waiting } from '../../model/incident.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { flappingChecks, flappingReason } from '../flapping.ts';
import { eachPromise } from './holders.ts';
import { isSound } from './ledger.ts';
import { wasSent } from './told.ts';
import { openIncident, type Surroundings, type Turn, withIncident } from './turn.ts';

/** Its results may be believed for longer than until the next one, and none is to come of what is out of sight; or somebody's word counts. */
export function isSteady({ checks, byHand }: ComponentWatch): boolean {
  return byHand !== null || flappingChecks(checks).every(({ settled }) => settled === 'unknown');
}

/** Steady again: what has recovered is closed when it has stayed well for its breath from now. */
export function onSteady(turn: Turn, at: EpochMs, { component }: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  return incident === null || incident.closeAt === null
    ? turn
    : withIncident(turn, { closeAt: Math.max(incident.closeAt, at + breathOf(incident, component)) });
}

/** How long it must have been well before that is said: longer where saying it has just turned out to be too early. */
export function breathOf({ relapses }: Incident, { closeAfter, steadyAfter }: ComponentSettings): number {
  return relapses === undefined ? closeAfter : Math.max(closeAfter, steadyAfter);
}

/** In trouble since then: how often by now, where people were told of it a moment ago. Undefined: it is one of its own. */
export function relapsesOf(
  before: Incident | null,
  since: EpochMs,
  { steadyAfter }: ComponentSettings,
): Incident['relapses'] {
  const wellSince = before?.recoveredAt ?? before?.resolvedAt ?? null;
  if (before === null || wellSince === null || since - wellSince >= steadyAfter) {
    return undefined;
  }
  const { count, since: first } = before.relapses ?? { count: 1, since: before.since };
  // Blips that nobody had to hear of begin nothing, and end nothing.
  return before.relapses !== undefined || before.told.some(wasSent) ? { count: count + 1, since: first } : undefined;
}

/**
 * In trouble again; `before` is the incident as it was while it was well. While it flaps, those who know of it hear so once for as long
 * as the incident lasts. After that only of what would have been a page of its own, and stays.
 */
export function tellFlapping(turn: Turn, before: Incident, at: EpochMs, surroundings: Surroundings): Turn {
  const known = countRelapse(turn, before);
  const incident = openIncident(known.watch);
  const words = incident === null ? null : flappingReason(known.watch, incident, at);
  if (incident === null || words === null) {
    return turn;
  }
  const { closeAfter, steadyAfter } = surroundings.component;
  const wasOver = before.recoveredAt !== null && at - before.recoveredAt >= closeAfter;
  const staysAt = at + steadyAfter;
  if (incident.state === 'acknowledged') {
    return wasOver ? endsIfItStays(known, incident, staysAt) : known;
  }
  if (incident.snoozedUntil !== null) {
    return known;
  }
  if (!incident.flappingTold) {
    return enlisted(known, incident, at, `${words}; further changes are not said one by one`, surroundings);
  }
  const { escalation, reminderAt } = incident;
  const isSaidAnyway = [escalation.nextAt, reminderAt].some((due) => due !== null && due <= staysAt);
  return wasOver && !isSaidAnyway
    ? enlisted(known, incident, staysAt, `${words}; it stays for ${formatDuration(steadyAfter)} now`, surroundings)
    : known;
}

function countRelapse(turn: Turn, { relapses }: Incident): Turn {
  return relapses === undefined ? turn : withIncident(turn, { relapses: { ...relapses, count: relapses.count + 1 } });
}

/** "Until it is fixed" outlives what comes and goes, and nothing that comes back to stay: that would have been a page of its own. */
function endsIfItStays(turn: Turn, { acknowledgement }: Incident, until: EpochMs): Turn {
  const ends = (one: Holder): Holder =>
    one.until !== null && one.flapping !== true ? one : { ...one, until, flapping: true };
  return acknowledgement === null ? turn : withIncident(turn, { acknowledgement: eachPromise(acknowledgement, ends) });
}

function enlisted(turn: Turn, incident: Incident, at: EpochMs, because: string, surroundings: Surroundings): Turn {
  const receivers = knowing(incident, surroundings);
  const more = receivers.map((receiver): Waiting => ({ ...receiver, at, because }));
  const others = incident.waiting.filter((waiting) => !receivers.some((receiver) => isSame(receiver, waiting)));
  return more.length === 0 ? turn : withIncident(turn, { flappingTold: true, waiting: [...others, ...more] });
}

type Receiver = Pick<Waiting, 'personId' | 'channelId'>;

/** Whoever got a page that has not been closed yet, by the same channel. The tone says nothing but that something is wrong. */
function knowing({ told }: Incident, surroundings: Surroundings): readonly Receiver[] {
  const receivers: Receiver[] = [];
  for (const page of told) {
    const { personId, channelId, closedBy } = page;
    const isOpen = closedBy === null && wasSent(page) && !isSound(page, surroundings);
    if (isOpen && !receivers.some((receiver) => isSame(receiver, page))) {
      receivers.push({ personId, channelId });
    }
  }
  return receivers;
}

function isSame(one: Receiver, other: Receiver): boolean {
  return one.personId === other.personId && one.channelId === other.channelId;
}
