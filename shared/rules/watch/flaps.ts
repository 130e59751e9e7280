/**
 * What flapping does to messages: it bundles them, and hides none. A recovery is said when it is steady, relapses are one incident,
 * and whoever was told hears once more, with a count.
 *
 * Pages for a confirmed outage never come later because of it: nothing here holds one back.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Incident, Waiting } from '../../model/incident.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { flappingChecks, flappingWords } from '../flapping.ts';
import { isSound } from './ledger.ts';
import { wasSent } from './told.ts';
import { openIncident, type Surroundings, type Turn, withIncident } from './turn.ts';

/** Its results may be believed for longer than until the next one; or somebody's word counts instead of them. */
export function isSteady({ checks, byHand }: ComponentWatch): boolean {
  return byHand !== null || flappingChecks(checks).length === 0;
}

/** Steady again: what has recovered is closed when it has stayed well for its breath from now. */
export function onSteady(turn: Turn, at: EpochMs, { component }: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  return incident === null || incident.recoveredAt === null
    ? turn
    : withIncident(turn, { closeAt: Math.max(incident.closeAt ?? at, at + component.closeAfter) });
}

/** In trouble again while flapping: those who know of it hear so, once for as long as the incident lasts. */
export function tellFlapping(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  const words = flappingChecks(turn.watch.checks).map(flappingWords)[0] ?? null;
  if (incident === null || words === null || incident.flappingTold) {
    return turn;
  }
  const receivers = knowing(incident, surroundings);
  const because = `${words}; further changes are not said one by one`;
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
