/**
 * What a link is owed: what it should have been told, less what it took. Worst first, so that a slow link hears of trouble soonest.
 *
 * The rule: whoever was told that something began hears that it is over, also when it has gone from our sight meanwhile.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { LinkState, StateChange } from '../../model/link-state.ts';
import { assertNever } from '../../model/never.ts';
import { isTrouble } from '../../model/status.ts';
import { wordsAbout } from '../cachet/own-incident.ts';
import { type Mark, maybeOf } from './mark.ts';
import type { Wanted } from './wanted.ts';

export type Face = (state: LinkState) => string | null;

export interface Timing {
  readonly now: EpochMs;
  readonly latencyEvery: number;
  /** What is told of these is looked at again, though nothing is new. Default: of nothing. */
  readonly isStale?: (key: string) => boolean;
}

/** @param marks by key, of this link at this place */
export function owedOf(
  wanted: readonly Wanted[],
  marks: ReadonlyMap<string, Mark>,
  face: Face,
  { now, latencyEvery, isStale = () => false }: Timing,
): readonly Wanted[] {
  const keys = new Set(wanted.map(({ key }) => key));
  const gone = [...marks.values()].flatMap((mark) => (keys.has(mark.key) ? [] : endedState(mark, now)));
  const news: Wanted[] = [];
  const old: Wanted[] = [];
  for (const one of [...wanted, ...gone]) {
    if (isOwed(one.state, marks.get(one.key), face, latencyEvery)) {
      news.push(one);
    } else if (isToBeSeen(one.state, face, isStale(one.key))) {
      old.push(one);
    }
  }
  // A look at a thousand old ones takes its time; news does not wait for it.
  return [...news.toSorted(worstFirst), ...old.toSorted(worstFirst)];
}

const worstFirst = (one: Wanted, other: Wanted): number => rank(one.state) - rank(other.state);

/** It was taken, and so long ago that it is looked at whether it is still there. */
function isToBeSeen(state: LinkState, face: Face, isStale: boolean): boolean {
  return isStale && face(state) !== null && (state.kind === 'component' || state.kind === 'experiment');
}

function isOwed(state: LinkState, mark: Mark | undefined, face: Face, latencyEvery: number): boolean {
  const now = face(state);
  if (now === null) {
    return false;
  }
  if (mark === undefined) {
    return true;
  }
  if (state.kind === 'latency') {
    // Points are not made up for: the newest one, when its time has come.
    const last = mark.draft?.state ?? mark.told;
    return last?.kind !== 'latency' || state.at >= last.at + latencyEvery;
  }
  return maybeOf(mark).length > 0 || mark.told === null || face(mark.told) !== now;
}

/** What is to be told of a thing that is not there any more; nothing where nobody heard that it began, or its end is told. */
function endedState(mark: Mark, now: EpochMs): readonly Wanted[] {
  // What may be there counts as there: a refusal of a later state takes nothing back.
  const state = maybeOf(mark).at(-1) ?? mark.told;
  if (state === null) {
    return [];
  }
  switch (state.kind) {
    case 'component':
    case 'latency':
    case 'experiment':
      return []; // nobody knows how it is now
    case 'incident': {
      const message = wordsAbout('fixed', state.component.name);
      const ended = { ...state, stage: 'fixed' as const, message, resolvedAt: state.resolvedAt ?? now };
      return [{ key: mark.key, state: ended }];
    }
    case 'maintenance':
      return [{ key: mark.key, state: { ...state, phase: 'ended' as const } }];
    default:
      return assertNever(state, 'state');
  }
}

/** A thing of which nothing more can come: its end was taken, or it was never told. */
export function isDone(mark: Mark): boolean {
  if (maybeOf(mark).length > 0) {
    return false;
  }
  switch (mark.told?.kind) {
    case 'incident':
      return mark.told.stage === 'fixed';
    case 'maintenance':
      return mark.told.phase === 'ended';
    case 'experiment':
      return mark.told.givenBack;
    case undefined:
      return true;
    default:
      return false;
  }
}

function rank(state: LinkState): number {
  switch (state.kind) {
    case 'component':
      return isTrouble(state.status) ? 0 : 2;
    case 'experiment':
      return state.available ? 2 : 0;
    case 'incident':
      return 1;
    case 'maintenance':
      return 3;
    case 'latency':
      return 4;
    default:
      return assertNever(state, 'state');
  }
}

/** What is told, given what was told before. */
export function changeOf(id: string, at: EpochMs, state: LinkState, told: LinkState | null): StateChange {
  switch (state.kind) {
    case 'component':
      return { id, at, news: 'component', state, before: told?.kind === 'component' ? told : null };
    case 'incident': {
      const before = told?.kind === 'incident' ? told : null;
      const news =
        state.stage === 'fixed' ? 'incident-closed' : before === null ? 'incident-opened' : 'incident-updated';
      return { id, at, news, state, before };
    }
    case 'maintenance': {
      const before = told?.kind === 'maintenance' ? told : null;
      const same = before?.phase === state.phase;
      return { id, at, news: same ? 'maintenance-changed' : `maintenance-${state.phase}`, state, before };
    }
    case 'latency':
      return { id, at, news: 'latency', state, before: told?.kind === 'latency' ? told : null };
    case 'experiment':
      return { id, at, news: 'experiment', state, before: told?.kind === 'experiment' ? told : null };
    default:
      return assertNever(state, 'state');
  }
}
