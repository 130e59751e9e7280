/**
 * The whole glance as a value: shape first, words second, colour last. Tray, window title and header paint the same one.
 *
 * Not seeing is a picture of its own, and it is not calm: calm is only what remains when everything else is ruled out.
 */
import type { Picture, Shape } from '../contract/view.ts';
import type { EpochMs, PersonId } from '../model/ids.ts';
import type { Held } from '../model/incident.ts';
import type { ComponentStatus } from '../model/status.ts';
import { isTrouble } from '../model/status.ts';
import { wallClock } from './wall-clock.ts';

/** One component, as far as the glance is concerned. */
export interface Glimpse {
  readonly status: ComponentStatus;
  readonly suspect: boolean;
  /** A person's call: it is not down, it waits for an answer. */
  readonly call?: boolean;
  /** Somebody has said "mine" or "later". */
  readonly taken: boolean;
  /** What keeps its messages back, if anything does. */
  readonly held: Held['kind'] | null;
}

/** Who is on call, for the words: the first schedule with its answer. */
export interface OnCallGlimpse {
  readonly people: readonly { readonly personId: PersonId; readonly name: string; readonly until: EpochMs | null }[];
}

export interface Glance {
  readonly components: readonly Glimpse[];
  /** What is wrong with the watcher itself while nobody has taken it; null: nothing. */
  readonly ourselves: string | null;
  /** Null: watching. Otherwise why not. */
  readonly blindBecause: string | null;
  /** Null: no schedule at all. */
  readonly onCall: OnCallGlimpse | null;
  readonly desk: PersonId | null;
  readonly now: EpochMs;
  readonly timeZone: string;
}

/** Planned, silenced, or caused by something else: its picture is not that of a trouble that waits for somebody. */
const CALLS_NOBODY: ReadonlySet<Held['kind']> = new Set(['maintenance', 'silence', 'parent-down']);

/** What the engineer sees without looking twice. */
export function pictureOf(glance: Glance): Picture {
  return { ...stateOf(glance), onCall: onCallWords(glance) };
}

function stateOf({ components, ourselves, blindBecause }: Glance): Omit<Picture, 'onCall'> {
  const inTrouble = components.filter(({ status }) => isTrouble(status));
  // Planned, or caused by something else that has a picture of its own: said, but it calls nobody.
  const planned = inTrouble.filter(({ held, taken }) => held === 'maintenance' && !taken).length;
  const silenced = inTrouble.filter(({ held, taken }) => held === 'silence' && !taken).length;
  const unreachable = inTrouble.filter(({ held, taken }) => held === 'parent-down' && !taken).length;
  const open = inTrouble.filter(({ taken, held }) => !taken && (held === null || !CALLS_NOBODY.has(held)));
  const severe = open.filter(({ status }) => status !== 'performance_issues').length;
  const calls = open.filter(({ call }) => call === true).length;
  const down = open.filter(({ status, call }) => status !== 'performance_issues' && call !== true).length;
  const slow = open.length - down - calls;
  const taken = inTrouble.length - open.length - planned - silenced - unreachable;
  const maintained = components.filter(({ status }) => status === 'under_maintenance').length;
  // What says of itself that it is starting is not in service; that is no doubt of ours.
  const unsure = components.filter(
    ({ status, suspect }) => status === 'unknown' || (status === 'operational' && suspect),
  ).length;
  const blind = blindBecause ?? (components.length === 0 ? 'Nothing to watch yet' : null);

  const parts = [
    down > 0 ? `${down} down` : '',
    slow > 0 ? `${slow} slow` : '',
    calls > 0 ? (calls === 1 ? '1 call waits' : `${calls} calls wait`) : '',
    taken > 0 ? `${taken} acknowledged` : '',
    ourselves === null ? '' : `Watchbell itself: ${ourselves}`,
    ourselves === null ? (blind ?? '') : '',
    unsure > 0 && blind === null ? `${unsure} not confirmed` : '',
    unreachable > 0 ? `${unreachable} unreachable` : '',
    silenced > 0 ? `${silenced} silenced` : '',
    planned > 0 ? `${planned} failing in maintenance` : '',
    maintained > 0 ? `${maintained} not in service` : '',
  ].filter((part) => part !== '');
  const words = parts.length === 0 ? `All ${components.length} operational` : parts.join(', ');
  return {
    shape: shapeOf({
      down: severe,
      slow: open.length - severe,
      taken,
      unsure,
      calmer: maintained + planned + silenced + unreachable,
      blind: blind !== null || ourselves !== null,
    }),
    // What is wrong with us wants somebody as well, but a target it is not: its shape is that of not seeing.
    count: open.length + (ourselves === null ? 0 : 1),
    words,
  };
}

interface Tally {
  readonly down: number;
  readonly slow: number;
  readonly taken: number;
  readonly unsure: number;
  /** Not in service, failing in maintenance, silenced, or unreachable because of something else: nobody's business now, but not calm. */
  readonly calmer: number;
  readonly blind: boolean;
}

function shapeOf(tally: Tally): Shape {
  const order: readonly (readonly [boolean, Shape])[] = [
    [tally.down > 0, 'down'],
    [tally.slow > 0, 'slow'],
    [tally.blind, 'blind'],
    [tally.taken > 0, 'acknowledged'],
    [tally.unsure > 0, 'suspect'],
    [tally.calmer > 0, 'maintenance'],
  ];
  return order.find(([holds]) => holds)?.[1] ?? 'calm';
}

function onCallWords({ onCall, desk, now, timeZone }: Glance): string {
  if (onCall === null) {
    return '';
  }
  if (onCall.people.length === 0) {
    return 'On call: nobody';
  }
  const people = onCall.people.map(({ personId, name, until }) => {
    const who = personId === desk ? 'you' : name;
    return until === null ? who : `${who} until ${wallClock(until, now, timeZone)}`;
  });
  return `On call: ${people.join(', ')}`;
}
