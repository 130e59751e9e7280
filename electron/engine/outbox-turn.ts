/**
 * One turn of a page, or of several that go out as one message: is it still wanted, can it go, how did it go.
 *
 * Each is announced and told of on its own: a crash at any instant leaves each as a page that is tried again, or a recorded result.
 */
import type { ChannelSettings } from '../../shared/model/channel.ts';
import type { ChannelId, PageId } from '../../shared/model/ids.ts';
import type { OutboxItem, Page } from '../../shared/model/page.ts';
import { digestOf, togetherId } from '../../shared/rules/digest.ts';
import { backOffMs } from './back-off.ts';
import { type Line, type Tried, tryOnce } from './one-try.ts';
import type { Log } from './ports/log.ts';

/** How a try ended, for the journal. `uncertain`: no answer in time, it may have arrived. */
export interface Report {
  readonly item: OutboxItem;
  readonly phase: 'begin' | 'end';
  readonly uncertain: boolean;
}

export interface TurnOptions extends Line {
  readonly log: Log;
  readonly random: () => number;
  readonly settingsOf: (channelId: ChannelId) => ChannelSettings | undefined;
  /** Resolves when it is written. Answers, before a try and before another one, whether anybody still wants the page. */
  readonly report: (report: Report) => Promise<'go-on' | 'withdrawn'>;
  /** The link that goes with a page and stands in no row; null: none. */
  readonly linkOf?: (page: Page) => string | null;
  /** Pages of one channel as one message. */
  readonly digest: (id: PageId, pages: readonly [Page, ...Page[]]) => Page;
}

/** The queue that the pages stand in. */
export interface Queue {
  drop(id: PageId): void;
  again(item: OutboxItem, waitMs: number): void;
}

export type TakeTurn = (items: readonly OutboxItem[]) => Promise<void>;

/** @param queue where each of them stays until its end is told */
export function createTurns(options: TurnOptions, queue: Queue): TakeTurn {
  const { clock, log, random, settingsOf, report } = options;

  async function end(item: OutboxItem): Promise<void> {
    queue.drop(item.page.id);
    await report({ item, phase: 'end', uncertain: false });
  }

  /** Null: it is not tried. */
  async function announce(item: OutboxItem, settings: ChannelSettings | undefined): Promise<OutboxItem | null> {
    const { page } = item;
    if (clock.now() > page.expiresAt) {
      await end({ ...item, state: 'expired', lastReason: 'too late to help anybody' });
      return null;
    }
    if (settings === undefined) {
      const lastReason = `channel ${page.channelId} is not configured any more`;
      await end({ ...item, state: 'refused', lastReason });
      return null;
    }
    const trying: OutboxItem = { ...item, state: 'trying' };
    if ((await report({ item: trying, phase: 'begin', uncertain: false })) === 'withdrawn') {
      queue.drop(page.id);
      return null;
    }
    return trying;
  }

  async function tell(item: OutboxItem, { delivery, uncertain }: Tried, subject: string | null, waitMs: number) {
    if (delivery.status !== 'try-later') {
      const words = subject === null ? null : `in the mail "${subject}"`;
      await end({ ...item, state: delivery.status, lastReason: 'reason' in delivery ? delivery.reason : words });
      return;
    }
    const { together, ...alone } = item;
    const later: OutboxItem = {
      ...(uncertain ? item : alone), // what has not arrived may go with others next time
      state: uncertain ? 'trying' : 'queued',
      nextAttemptAt: clock.now() + waitMs,
      lastReason: delivery.reason,
    };
    queue.again(later, waitMs);
    if ((await report({ item: later, phase: 'end', uncertain })) === 'withdrawn') {
      queue.drop(item.page.id);
    }
  }

  function linked(page: Page): Page {
    const ackUrl = options.linkOf?.(page) ?? null;
    return ackUrl === null ? page : { ...page, ackUrl };
  }

  return async (items) => {
    const [first] = items;
    const settings = first && settingsOf(first.page.channelId);
    const isDigest = settings !== undefined && digestOf(settings) !== null;
    const id = first && isDigest ? (first.together ?? togetherId(first.page, first.attempts)) : null;
    const marked = id === null ? items : items.map((item) => ({ ...item, together: id }));
    const announced = await Promise.all(marked.map((item) => announce(item, settings)));
    const [head, ...rest] = announced.filter((item) => item !== null);
    if (head === undefined || settings === undefined) {
      return;
    }
    // A digest is there to be forwarded, and a link is one person's: it has none.
    const message = id === null ? linked(head.page) : options.digest(id, [head.page, ...rest.map(({ page }) => page)]);
    const tried = await tryOnce(options, message, settings);
    if (tried.bug !== null) {
      log.error({ page: message.id, channel: settings.id, err: tried.bug }, 'a channel threw: a bug of ours');
    }
    const { delivery } = tried;
    const tries = Math.max(...[head, ...rest].map((item) => item.attempts)) + 1;
    const waitMs = delivery.status === 'try-later' ? backOffMs(tries, delivery.afterMs, random) : 0;
    const subject = id === null ? null : message.title;
    await Promise.all(
      [head, ...rest].map((item) => tell({ ...item, attempts: item.attempts + 1 }, tried, subject, waitMs)),
    );
  };
}
