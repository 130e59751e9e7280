/**
 * A component's uptime over the last day, week, month and quarter, out of the history. Reads only.
 *
 * What the history no longer holds was not seen: it counts nowhere, and the figure says how much that is.
 */

import { FIGURE_SPANS } from '../../shared/contract/series.ts';
import type { WatchEvent } from '../../shared/model/event.ts';
import type { ComponentId } from '../../shared/model/ids.ts';
import { ComponentStatus } from '../../shared/model/status.ts';
import { type UptimeFigure, type UptimeHistory, uptimeFigures } from '../../shared/rules/uptime.ts';
import type { Core } from './core.ts';
import type { Store } from './ports/store.ts';

/** Asked for at once. */
const PAGE = 5_000;
/** More changes than this in 90 days: older time counts as not seen. */
const MOST = 50_000;
/** The watcher says more than whether it watches; somewhere among so many of its words is the last time it did. */
const LOOK_BACK = 200;

type Kind = 'status' | 'watcher';

/** One figure for each of `FIGURE_SPANS`, all of them up to now. */
export async function figuresOf(core: Core, componentId: ComponentId): Promise<readonly UptimeFigure[]> {
  const to = core.clock.now();
  const ranges = FIGURE_SPANS.map((length) => ({ from: to - length, to }));
  const from = Math.min(...ranges.map((range) => range.from));
  return uptimeFigures(await historyOf(core, componentId, await watcherPast(core.store, from, to)), ranges);
}

/** What the watcher said of itself over a range: the same for every component. */
export interface WatcherPast {
  readonly from: number;
  readonly to: number;
  readonly said: Said;
}

export async function watcherPast(store: Store, from: number, to: number): Promise<WatcherPast> {
  return { from, to, said: await eventsOf(store, 'watcher', undefined, from, to) };
}

/** A component's statuses over the range of the watcher's past, with that past in it. */
export async function historyOf(
  core: Core,
  componentId: ComponentId,
  { from, to, said: watchers }: WatcherPast,
): Promise<UptimeHistory> {
  const statuses = await eventsOf(core.store, 'status', componentId, from, to);
  const before = await core.store.events({ componentId, types: ['status'], to: from - 1, limit: 1 });
  const watch = core.book.get(componentId);
  const oldest = statuses.events.at(-1);
  // Without any event, what is known now has stood since it began; an event says what stood before it.
  const never = oldest === undefined && before[0] === undefined;
  const begin = Math.max(from, statuses.cutAt, watchers.cutAt, never ? (watch?.since ?? to) : from);
  const status = before[0]?.data.to ?? oldest?.data.from ?? watch?.status;
  return {
    from: begin,
    status: ComponentStatus.catch('unknown').parse(status),
    watching: await wasWatching(core.store, begin),
    events: [...statuses.events, ...watchers.events.filter(({ at }) => at >= begin)],
  };
}

/** Whether anybody watched then: what the watcher last said of it. If it never said anything, nobody did. */
async function wasWatching(store: Store, at: number): Promise<boolean> {
  const words = await store.events({ types: ['watcher'], to: at - 1, limit: LOOK_BACK });
  return words.find(({ data }) => data.to === 'watching' || data.to === 'not-watching')?.data.to === 'watching';
}

/** Newest first. `cutAt`: there were more, older than this. */
interface Said {
  readonly events: readonly WatchEvent[];
  readonly cutAt: number;
}

async function eventsOf(
  store: Store,
  type: Kind,
  componentId: ComponentId | undefined,
  from: number,
  to: number,
): Promise<Said> {
  const events: WatchEvent[] = [];
  for (;;) {
    const beforeSeq = events.at(-1)?.seq;
    const page = await store.events({
      types: [type],
      from,
      to,
      limit: PAGE,
      ...(componentId !== undefined && { componentId }),
      ...(beforeSeq !== undefined && { beforeSeq }),
    });
    events.push(...page);
    if (page.length < PAGE) {
      return { events, cutAt: 0 };
    }
    if (events.length >= MOST) {
      return { events, cutAt: events.at(-1)?.at ?? to };
    }
  }
}
