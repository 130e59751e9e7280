/**
 * How book, jump and relay themselves are. By the time alone: whoever is silent for too long is stale, whatever the other does, and no
 * message is needed to notice it.
 */
import { formatDuration } from '../../model/duration.ts';
import type { SeenService } from '../../model/practable/experiment.ts';
import type { PractableSettings, Service } from '../../model/practable/settings.ts';

/** Times in ms, all on one clock that does not jump. */
export interface ServiceFacts {
  /** It was heard last; null: not since we could hear. */
  readonly goodAt: number | null;
  /** Since when we could have heard. */
  readonly hearingAt: number;
  /** The first of the tries that came to nothing since then, and what the latest one met. */
  readonly trouble: { readonly since: number; readonly words: string } | null;
}

export interface ServiceVerdict {
  readonly state: SeenService['state'];
  readonly detail: string;
  /** When the verdict changes by itself; null: it does not. */
  readonly until: number | null;
}

type Limits = Pick<PractableSettings, 'lastChecked' | 'queryBookEvery' | 'timeout'>;

export function judgeService(service: Service, facts: ServiceFacts, limits: Limits, now: number): ServiceVerdict {
  const { trouble, goodAt } = facts;
  const heardAt = lastHeard(service, facts);
  const patience = patienceFor(service, facts, limits);
  const until = heardAt + patience;
  if (now < until) {
    return goodAt === null
      ? { state: 'waiting', detail: trouble?.words ?? `nothing was heard of ${service} yet`, until }
      : { state: 'ok', detail: '', until };
  }
  // The same sentence for as long as it lasts: what has changed is news.
  const why = trouble?.words ?? `nothing was heard for more than ${formatDuration(patience)}`;
  return { state: 'stale', detail: `${staleWords(service)}: ${why}`, until: null };
}

/** As the original says it of jump and relay. */
export function staleWords(service: Service): string {
  return service === 'book'
    ? 'book cannot be read, so the required streams may have changed'
    : `${service} has no fresh reports so may be down`;
}

function lastHeard(service: Service, { goodAt, hearingAt, trouble }: ServiceFacts): number {
  // book is asked now and then only: it was well until the first try that failed.
  return service === 'book' && trouble !== null ? trouble.since : (goodAt ?? hearingAt);
}

/** How long nothing need be heard, in ms. */
function patienceFor(service: Service, { goodAt, trouble }: ServiceFacts, limits: Limits): number {
  const { lastChecked, queryBookEvery, timeout } = limits;
  return service === 'book' && trouble === null && goodAt !== null
    ? queryBookEvery + timeout + lastChecked
    : lastChecked;
}
