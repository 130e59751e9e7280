/**
 * Does what a key meant, on the row that has the focus, or on the first one (the worst) when none has.
 *
 * Rows say what they are by data-row, data-incident and data-component; so keys act on what is seen, in the order in which it is seen.
 */
import type { ComponentId, IncidentId } from '../../shared/model/ids.ts';
import type { KeyMeaning } from './keyboard.ts';
import type { Parts } from './parts.tsx';
import type { ViewName } from './route.ts';
import { menuName, toggleSelected } from './stage.ts';

/** What `z` snoozes for, ms. The menu has other times. */
export const SNOOZE_MS = 30 * 60_000;

export function perform(meaning: KeyMeaning, parts: Parts, document: Document): void {
  ACTS[meaning]({ parts, document });
}

/** Those that are ticked and still open. */
export function selectedOpen({ stage, mirror }: Pick<Parts, 'stage' | 'mirror'>): readonly IncidentId[] {
  const incidents = mirror.getState().world?.incidents;
  return [...stage.getState().selected].filter((id) => (incidents?.get(id)?.state ?? 'resolved') !== 'resolved');
}

/** One gesture for all that are ticked; the ticks go when it was done. */
export async function acknowledgeSelected({ commands, stage }: Parts, incidents: readonly IncidentId[]): Promise<void> {
  const { accepted } = await commands.run('acknowledgeAll', { forMs: null, incidents: [...incidents] });
  if (accepted) {
    stage.setState({ selected: new Set() });
  }
}

interface Here {
  readonly parts: Parts;
  readonly document: Document;
}

const acknowledgeOne = onIncident(
  ({ commands }, incident) => void commands.run('acknowledge', { incident, forMs: null }),
);

/** One entry a meaning; a new meaning without a deed does not compile. */
const ACTS: Readonly<Record<KeyMeaning, (here: Here) => void>> = {
  acknowledge: (here) => {
    const incidents = selectedOpen(here.parts);
    if (incidents.length === 0) {
      acknowledgeOne(here);
    } else {
      void acknowledgeSelected(here.parts, incidents);
    }
  },
  select: onIncident(({ stage }, incident) => toggleSelected(stage, incident)),
  'acknowledge-with-note': onIncident(({ stage }, incident) =>
    stage.setState({ dialog: { kind: 'acknowledge', incident } }),
  ),
  snooze: onIncident(({ commands }, incident) => void commands.run('snooze', { incident, forMs: SNOOZE_MS })),
  // A menu, not the deed: one wrong key must not wake a second person.
  escalate: onIncident(({ stage }, incident) => stage.setState({ menu: menuName.escalate(incident) })),
  'sound-off': ({ parts, document }) => void parts.commands.run('hush', { incident: incidentInSight(document) }),
  'check-now': ({ parts, document }) => void parts.commands.run('checkNow', { component: componentInSight(document) }),
  open: ({ document }) => rowInSight(document)?.querySelector<HTMLElement>('[data-opens]')?.click(),
  details: ({ parts, document }) => {
    const component = rowInSight(document)?.dataset.component as ComponentId | undefined;
    if (component !== undefined) {
      parts.router.go({ view: 'component', component });
    }
  },
  next: ({ document }) => moveFocus(document, 1),
  previous: ({ document }) => moveFocus(document, -1),
  filter: ({ document }) => document.querySelector<HTMLElement>('[data-filter]')?.focus(),
  quiet: ({ parts }) => parts.stage.setState({ menu: menuName.quiet }),
  keys: ({ parts }) => parts.stage.setState({ dialog: { kind: 'keys' } }),
  back: ({ parts }) => parts.router.back(),
  'go:now': ({ parts }) => parts.router.go({ view: 'now', incident: null }),
  'go:components': goTo('components'),
  'go:timeline': goTo('timeline'),
  'go:on-call': goTo('on-call'),
  'go:channels': goTo('channels'),
  'go:self-check': goTo('self-check'),
};

function goTo(view: Exclude<ViewName, 'now'>): (here: Here) => void {
  return ({ parts }) => parts.router.go({ view });
}

function onIncident(act: (parts: Parts, incident: IncidentId) => void): (here: Here) => void {
  return ({ parts, document }) => {
    const incident = incidentInSight(document);
    if (incident === null) {
      parts.commands.say(parts.words.keys.noIncident, true);
    } else {
      act(parts, incident);
    }
  };
}

function rowInSight(document: Document): HTMLElement | null {
  return focusedRow(document) ?? document.querySelector<HTMLElement>('[data-row]');
}

function focusedRow(document: Document): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
}

/** A focused row without an incident means none: acting on another one than the marked would be a trap. */
function incidentInSight(document: Document): IncidentId | null {
  const row = focusedRow(document) ?? document.querySelector<HTMLElement>('[data-row][data-incident]');
  return (row?.dataset.incident as IncidentId | undefined) ?? null;
}

/** Null (everything) only when no row has the focus and the view is not about one component. */
function componentInSight(document: Document): ComponentId | null {
  const row = focusedRow(document) ?? document.querySelector<HTMLElement>('main [data-about-component]');
  return ((row?.dataset.component ?? row?.dataset.aboutComponent) as ComponentId | undefined) ?? null;
}

function moveFocus(document: Document, by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const focused = focusedRow(document);
  const at = focused === null ? -1 : rows.indexOf(focused);
  const next = at < 0 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
