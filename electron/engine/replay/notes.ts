/**
 * The history's own words about the watch of that time, as notes for a replay: when we were away, how we stood with the world,
 * what people did. None of it can be found out again, so it is taken as it happened.
 */
import { SELF_ASPECTS } from '../../../shared/model/checks/self.ts';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { WatchEvent } from '../../../shared/model/event.ts';
import type { CheckId, ComponentId, EpochMs } from '../../../shared/model/ids.ts';
import type { Incident } from '../../../shared/model/incident.ts';
import type { Away } from '../../../shared/rules/replay/absences.ts';
import type { UplinkState } from '../../../shared/rules/uplink.ts';
import type { WatchInput } from '../../../shared/rules/watch/turn.ts';
import { selfCheckId, WATCHER_ID } from '../../../shared/rules/watcher.ts';
import { NOT_RUNNING } from '../blindness.ts';
import { STARTED, STOPPED } from '../first-words.ts';

export interface Uplink {
  readonly type: 'uplink';
  readonly at: EpochMs;
  readonly to: UplinkState['kind'];
  readonly because: string;
}

interface Act {
  readonly type: 'act';
  readonly at: EpochMs;
  readonly componentId: ComponentId;
  readonly input: WatchInput;
}

export type Note = Away | Uplink | Act;

/** Types of event that `notesOf` reads. */
export const NOTED = [
  'watcher',
  'incident-acknowledged',
  'incident-unacknowledged',
  'incident-snoozed',
  'incident-snooze-ended',
  'incident-escalated',
] as const satisfies readonly WatchEvent['type'][];

/** So ends the sentence about an escalation for which somebody asked, without naming a person. */
const TO_NEXT = ' escalated it to the next step';
const BY = 'the history';
const UPLINKS: readonly string[] = ['clear', 'doubt', 'offline', 'storm'] satisfies readonly UplinkState['kind'][];

/** In order of time. `to`: the end of the range, until which a snooze lasts whose end is not known. */
export function notesOf(events: readonly WatchEvent[], incidents: readonly Incident[], to: EpochMs): readonly Note[] {
  const ordered = events.toSorted((one, other) => one.seq - other.seq);
  let stoppedAt: EpochMs | null = null;
  let gap: Away | null = null;
  const notes: Note[] = [];
  for (const event of ordered) {
    const act = actOf(event, ordered, to);
    const { at, text, data } = event;
    if (act !== null) {
      notes.push(act);
    } else if (typeof data.gapMs === 'number') {
      const away: Away = {
        type: 'away',
        from: typeof data.from === 'number' ? data.from : at - data.gapMs,
        at,
        gapMs: data.gapMs,
        anew: text.startsWith(NOT_RUNNING),
        because: text,
      };
      // Said a moment before the start of which it is a part.
      gap = away.anew ? away : null;
      notes.push(...(away.anew ? [] : [away]));
    } else if (text === STARTED) {
      const from: EpochMs = stoppedAt ?? at;
      const because = `${NOT_RUNNING} for ${formatDuration(at - from)}`;
      notes.push(gap ?? { type: 'away', from, at, gapMs: at - from, anew: true, because });
      gap = null;
      // Whoever is killed says no last word: the one of an earlier run is not its own.
      stoppedAt = null;
    } else if (text === STOPPED) {
      stoppedAt = at;
    } else if (typeof data.uplink === 'string' && isUplink(data.uplink)) {
      notes.push({ type: 'uplink', at, to: data.uplink, because: text });
    }
  }
  return [...notes, ...incidents.flatMap(resolvedByHand)].sort((one, other) => begin(one) - begin(other));
}

/** From when on a note matters. */
export const begin = (note: Note): EpochMs => (note.type === 'away' ? note.from : note.at);

/** When each of our own checks was found down, oldest first: a try of one is dated by the trouble, which began earlier. */
export function foundDown(events: readonly WatchEvent[]): ReadonlyMap<CheckId, readonly EpochMs[]> {
  const times = new Map<CheckId, EpochMs[]>();
  for (const { at, type, componentId, data } of events.toSorted((one, other) => one.seq - other.seq)) {
    const id = SELF_IDS.find((other) => other === data.check);
    if (type === 'check' && componentId === WATCHER_ID && id !== undefined && data.to === 'down') {
      times.set(id, [...(times.get(id) ?? []), at]);
    }
  }
  return times;
}

const SELF_IDS = SELF_ASPECTS.map(selfCheckId);

function actOf(event: WatchEvent, all: readonly WatchEvent[], to: EpochMs): Act | null {
  const { at, type, componentId, incidentId, personId, text } = event;
  if (componentId === null) {
    return null;
  }
  const act = (input: WatchInput): Act => ({ type: 'act', at, componentId, input });
  switch (type) {
    case 'incident-acknowledged':
      // Its end, too, is in the history.
      return act({ type: 'acknowledge', at, by: BY, until: null, note: '' });
    case 'incident-unacknowledged':
      return act({ type: 'unacknowledge', at, by: BY });
    case 'incident-snoozed': {
      const end = all.find(
        (other) => other.seq > event.seq && other.type === 'incident-snooze-ended' && other.incidentId === incidentId,
      );
      return act({ type: 'snooze', at, by: BY, until: end?.at ?? to });
    }
    case 'incident-escalated':
      return personId !== null || text.endsWith(TO_NEXT)
        ? act({ type: 'escalate', at, by: BY, to: personId ?? 'next' })
        : null;
    default:
      return null;
  }
}

function resolvedByHand({ componentId, resolvedAt, resolvedBy }: Incident): readonly Act[] {
  return resolvedAt === null || resolvedBy === null
    ? []
    : [
        {
          type: 'act',
          at: resolvedAt,
          componentId,
          input: { type: 'resolve', at: resolvedAt, by: resolvedBy, note: '' },
        },
      ];
}

const isUplink = (kind: string): kind is UplinkState['kind'] => UPLINKS.includes(kind);
