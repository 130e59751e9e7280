/**
 * One round over one experiment: what is known for certain now, whether that is news, and whether it should be bookable.
 *
 * By the two tables of the practable status server, with what that does otherwise mended: each changed set of issues is an event, a
 * required stream that is silent takes the experiment out of service, what cannot be seen changes nothing, and events are copies.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { SeenExperiment } from '../../model/practable/experiment.ts';
import type { ExperimentHealth, HealthEvent, StreamVerdict } from '../../model/practable/health.ts';
import { issuesOf, streamOkOf, usable } from './issues.ts';

export interface RoundSettings {
  /** So many events of one experiment are kept. */
  readonly events: number;
  readonly silentIsUnavailable: boolean;
}

/** Why there is an event, or none. */
export type RoundReason =
  | { readonly kind: 'grace'; readonly until: EpochMs }
  /** Never yet seen for certain: the names of streams, or "jump". */
  | { readonly kind: 'unseen'; readonly what: readonly string[] }
  | { readonly kind: 'first' }
  | { readonly kind: 'changed'; readonly streams: boolean; readonly jump: boolean }
  | { readonly kind: 'same' };

export interface Round {
  /** The same value as before where nothing was learnt. Null: nothing ever was. */
  readonly health: ExperimentHealth | null;
  /** What is wrong with it now. */
  readonly issues: readonly string[];
  readonly event: HealthEvent | null;
  /** Should people be able to book it? Null: nothing is to be changed. */
  readonly wanted: boolean | null;
  readonly because: RoundReason;
}

const NO_HEALTH: Pick<ExperimentHealth, 'streams' | 'jumpOk' | 'events'> = { streams: {}, jumpOk: null, events: [] };

/** @param bookable how it stands in book when this has been carried out; null: nobody knows */
export function round(
  before: ExperimentHealth | null,
  seen: SeenExperiment,
  settings: RoundSettings,
  bookable: (wanted: boolean | null) => boolean | null,
  now: EpochMs,
): Round {
  const { system, stub, inGraceUntil } = seen;
  const old: ExperimentHealth = before ?? { system, stub, ...NO_HEALTH };
  if (inGraceUntil !== null && now < inGraceUntil) {
    return { health: before, issues: [], event: null, wanted: null, because: { kind: 'grace', until: inGraceUntil } };
  }
  const { certain, unseen } = seenForCertain(old, seen);
  const wanted = usable(seen.streams, settings.silentIsUnavailable);
  const health = { ...old, ...certain };
  const issues = issuesOf(certain);
  const because = unseen.length > 0 ? ({ kind: 'unseen', what: unseen } as const) : news(old, issues, certain.jumpOk);
  if (because.kind !== 'first' && because.kind !== 'changed') {
    return {
      health: before !== null && isSame(before, health) ? before : health,
      issues,
      event: null,
      wanted,
      because,
    };
  }
  const event: HealthEvent = {
    at: now,
    healthy: issues.length === 0,
    issues,
    jumpOk: certain.jumpOk === true,
    streamOk: streamOkOf(certain),
    available: bookable(wanted),
  };
  const events = [...old.events, event].slice(-settings.events);
  return { health: { ...health, events }, issues, event, wanted, because };
}

type Certain = Pick<ExperimentHealth, 'streams' | 'jumpOk'>;

/** What relay or jump does not say now is as it was last seen. A stream that is not named any more is gone. */
function seenForCertain(
  old: ExperimentHealth,
  { streams, jump }: SeenExperiment,
): { readonly certain: Certain; readonly unseen: readonly string[] } {
  const unseen: string[] = [];
  const verdicts: [string, StreamVerdict][] = [];
  for (const { name, required, state } of streams) {
    const known = state === 'unknown' ? old.streams[name]?.state : state;
    if (known === undefined) {
      unseen.push(name);
    } else {
      verdicts.push([name, { state: known, required }]);
    }
  }
  const jumpOk = jump === 'unknown' ? old.jumpOk : jump === 'ok';
  if (jumpOk === null) {
    unseen.push('jump');
  }
  return { certain: { streams: Object.fromEntries(verdicts), jumpOk }, unseen };
}

/** The seed's second table, finer: also what changes while something else is wrong. */
function news(old: ExperimentHealth, issues: readonly string[], jumpOk: boolean | null): RoundReason {
  const last = old.events.at(-1);
  if (last === undefined) {
    return { kind: 'first' };
  }
  const jump = last.jumpOk !== jumpOk;
  const streams = ofStreams(last.issues) !== ofStreams(issues);
  return jump || streams ? { kind: 'changed', streams, jump } : { kind: 'same' };
}

const ofStreams = (issues: readonly string[]): string =>
  issues
    .filter((issue) => issue !== 'missing jump')
    .toSorted()
    .join('\n');

/** Compared each few seconds for each experiment, so not by way of JSON. */
function isSame(one: Certain, other: Certain): boolean {
  const names = Object.keys(one.streams);
  return (
    one.jumpOk === other.jumpOk &&
    names.length === Object.keys(other.streams).length &&
    names.every((name) => {
      const [mine, theirs] = [one.streams[name], other.streams[name]];
      return mine?.state === theirs?.state && mine?.required === theirs?.required;
    })
  );
}
