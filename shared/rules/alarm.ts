/**
 * Which tone sounds now, how loud, how often, and because of what. The player obeys; it decides nothing.
 *
 * A sound without a visible cause is the fastest way to be uninstalled: an alarm always names its incident.
 */
import type { IncidentView } from '../contract/view.ts';
import type { EpochMs, IncidentId } from '../model/ids.ts';
import { SEVERITY_RANK } from '../model/roster.ts';
import type { Severity } from '../model/status.ts';
import type { Glance } from './glance.ts';

export interface Alarm {
  readonly severity: Severity;
  readonly incident: IncidentId;
  /** How long it has been sounding, in ms. */
  readonly sinceMs: number;
  /** 0.4 to 1, rising. The listener's own volume is multiplied in by the player. */
  readonly volume: number;
  /** From the start of one tone to the start of the next, in ms. */
  readonly repeatMs: number;
  /** "DOWN api-gateway: 503 Service Unavailable, and 2 more" */
  readonly cause: string;
}

/** A first tone at full volume is a heart attack; below 40 % it is not heard through a door. */
const FIRST_VOLUME = 0.4;
const FULL_VOLUME_AFTER_MS = 60_000;

/** Long enough to think between two tones, short enough that nobody falls asleep again. */
const REPEAT_MS: Readonly<Record<Severity, number>> = { low: 30_000, high: 8_000, critical: 4_000 };

const SHOUT: Readonly<Record<IncidentView['status'], string>> = {
  major_outage: 'DOWN',
  partial_outage: 'PARTLY DOWN',
  performance_issues: 'SLOW',
};

/** The alarm for the worst incident that sounds, or null: silence. */
export function alarm(snapshot: Pick<Glance, 'incidents' | 'quiet'>, now: EpochMs): Alarm | null {
  const sounding = snapshot.incidents.filter(
    (incident) => incident.sounding && !isQuiet(snapshot.quiet, incident, now),
  );
  const worst = sounding.toSorted((a, b) => rank(b) - rank(a) || soundingSince(a) - soundingSince(b))[0];
  if (!worst) {
    return null;
  }
  const sinceMs = Math.max(0, now - soundingSince(worst));
  const others = sounding.length > 1 ? `, and ${sounding.length - 1} more` : '';
  return {
    severity: worst.severity,
    incident: worst.id,
    sinceMs,
    volume: FIRST_VOLUME + (1 - FIRST_VOLUME) * Math.min(1, sinceMs / FULL_VOLUME_AFTER_MS),
    repeatMs: REPEAT_MS[worst.severity],
    cause: `${SHOUT[worst.status]} ${worst.componentName}: ${worst.cause}${others}`,
  };
}

function rank(incident: IncidentView): number {
  return SEVERITY_RANK[incident.severity];
}

/** Quiet holds everything but critical pages, unless the person ticked those off too. */
function isQuiet(quiet: Glance['quiet'], incident: IncidentView, now: EpochMs): boolean {
  return quiet !== null && now < quiet.until && (incident.severity !== 'critical' || quiet.criticalToo);
}

/** The last time a sound page was sent for it: coming back from a snooze starts softly again. */
function soundingSince(incident: IncidentView): EpochMs {
  const pages = incident.told.filter((told) => told.channelType === 'sound').map((told) => told.at);
  return pages.length > 0 ? Math.max(...pages) : incident.openedAt;
}
