/**
 * Delivers what the journal has written: at least once, in order per receiver and incident, within each channel's rate.
 *
 * Every try is announced and its end told (`report`) before anything else happens to the page, so that a crash at any instant
 * leaves either a page that is tried again with the same key, or a recorded result. It decides nothing about who is paged.
 */
import type { ChannelId, PageId } from '../../shared/model/ids.ts';
import type { Delivery, OutboxItem } from '../../shared/model/page.ts';
import type { ChannelSettings } from '../../shared/model/roster.ts';
import { backOffMs } from './back-off.ts';
import type { Cancel, ChannelSet, Clock, Log } from './ports.ts';

/** A channel that has not answered by then is given up; the page may have arrived all the same. */
const TRY_MS = 15_000;
/** Tries at once on one channel. */
const ABREAST = 8;

/** How a try ended, for the journal. `uncertain`: no answer in time, it may have arrived. */
export interface Report {
  readonly item: OutboxItem;
  readonly phase: 'begin' | 'end';
  readonly delivery: Delivery | null;
  readonly uncertain: boolean;
}

export interface OutboxOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly channels: ChannelSet;
  readonly settingsOf: (channelId: ChannelId) => ChannelSettings | undefined;
  /** Resolves when it is written. Answers what becomes of a page that would be tried again. */
  readonly report: (report: Report) => Promise<'go-on' | 'withdrawn'>;
}

