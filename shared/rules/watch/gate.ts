/**
 * The gate's memory on an incident: a hold begins, becomes another one, ends. Each is said once.
 *
 * While it lasts the clock of the escalation stands still: what was to come in five minutes comes five minutes after its end, the
 * first page at once when it is over, and nothing that was missed is made up for in a burst.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Escalation, Held, Incident, Waiting } from '../../model/incident.ts';
import { outGroup } from '../dependencies.ts';
import { holdOf } from './hold.ts';
import { FIRST_REMINDER_MS } from './reminders.ts';
import { pageAgain } from './severity.ts';
import { withdraw } from './told.ts';
import { atOnce, eventOf, openIncident, type Surroundings, say, type Turn, withIncident } from './turn.ts';

/** Looks at the gate. Safe to call at any time; to be called before anything that may send a message. */
export function lookAtGate(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  return lookAtHold(noteReach(turn, at, surroundings), at, surroundings);
}

/** Whether it can be reached is remembered also while nothing is open: what it failed at before counts differently. */
function noteReach(turn: Turn, at: EpochMs, { parents }: Surroundings): Turn {
  const { watch } = turn;
  const isOut = outGroup(parents) !== null;
  if (isOut === (watch.unreachableSince !== null)) {
    return turn;
  }
  const known = isOut ? { unreachableSince: at } : { unreachableSince: null, reachableAt: at };
  return { ...turn, watch: { ...watch, ...known } };
}

function lookAtHold(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null) {
    return turn;
  }
  const { hold, changesAt: gateAt } = holdOf(turn.watch, at, surroundings);
  const known = incident.gateAt === gateAt ? turn : withIncident(turn, { gateAt });
  const { held } = incident;
  if (hold === null) {
    return held === null ? known : released(known, incident, held, at, surroundings);
  }
  const { kind, reason, until, look } = hold;
  const next: Held = { kind, reason, until, since: held?.since ?? at, severity: held?.severity ?? incident.severity };
  if (held !== null && held.kind === kind && held.reason === reason) {
    return held.until === until ? known : withIncident(known, { held: next });
  }
  const begun = held === null ? recallUnsent(known, at, at + 1) : known;
  const said = say(withIncident(begun, { held: next }), at, 'page-held', `Held back: ${reason}`, {
    data: { hold: kind, until },
  });
  return look === undefined ? said : { ...said, effects: [...said.effects, { type: 'look-now', components: look }] };
}

/** The hold was to end without a message; some have followed after all, and say so themselves. */
export function unlessPaged(before: Turn, after: Turn, at: EpochMs): Turn {
  const was = openIncident(before.watch)?.held ?? null;
  const incident = openIncident(after.watch);
  const over = was !== null && incident !== null && incident.held === null;
  const paged = after.effects.slice(before.effects.length).some(({ type }) => type === 'page');
  return !over || paged
    ? after
    : {
        ...after,
        effects: [...after.effects, eventOf(after.watch, at, 'page-released', `No longer held back (${was.reason})`)],
      };
}

/** Pages from before `heldSince` that have not gone out yet wait for the end of the hold like everything else. */
export function recallUnsent(turn: Turn, at: EpochMs, heldSince: EpochMs): Turn {
  let current = turn;
  for (const told of turn.watch.incident?.told ?? []) {
    const incident = openIncident(current.watch);
    if (incident === null || told.closedBy !== null || told.state !== 'queued' || told.at >= heldSince) {
      continue;
    }
    const { personId, channelId } = told;
    const recalled = withdraw(current, told, at, 'held back; sent when that ends if it still fails');
    const other = incident.waiting.filter((item) => item.personId !== personId || item.channelId !== channelId);
    const because = 'was held back before it could be sent';
    current = withIncident(recalled, {
      waiting: [...other, { at: atOnce(incident, at), personId, channelId, because }],
    });
  }
  return current;
}

function released(turn: Turn, incident: Incident, held: Held, at: EpochMs, surroundings: Surroundings): Turn {
  const lasted = at - held.since;
  const { escalation, reminderAt } = incident;
  const resumed = withIncident(turn, {
    held: null,
    escalation: resumedEscalation(escalation, held.since, at),
    waiting: incident.waiting.map((waiting) => resumedWaiting(waiting, lasted)),
    reminderAt:
      reminderAt === null ? null : Math.min(reminderAt + lasted, Math.max(reminderAt, at + FIRST_REMINDER_MS)),
  });
  return pageAgain(resumed, held.severity, at, surroundings);
}

/** The first page keeps its time, and is due when that has passed; a running escalation gets back the time that it stood still. */
function resumedEscalation(escalation: Escalation, heldSince: EpochMs, at: EpochMs): Escalation {
  const { nextAt, step, round, policy } = escalation;
  if (nextAt === null || (step === 0 && round === 0)) {
    return escalation;
  }
  // A step that was called by hand meanwhile counts from then.
  const calledAt = nextAt - (policy?.steps.at(step - 1)?.delay ?? 0);
  return { ...escalation, nextAt: nextAt + at - Math.max(heldSince, calledAt) };
}

function resumedWaiting(waiting: Waiting, lasted: number): Waiting {
  const hasItsOwnTime = waiting.byHand === true || waiting.quiet === true;
  return hasItsOwnTime ? waiting : { ...waiting, at: waiting.at + lasted };
}
