/**
 * "Still down", after every step of every round has passed and nobody has acknowledged. Only for severity high and critical.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { tellTargets } from './targets.ts';
import { openIncident, type Surroundings, type Turn, withIncident } from './turn.ts';

/** Rising gaps, so that nobody mutes it and nobody forgets it. */
const REMINDER_GAPS_MS = [15, 30, 60, 120].map((minutes) => minutes * 60_000);
export const FIRST_REMINDER_MS = REMINDER_GAPS_MS[0] as number;

/** What can wait (a certificate, slow answers) is said once per worsening: whoever hears it every hour stops listening. */
export function isReminded({ severity }: Incident): boolean {
  return severity !== 'low';
}

/** All rounds have passed and nobody has answered: says it again, ever more rarely. */
export function sendReminder(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  const policy = incident?.escalation.policy ?? null;
  if (
    incident === null ||
    policy === null ||
    incident.state !== 'triggered' ||
    incident.held !== null ||
    incident.reminderAt === null ||
    incident.reminderAt > at
  ) {
    return turn;
  }
  if (!isReminded(incident)) {
    return withIncident(turn, { reminderAt: null });
  }
  const sent = incident.remindersSent + 1;
  const gap = REMINDER_GAPS_MS[Math.min(sent, REMINDER_GAPS_MS.length - 1)] as number;
  const marked = withIncident(turn, { remindersSent: sent, reminderAt: at + gap });
  const because = `reminder ${sent}: in trouble for ${formatDuration(at - incident.since)} and nobody has acknowledged`;
  return tellTargets(marked, policy.steps[0]?.targets ?? [], because, at, surroundings).turn;
}
