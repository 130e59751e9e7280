/**
 * Experiments in sentences: what is new in book, and how all of them are.
 */
import type { SeenExperiment, SeenService } from '../../model/practable/experiment.ts';
import type { Known, KnownExperiment } from './known.ts';

/** Names in one sentence; the rest are counted. */
const MOST_NAMES = 8;

/** Null: nothing that a person would want to know. */
export function newsOfKnown(system: string, known: Known, before: Known): string | null {
  const news = [
    ...list(
      'new in book',
      [...known.values()].filter((one) => isBooked(one) && !isBooked(before.get(one.stub))),
    ),
    ...list(
      'no more in book',
      [...before.values()].filter((one) => isBooked(one) && !isBooked(known.get(one.stub))),
    ),
    ...list(
      'connected, and not in book',
      [...known.values()].filter((one) => !isBooked(one) && !before.has(one.stub)),
    ),
    ...list(
      'with other required streams',
      [...known.values()].filter((one) => isOther(one, before.get(one.stub))),
    ),
  ];
  return news.length === 0 ? null : `Experiments of ${system}: ${news.join('; ')}`;
}

const isBooked = (one: KnownExperiment | undefined): boolean => one !== undefined && one.name !== null;

function isOther(one: KnownExperiment, before: KnownExperiment | undefined): boolean {
  return isBooked(one) && isBooked(before) && one.required.join(' ') !== before?.required.join(' ');
}

function list(what: string, experiments: readonly KnownExperiment[]): readonly string[] {
  const names = experiments.slice(0, MOST_NAMES).map(({ stub }) => stub);
  const more = experiments.length - names.length;
  return names.length === 0 ? [] : [`${what} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

export interface OverallState {
  readonly counts: Readonly<Record<'experiments' | 'well' | 'unusable' | 'otherTrouble' | 'unknown', number>>;
  readonly words: string;
}

/** "12 experiments: 9 well, 1 unusable (aaaa00), 2 not known; relay has no fresh reports so may be down: …" */
export function overallState(experiments: readonly SeenExperiment[], services: readonly SeenService[]): OverallState {
  const unusable = experiments.filter(isUnusable);
  const troubled = experiments.filter((one) => !isUnusable(one) && isTroubled(one));
  const unknown = experiments.filter((one) => !isUnusable(one) && !isTroubled(one) && !isWell(one));
  const counts = {
    experiments: experiments.length,
    well: experiments.length - unusable.length - troubled.length - unknown.length,
    unusable: unusable.length,
    otherTrouble: troubled.length,
    unknown: unknown.length,
  };
  const parts = [
    `${counts.well} well`,
    ...some('unusable', unusable),
    ...some('in other trouble', troubled),
    ...some('not known', unknown),
  ];
  const stale = services.flatMap(({ state, detail }) => (state === 'stale' ? [detail] : []));
  const noun = experiments.length === 1 ? 'experiment' : 'experiments';
  return { counts, words: [`${experiments.length} ${noun}: ${parts.join(', ')}`, ...stale].join('; ') };
}

function some(what: string, experiments: readonly SeenExperiment[]): readonly string[] {
  const names = experiments.slice(0, MOST_NAMES).map(({ stub }) => stub);
  const more = experiments.length > names.length ? ' …' : '';
  return experiments.length === 0 ? [] : [`${experiments.length} ${what} (${names.join(', ')}${more})`];
}

const isUnusable = ({ streams }: SeenExperiment): boolean =>
  streams.some(({ required, state }) => required && (state === 'missing' || state === 'silent'));

const isTroubled = ({ streams, jump }: SeenExperiment): boolean =>
  jump === 'missing' || streams.some(({ state }) => state === 'missing' || state === 'silent');

const isWell = ({ streams, jump }: SeenExperiment): boolean =>
  jump === 'ok' && streams.every(({ state }) => state === 'ok');
