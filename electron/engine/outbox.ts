/**
 * Delivers what the journal has written: at least once, in order per receiver and incident, within each channel's rate.
 *
 * Every try is announced and its end told (`report`) before anything else happens to the page, so that a crash at any instant
 * leaves either a page that is tried again with the same key, or a recorded result. It decides nothing about who is paged.
 */
import type { ChannelId, PageId } from '../../shared/model/ids.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import { digestOf, roundOf } from '../../shared/rules/digest.ts';
import { backOffMs } from './back-off.ts';
import { createRate } from './outbox-rate.ts';
import { createTurns, type TurnOptions } from './outbox-turn.ts';
import type { ChannelSet } from './ports/channel.ts';
import type { Cancel } from './ports/clock.ts';

/** A mail that nobody reads to its end helps nobody: the rest goes in the next one. */
const MOST_TOGETHER = 100;

export interface OutboxOptions extends TurnOptions {
  readonly channels: ChannelSet;
  /** What was unfinished when the last run ended. Waits for `start`, so that it can still be withdrawn. */
  readonly restored?: readonly OutboxItem[];
}

export interface Outbox {
  add(items: Iterable<OutboxItem>): void;
  /** Goes on with what was restored. */
  start(): void;
  /** Not tried any more; the row to write, or null when it is under way or unknown. */
  withdraw(pageId: PageId, reason: string): OutboxItem | null;
  /** There is still work with it. */
  has(pageId: PageId): boolean;
  /** Pages not finished yet. */
  size(): number;
  /** When the oldest of them was made; null: there is none. Epoch ms. */
  oldestAt(): number | null;
  /** No new tries; resolves when those under way have ended. */
  stop(): Promise<void>;
}

/** A page that waits for its turn. */
interface Queued {
  readonly item: OutboxItem;
  /** One receiver of one incident: pages with the same key go out one after another. */
  readonly key: string;
  /** Not before this, by the monotonic clock: the wall clock may be set while it waits. */
  readonly due: number;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { clock, log, random, settingsOf } = options;
  const queue = new Map<PageId, Queued>(
    (options.restored ?? []).map((item) => [item.page.id, queued(item, clock.monotonicMs() + untilRound(item))]),
  );
  const underWay = new Map<PageId, Promise<void>>();
  const rate = createRate(options);
  let timer: { readonly at: number; readonly cancel: Cancel } | null = null;
  let stopped = false;
  const takeTurn = createTurns(options, { drop: (id) => queue.delete(id), again });

  function pump(): void {
    if (stopped) {
      return;
    }
    const now = clock.monotonicMs();
    let next = Number.POSITIVE_INFINITY;
    const busyKeys = busy();
    const abreast = tryingNow();
    for (const { item, key, due } of queue.values()) {
      const { id, channelId } = item.page;
      // In order: what was said later to the same receiver about the same incident waits for what was said before.
      if (underWay.has(id) || busyKeys.has(key)) {
        busyKeys.add(key); // it may just have been taken along
        continue;
      }
      busyKeys.add(key);
      const mayAt = Math.max(due, rate.allowsAt(channelId));
      if (mayAt > now) {
        next = Math.min(next, mayAt);
      } else if ((abreast.get(channelId) ?? 0) < rate.mayAbreast(channelId)) {
        abreast.set(channelId, (abreast.get(channelId) ?? 0) + 1);
        begin(channelId, together(item));
      }
    }
    arm(next);
  }

  /** Receivers of incidents to whom something is on its way. */
  function busy(): Set<string> {
    return new Set([...underWay.keys()].flatMap((id) => queue.get(id)?.key ?? []));
  }

  /** Messages, however many pages are told in each. */
  function tryingNow(): Map<ChannelId, number> {
    const messages = new Map([...underWay].map(([id, work]) => [work, queue.get(id)?.item.page.channelId]));
    const counts = new Map<ChannelId, number>();
    for (const channelId of messages.values()) {
      if (channelId !== undefined) {
        counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
      }
    }
    return counts;
  }

  /** With it, where its channel tells many pages as one: all that wait there, or those that were its message before. */
  function together(head: OutboxItem): readonly OutboxItem[] {
    const settings = settingsOf(head.page.channelId);
    if (settings === undefined || digestOf(settings) === null) {
      return [head];
    }
    const taken: OutboxItem[] = [];
    const behind = busy();
    for (const { item, key } of queue.values()) {
      const isOf = item.page.channelId === head.page.channelId && item.together === head.together;
      const isFree = isOf && !underWay.has(item.page.id) && !behind.has(key);
      if (item === head || (isFree && taken.length < MOST_TOGETHER)) {
        taken.push(item);
      } else {
        behind.add(key);
      }
    }
    return taken;
  }

  function arm(at: number): void {
    if (timer !== null && timer.at === at) {
      return;
    }
    timer?.cancel();
    timer = null;
    if (Number.isFinite(at)) {
      timer = {
        at,
        cancel: clock.after(at - clock.monotonicMs(), () => {
          timer = null;
          pump();
        }),
      };
    }
  }

  function begin(channelId: ChannelId, items: readonly OutboxItem[]): void {
    const ids = items.map(({ page }) => page.id);
    rate.sent(channelId);
    // Not before they stand in `underWay`: what the try reports may come back here at once.
    const work = Promise.resolve()
      .then(() => takeTurn(items))
      .catch((error: unknown) => {
        log.error({ err: String(error), pages: ids }, 'a page could not be handled: a bug of ours; it is tried again');
        for (const id of ids) {
          const still = queue.get(id)?.item; // not what has ended: that would be sent twice
          if (still !== undefined) {
            again(still, backOffMs(still.attempts + 1, undefined, random));
          }
        }
      })
      .finally(() => {
        for (const id of ids) {
          underWay.delete(id);
        }
        pump();
      });
    for (const id of ids) {
      underWay.set(id, work);
    }
  }

  function again(item: OutboxItem, waitMs: number): void {
    queue.set(item.page.id, queued(item, clock.monotonicMs() + waitMs));
  }

  /** How long it still waits for others to be told with. ms */
  function untilRound({ page, attempts, together: tried }: OutboxItem): number {
    const settings = settingsOf(page.channelId);
    const round = settings === undefined || attempts > 0 || tried !== undefined ? 0 : roundOf(page, settings);
    return Math.min(round, Math.max(0, page.createdAt + round - clock.now()));
  }

  return {
    add(items) {
      for (const item of items) {
        again(item, Math.max(untilRound(item), item.nextAttemptAt - clock.now()));
      }
      pump();
    },
    start: pump,
    withdraw(pageId, reason) {
      const item = queue.get(pageId)?.item;
      if (item === undefined || underWay.has(pageId)) {
        return null; // under way: its own result comes first, and `report` then says that it is not wanted again
      }
      queue.delete(pageId);
      return { ...item, state: 'withdrawn', lastReason: reason };
    },
    has: (pageId) => queue.has(pageId),
    size: () => queue.size,
    oldestAt() {
      let oldest: number | null = null;
      for (const { item } of queue.values()) {
        oldest = Math.min(oldest ?? item.page.createdAt, item.page.createdAt);
      }
      return oldest;
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      await Promise.allSettled(underWay.values());
    },
  };
}

function queued(item: OutboxItem, due: number): Queued {
  const { dedupKey, channelId, personId } = item.page;
  return { item, due, key: `${dedupKey} ${channelId} ${personId}` };
}
