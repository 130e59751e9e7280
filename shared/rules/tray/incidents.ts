/**
 * The part of the tray menu that is about trouble: the worst few, each with everything one can do about it.
 *
 * Words in the house's order: what, since when, why, who, what next.
 */
import type { IncidentView } from '../../contract/view.ts';
import type { Glance } from '../glance.ts';
import { holdersWords } from '../hand.ts';
import { worstFirst } from '../incident-order.ts';
import { act, ask, type Clock, line, SEPARATOR, type TrayEntry } from './entry.ts';

/** More would be a list, and the list is the window. */
const INCIDENTS_SHOWN = 5;

const HALF_HOUR_MS = 30 * 60_000;

/** Menus grow as wide as their longest line. */
const MAX_CHARS = 72;

const WORD: Readonly<Record<IncidentView['status'], string>> = {
  major_outage: 'Down',
  partial_outage: 'Partly down',
  performance_issues: 'Slow',
};

export function incidentsEntries(snapshot: Glance, clock: Clock): readonly TrayEntry[] {
  const open = worstFirst(snapshot.incidents);
  if (open.length === 0) {
    return [];
  }
  const unheeded = open.filter((incident) => incident.state === 'triggered');
  const hidden = open.length - INCIDENTS_SHOWN;
  return [
    SEPARATOR,
    ...open.slice(0, INCIDENTS_SHOWN).map((incident) => incidentEntry(incident, clock)),
    ...(hidden > 0 ? [act(`And ${hidden} more …`, { kind: 'open', incident: null })] : []),
    ...(unheeded.length > 0 ? [acknowledgeAll(unheeded)] : []),
    ...(open.some((incident) => incident.sounding) ? [soundOff('Sound off for everything', null)] : []),
  ];
}

function incidentEntry(incident: IncidentView, clock: Clock): TrayEntry {
  const { id, componentId } = incident;
  const given = incident.acknowledgement;
  const held = incident.state === 'acknowledged';
  return {
    kind: 'submenu',
    text: clip(
      `${WORD[incident.status]}: ${incident.componentName}, since ${clock(incident.since)}${standing(incident, clock)}`,
    ),
    entries: [
      ...facts(incident, clock).map(line),
      SEPARATOR,
      // "Until fixed" cannot be made longer; any other promise can.
      ...(held && given?.until === null
        ? []
        : [
            ask('Acknowledge until fixed', { name: 'acknowledge', ask: { incident: id, forMs: null, note: '' } }),
            ask('Acknowledge for 30 min', {
              name: 'acknowledge',
              ask: { incident: id, forMs: HALF_HOUR_MS, note: '' },
            }),
          ]),
      ...(held ? [ask('Un-acknowledge', { name: 'unacknowledge', ask: { incident: id } })] : []),
      ask('Snooze 30 min', { name: 'snooze', ask: { incident: id, forMs: HALF_HOUR_MS } }),
      ask('Escalate now', { name: 'escalate', ask: { incident: id, to: 'next' } }),
      ask('Check now', { name: 'checkNow', ask: { component: componentId } }),
      ...(incident.sounding ? [soundOff('Sound off', id)] : []),
      SEPARATOR,
      act('Open', { kind: 'open', incident: id }),
    ],
  };
}

/** Where it stands, beside its name; nothing while it waits for a hand. */
function standing(incident: IncidentView, clock: Clock): string {
  if (incident.recoveredAt !== null) {
    return ` (well again since ${clock(incident.recoveredAt)})`;
  }
  if (incident.state === 'acknowledged') {
    return ` (${incident.acknowledgement === null ? 'somebody' : holdersWords(incident.acknowledgement)} has it)`;
  }
  return incident.snoozedUntil === null ? '' : ` (snoozed until ${clock(incident.snoozedUntil)})`;
}

/** Why, who, what next: the lines under the name. */
function facts(incident: IncidentView, clock: Clock): readonly string[] {
  const { acknowledgement: given, told, next } = incident;
  const people = [...new Set(told.map((one) => one.who))];
  return [
    clip(incident.cause),
    given
      ? `Acknowledged by ${holdersWords(given)} until ${given.until === null ? 'fixed' : clock(given.until)}`
      : people.length > 0
        ? clip(`Paged: ${people.join(', ')}`)
        : clip(incident.held[0]?.reason ?? 'Nobody paged yet'),
    ...(next ? [clip(`Next at ${clock(next.at)}: ${next.what}`)] : []),
  ];
}

/** With a single page open it names it: the one gesture of the night. */
function acknowledgeAll(unheeded: readonly IncidentView[]): TrayEntry {
  const [first] = unheeded;
  const text =
    first && unheeded.length === 1 ? `Acknowledge ${first.componentName}` : `Acknowledge all ${unheeded.length}`;
  return ask(clip(text), { name: 'acknowledgeAll', ask: { forMs: null, incidents: null, note: '' } });
}

function soundOff(text: string, incident: IncidentView['id'] | null): TrayEntry {
  return ask(text, { name: 'hush', ask: { incident } });
}

function clip(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= MAX_CHARS ? flat : `${flat.slice(0, MAX_CHARS - 1)}…`;
}
