/**
 * Which news of the public page somebody is owed: what it tells of what concerns them, less what they were told.
 *
 * The rule: whoever was told that something is wrong hears that it is over, and whoever was told that it is over hears when it is not.
 */
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import {
  PUBLIC_STATES,
  type PublicIncident,
  type PublicMaintenance,
  type PublicState,
  type PublicUpdate,
  type StatusPage,
} from '../status-page/page.ts';
import { incidentsOf, type Mark, type Marks, markOf, marksOf, saidId, workKey, workMark } from './ledger.ts';

/** What ends sooner, and nobody wrote about, is not told at all: a mail would come when nobody can see anything any more. ms */
export const TOO_SHORT_MS = 60_000;

/** What is new of an incident. `again`: it was told to be over, and is not. `worse`: than was told. */
export type Item = PublicUpdate | { readonly kind: 'again' | 'worse'; readonly at: EpochMs };

export type News =
  | {
      readonly kind: 'incident';
      readonly key: string;
      readonly incident: PublicIncident;
      /** Oldest first, at least one. */
      readonly items: readonly Item[];
    }
  | { readonly kind: 'work'; readonly key: string; readonly work: PublicMaintenance };

export interface Owed {
  /** What is going on before what is over, then what lies ahead. */
  readonly news: readonly News[];
  /** There is more to it than that somebody is working on it, which makes no mail of its own. */
  readonly urgent: boolean;
  /** When it began to be news, as far as the page knows. Epoch ms. */
  readonly since: EpochMs;
  /** What will have been told with it. */
  readonly marks: Marks;
  /** What is passed over for good, and only has to be written down. */
  readonly passed: Marks;
}

/** @param components which they want to hear of; null: all */
export function owedNews(page: StatusPage, components: readonly ComponentId[] | null, told: Marks): Owed {
  const concerned = incidentsOf(page).filter((incident) => concerns(incident.components, components));
  const worked = workedOn(page);
  const passed = concerned.filter((one) => told[one.key] === undefined && held(one, worked) && one.until !== null);
  const incidents = concerned.flatMap((incident): News[] => {
    const mark = told[incident.key];
    if (mark === undefined && (held(incident, worked) || isTooShort(incident))) {
      return [];
    }
    const items = newItems(incident, mark);
    return items.length === 0 ? [] : [{ kind: 'incident', key: incident.key, incident, items }];
  });
  const work = page.maintenance
    .filter((one) => one.once && told[workKey(one)] === undefined && concerns(one.components, components))
    .map((one): News => ({ kind: 'work', key: workKey(one), work: one }));
  const news = [...incidents, ...work];
  const times = news.flatMap((one) =>
    one.kind === 'work' ? [page.at] : one.items.filter(isUrgent).map(({ at }) => at),
  );
  return {
    news,
    urgent: times.length > 0,
    since: Math.min(page.at, ...times),
    marks: Object.fromEntries(news.map((one) => [one.key, markFor(one, page.at)])),
    passed: Object.fromEntries(passed.map((one) => [one.key, markOf(one, page.at)])),
  };
}

/**
 * Marks for somebody who wants to hear of other components from now on: what was owed stays owed, and of what did not concern them
 * until now they hear nothing old.
 */
export function rewishedMarks(page: StatusPage, before: readonly ComponentId[] | null, told: Marks): Marks {
  const owed = new Set(owedNews(page, before, told).news.map(({ key }) => key));
  const unowed = Object.entries(marksOf(page)).filter(([key]) => !owed.has(key));
  return { ...Object.fromEntries(unowed), ...told };
}

/** Of nothing in particular is of everything. */
function concerns(of: readonly { readonly id: ComponentId }[], wanted: readonly ComponentId[] | null): boolean {
  return wanted === null || of.length === 0 || of.some(({ id }) => wanted.includes(id));
}

function newItems({ title, state, until, updates }: PublicIncident, told: Mark | undefined): readonly Item[] {
  const oldestFirst = updates.toReversed();
  if (told === undefined) {
    return oldestFirst;
  }
  const fresh: readonly Item[] = oldestFirst.filter((update) => isNew(update, told));
  if (fresh.some(({ kind }) => kind === 'said' || kind === 'over')) {
    return fresh; // its own words say how it goes on
  }
  if (told.over !== (until !== null)) {
    return [...fresh, until === null ? { kind: 'again', at: told.at } : { kind: 'over', at: until }];
  }
  const worse = title === null && until === null && rank(state) > rank(told.state);
  return worse ? [...fresh, { kind: 'worse', at: told.at }] : fresh;
}

function isNew(update: PublicUpdate, told: Mark): boolean {
  switch (update.kind) {
    case 'began':
      return false;
    case 'taken':
      return !told.taken;
    case 'over':
      return !told.over;
    case 'said':
      return !told.said.includes(saidId(update));
  }
}

const isUrgent = ({ kind }: Item): boolean => kind !== 'taken';

const rank = (state: PublicState | null): number => (state === null ? -1 : PUBLIC_STATES.indexOf(state));

const isTooShort = ({ title, from, until }: PublicIncident): boolean =>
  title === null && until !== null && until - from < TOO_SHORT_MS;

/** Planned work runs on them now. */
function workedOn({ groups }: StatusPage): ReadonlySet<ComponentId> {
  const all = groups.flatMap(({ components }) => components);
  return new Set(all.filter(({ maintenance }) => maintenance !== null).map(({ id }) => id));
}

/** What goes down while it is worked on is what was announced; when it stays down, it is told after the work. */
const held = ({ title, components }: PublicIncident, worked: ReadonlySet<ComponentId>): boolean =>
  title === null && components.every(({ id }) => worked.has(id));

function markFor(news: News, at: EpochMs): Mark {
  return news.kind === 'work' ? workMark(at) : markOf(news.incident, at);
}
