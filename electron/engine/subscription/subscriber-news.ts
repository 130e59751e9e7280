/**
 * People and programs hear how things are: puts together who they are, what they are owed, and the line by which it goes.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { WatchEvent } from '../../../shared/model/event.ts';
import type { Core } from '../core.ts';
import { createLine, type Next } from '../errands.ts';
import type { Seals } from '../ports/seals.ts';
import type { StatusPages } from '../ports/status-page.ts';
import type { Subscribers } from '../ports/subscribers.ts';
import type { SubscriptionDesk } from '../ports/subscription.ts';
import type { SealOf } from '../seal-key.ts';
import { idOfDigest } from '../short-id.ts';
import { createAddresses } from './addresses.ts';
import { createAsking } from './asking.ts';
import { createDesk } from './desk.ts';
import { createLedgers } from './ledgers.ts';
import { createNews } from './news.ts';
import { createOptIns } from './opt-ins.ts';
import { createPost } from './post.ts';
import { createReaders } from './readers.ts';
import { subscribersRow } from './rows.ts';

/** Something was written: the page is another one by then. ms */
const AFTER_EVENT_MS = 3_000;
const NOTHING_TO_DO_MS = 60_000;

export interface SubscriberNewsOptions {
  readonly core: Core;
  readonly subscribers: Subscribers;
  readonly statusPages: Pick<StatusPages, 'page'>;
  readonly seals: Seals;
  /** By the house's own key. */
  readonly seal: SealOf;
  readonly random: () => number;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}

export interface SubscriberNews {
  readonly desk: SubscriptionDesk;
  /** Written by the journal: there may be news. */
  heard(events: readonly WatchEvent[]): void;
  /** Tells what is owed: at the start, and when the configuration changes. */
  look(): void;
  /** For the self-check; empty where nobody is told. */
  rows(): readonly SelfCheckRow[];
  /** Nothing more is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createSubscriberNews(options: SubscriberNewsOptions): SubscriberNews {
  const { core, subscribers, statusPages, seals, seal, random, restored } = options;
  const { clock, config, log } = core;
  const addresses = createAddresses({ config, seals, seal });
  const ledgers = createLedgers(restored, core.write);
  const optIns = createOptIns({ clock, restored, write: core.write });
  const readers = createReaders({ core, subscribers, ledgers, addresses });
  const post = createPost(core);
  const asking = createAsking({ core, subscribers, optIns, addresses, post });
  const digest = (text: string): string => idOfDigest(seals.digest(text));
  const news = createNews({ core, ledgers, addresses, post, digest });

  const wanted = () => config().settings.statusPage?.subscribers;
  const page = async () => (wanted() === undefined ? null : statusPages.page());

  async function next(rests: (id: string) => boolean): Promise<Next> {
    const now = await page();
    if (now === null) {
      return { errand: null, inMs: NOTHING_TO_DO_MS };
    }
    asking.tidy(now);
    const asks = asking.next(now, rests);
    return asks === null ? news.next(now, readers.all(now), rests) : { errand: asks };
  }

  const line = createLine({
    clock,
    log,
    what: 'news to subscribers',
    random,
    perMinute: () => wanted()?.perMinute ?? 60,
    next,
  });
  /** Where nobody is told of anything, no timer runs. */
  const look = (inMs: number): void => {
    if (wanted() !== undefined) {
      line.look(inMs);
    }
  };

  /** Why, of those who are still told and those who are still asked. */
  function failing(): readonly string[] {
    const told = ledgers.all().filter(({ pausedAt }) => pausedAt === null);
    const due = new Set([...told.map(({ id }) => id), ...optIns.unsent().map(({ id }) => `ask-${id}`)]);
    return [...line.failing()].flatMap(([id, reason]) => (due.has(id) ? [reason] : []));
  }

  return {
    desk: createDesk({ core, subscribers, readers, ledgers, optIns, addresses, page, look: () => look(0) }),
    heard(events) {
      if (events.length > 0) {
        look(AFTER_EVENT_MS);
      }
    },
    look: () => look(0),
    rows: () => (wanted() === undefined ? [] : [subscribersRow(ledgers.all(), failing())]),
    stop: line.stop,
  };
}
