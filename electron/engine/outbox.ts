/**
 * Delivers what the journal has written: at least once, in order per receiver and incident, within each channel's rate.
 *
 * Every try is announced and its end told (`report`) before anything else happens to the page, so that a crash at any instant
 * leaves either a page that is tried again with the same key, or a recorded result. It decides nothing about who is paged.
 */

import type { ChannelSettings } from '../../shared/model/channel.ts';
import type { ChannelId, PageId } from '../../shared/model/ids.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import { backOffMs } from './back-off.ts';
import type { MemoryOf } from './memories.ts';
import { tryOnce } from './one-try.ts';
import type { Cancel, ChannelSet, Clock, Log } from './ports.ts';

/** Tries at once on one channel that does not say more. */
const ABREAST = 8;

/** How a try ended, for the journal. `uncertain`: no answer in time, it may have arrived. */
export interface Report {
  readonly item: OutboxItem;
  readonly phase: 'begin' | 'end';
  readonly uncertain: boolean;
}

export interface OutboxOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly channels: ChannelSet;
  readonly memoryOf: MemoryOf;
  readonly settingsOf: (channelId: ChannelId) => ChannelSettings | undefined;
  /** What was unfinished when the last run ended. Waits for `start`, so that it can still be withdrawn. */
  readonly restored?: readonly OutboxItem[];
  /** Resolves when it is written. Answers, before a try and before another one, whether anybody still wants the page. */
  readonly report: (report: Report) => Promise<'go-on' | 'withdrawn'>;
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
  const { clock, log, random, channels, memoryOf, settingsOf, report } = options;
  const queue = new Map<PageId, Queued>((options.restored ?? []).map((item) => [item.page.id, queued(item, 0)]));
  const underWay = new Map<PageId, Promise<void>>();
  const sentAt = new Map<ChannelId, number[]>();
  let timer: { readonly at: number; readonly cancel: Cancel } | null = null;
  let stopped = false;

  function pump(): void {
    if (stopped) {
      return;
    }
    const now = clock.monotonicMs();
    let next = Number.POSITIVE_INFINITY;
    const busyKeys = new Set<string>();
    const abreast = new Map<ChannelId, number>();
    for (const id of underWay.keys()) {
      const waiting = queue.get(id);
      if (waiting !== undefined) {
        const { channelId } = waiting.item.page;
        busyKeys.add(waiting.key);
        abreast.set(channelId, (abreast.get(channelId) ?? 0) + 1);
      }
    }
    for (const { item, key, due } of queue.values()) {
      const { id, channelId } = item.page;
      // In order: what was said later to the same receiver about the same incident waits for what was said before.
      if (underWay.has(id) || busyKeys.has(key)) {
        continue;
      }
      busyKeys.add(key);
      const mayAt = Math.max(due, rateAllowsAt(channelId));
      if (mayAt > now) {
        next = Math.min(next, mayAt);
      } else if ((abreast.get(channelId) ?? 0) < mayAbreast(channelId)) {
        abreast.set(channelId, (abreast.get(channelId) ?? 0) + 1);
        begin(item);
      }
    }
    arm(next);
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

  function rateAllowsAt(channelId: ChannelId): number {
    const settings = settingsOf(channelId);
    if (settings === undefined) {
      return 0;
    }
    const { pages, perMs } = channels.can(settings).rate;
    const recent = sentAt.get(channelId) ?? [];
    return recent.length < pages ? 0 : (recent[recent.length - pages] as number) + perMs;
  }

  function mayAbreast(channelId: ChannelId): number {
    const settings = settingsOf(channelId);
    return settings === undefined ? ABREAST : (channels.can(settings).abreast ?? ABREAST);
  }

  /** As many as the rate counts are remembered. */
  function noteSent(channelId: ChannelId): void {
    const settings = settingsOf(channelId);
    const counted = settings === undefined ? 1 : channels.can(settings).rate.pages;
    const recent = [...(sentAt.get(channelId) ?? []), clock.monotonicMs()];
    sentAt.set(channelId, recent.slice(Math.max(0, recent.length - counted)));
  }

  function begin(item: OutboxItem): void {
    const { id, channelId } = item.page;
    noteSent(channelId);
    // Not before it stands in `underWay`: what the try reports may come back here at once.
    const work = Promise.resolve()
      .then(() => turnOf(item))
      .catch((error: unknown) => {
        log.error({ err: String(error), page: id }, 'a page could not be handled: a bug of ours; it is tried again');
        const still = queue.get(id)?.item; // not what has ended: that would be sent twice
        if (still !== undefined) {
          again(still, backOffMs(still.attempts + 1, undefined, random));
        }
      })
      .finally(() => {
        underWay.delete(id);
        pump();
      });
    underWay.set(id, work);
  }

  /** One page has its turn: is it still wanted, can it go, how did it go. */
  async function turnOf(item: OutboxItem): Promise<void> {
    const { page, attempts } = item;
    if (clock.now() > page.expiresAt) {
      await end({ ...item, state: 'expired', lastReason: 'too late to help anybody' });
      return;
    }
    const settings = settingsOf(page.channelId);
    if (settings === undefined) {
      const lastReason = `channel ${page.channelId} is not configured any more`;
      await end({ ...item, state: 'refused', lastReason });
      return;
    }
    const trying: OutboxItem = { ...item, state: 'trying' };
    if ((await report({ item: trying, phase: 'begin', uncertain: false })) === 'withdrawn') {
      queue.delete(page.id);
      return;
    }
    const { delivery, uncertain, bug } = await tryOnce({ channels, clock, memoryOf }, page, settings);
    if (bug !== null) {
      log.error({ page: page.id, channel: settings.id, err: bug }, 'a channel threw: a bug of ours');
    }
    const tried: OutboxItem = { ...trying, attempts: attempts + 1 };
    if (delivery.status !== 'try-later') {
      await end({ ...tried, state: delivery.status, lastReason: 'reason' in delivery ? delivery.reason : null });
      return;
    }
    const waitMs = backOffMs(tried.attempts, delivery.afterMs, random);
    const later: OutboxItem = {
      ...tried,
      state: uncertain ? 'trying' : 'queued',
      nextAttemptAt: clock.now() + waitMs,
      lastReason: delivery.reason,
    };
    again(later, waitMs);
    if ((await report({ item: later, phase: 'end', uncertain })) === 'withdrawn') {
      queue.delete(page.id);
    }
  }

  function again(item: OutboxItem, waitMs: number): void {
    queue.set(item.page.id, queued(item, clock.monotonicMs() + waitMs));
  }

  async function end(item: OutboxItem): Promise<void> {
    queue.delete(item.page.id);
    await report({ item, phase: 'end', uncertain: false });
  }

  return {
    add(items) {
      for (const item of items) {
        again(item, Math.max(0, item.nextAttemptAt - clock.now()));
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