export interface Outbox {
  add(items: Iterable<OutboxItem>): void;
  /** Not tried any more; the row to write, or null when it is under way or unknown. */
  withdraw(pageId: PageId, reason: string): OutboxItem | null;
  /** Pages not finished yet. */
  size(): number;
  /** No new tries; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export function createOutbox({ clock, log, random, channels, settingsOf, report }: OutboxOptions): Outbox {
  const items = new Map<PageId, OutboxItem>();
  const underWay = new Map<PageId, Promise<void>>();
  const withdrawn = new Set<PageId>();
  const sentAt = new Map<ChannelId, number[]>();
  let timer: { readonly at: number; readonly cancel: Cancel } | null = null;
  let stopped = false;

  function pump(): void {
    if (stopped) {
      return;
    }
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    const busyKeys = new Set<string>([...underWay.keys()].flatMap((id) => keyOf(items.get(id))));
    const abreast = new Map<ChannelId, number>();
    for (const id of underWay.keys()) {
      const channel = items.get(id)?.page.channelId;
      if (channel !== undefined) {
        abreast.set(channel, (abreast.get(channel) ?? 0) + 1);
      }
    }
    for (const item of items.values()) {
      const { id, channelId } = item.page;
      const key = keyOf(item)[0] as string;
      // In order: what was said later to the same receiver about the same incident waits for what was said before.
      if (underWay.has(id) || busyKeys.has(key)) {
        continue;
      }
      busyKeys.add(key);
      const mayAt = Math.max(item.nextAttemptAt, rateAllowsAt(item));
      if (mayAt > now) {
        next = Math.min(next, mayAt);
      } else if ((abreast.get(channelId) ?? 0) < ABREAST) {
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
        cancel: clock.after(at - clock.now(), () => {
          timer = null;
          pump();
        }),
      };
    }
  }

  function rateAllowsAt(item: OutboxItem): number {
    const settings = settingsOf(item.page.channelId);
    if (settings === undefined) {
      return 0;
    }
    const { pages, perMs } = channels.can(settings.type).rate;
    const recent = sentAt.get(item.page.channelId) ?? [];
    return recent.length < pages ? 0 : (recent[recent.length - pages] as number) + perMs;
  }

  function begin(item: OutboxItem): void {
    const { channelId } = item.page;
    sentAt.set(channelId, [...(sentAt.get(channelId) ?? []).slice(-99), clock.now()]);
    // Not before it stands in `underWay`: what the try reports may come back here at once.
    const work = Promise.resolve()
      .then(() => tryOnce(item))
      .catch((error: unknown) => log.error({ err: String(error), page: item.page.id }, 'outbox'))
      .finally(() => {
        underWay.delete(item.page.id);
        pump();
      });
    underWay.set(item.page.id, work);
  }

  async function tryOnce(item: OutboxItem): Promise<void> {
    const { page } = item;
    if (clock.now() > page.expiresAt) {
      await end(item, { status: 'refused', reason: 'too late to help anybody' }, 'expired', false);
      return;
    }
    const settings = settingsOf(page.channelId);
    if (settings === undefined) {
      await end(
        item,
        { status: 'refused', reason: `channel ${page.channelId} is not configured any more` },
        'refused',
        false,
      );
      return;
    }
    const trying: OutboxItem = { ...item, state: 'trying' };
    items.set(page.id, trying);
    await report({ item: trying, phase: 'begin', delivery: null, uncertain: false });
    const { delivery, uncertain } = await send(trying, settings);
    const tried: OutboxItem = { ...trying, attempts: trying.attempts + 1 };
    switch (delivery.status) {
      case 'accepted':
      case 'delivered':
        await end(tried, delivery, delivery.status, false);
        return;
      case 'refused':
        await end(tried, delivery, 'refused', false);
        return;
      case 'try-later': {
        if (withdrawn.has(page.id)) {
          await end({ ...tried, lastReason: delivery.reason }, delivery, 'withdrawn', uncertain);
          return;
        }
        const waitMs = backOffMs(tried.attempts, delivery.afterMs, random);
        const later: OutboxItem = {
          ...tried,
          state: uncertain ? 'trying' : 'queued',
          nextAttemptAt: clock.now() + waitMs,
          lastReason: delivery.reason,
        };
        items.set(page.id, later);
        if ((await report({ item: later, phase: 'end', delivery, uncertain })) === 'withdrawn') {
          items.delete(page.id);
        }
        return;
      }
    }
  }

  async function send(
    item: OutboxItem,
    settings: ChannelSettings,
  ): Promise<{ delivery: Delivery; uncertain: boolean }> {
    const controller = new AbortController();
    let cancel: Cancel = () => undefined;
    const tooLate = new Promise<{ delivery: Delivery; uncertain: boolean }>((resolve) => {
      cancel = clock.after(TRY_MS, () => {
        controller.abort();
        resolve({ delivery: { status: 'try-later', reason: `no answer within ${TRY_MS / 1_000} s` }, uncertain: true });
      });
    });
    const answer = channels
      .send(item.page, settings, { signal: controller.signal, clock })
      .then((delivery) => ({ delivery, uncertain: false }));
    try {
      return await Promise.race([answer, tooLate]);
    } finally {
      cancel();
    }
  }

  async function end(
    item: OutboxItem,
    delivery: Delivery,
    state: OutboxItem['state'],
    uncertain: boolean,
  ): Promise<void> {
    const reason = 'reason' in delivery ? delivery.reason : null;
    items.delete(item.page.id);
    withdrawn.delete(item.page.id);
    await report({ item: { ...item, state, lastReason: reason }, phase: 'end', delivery, uncertain });
  }

  return {
    add(more) {
      for (const item of more) {
        items.set(item.page.id, item);
      }
      pump();
    },
    withdraw(pageId, reason) {
      const item = items.get(pageId);
      if (item === undefined) {
        return null;
      }
      if (underWay.has(pageId)) {
        withdrawn.add(pageId); // its own result comes first; only a further try is prevented
        return null;
      }
      items.delete(pageId);
      return { ...item, state: 'withdrawn', lastReason: reason };
    },
    size: () => items.size,
    async stop() {
      stopped = true;
      timer?.cancel();
      await Promise.allSettled(underWay.values());
    },
  };
}

/** One receiver of one incident: pages with the same key go out one after another. */
function keyOf(item: OutboxItem | undefined): readonly string[] {
  return item === undefined ? [] : [`${item.page.dedupKey} ${item.page.channelId} ${item.page.personId}`];
}
