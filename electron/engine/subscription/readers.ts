/**
 * Everybody who is told of news now: people who agreed, and programs of the configuration; each with what they were told.
 */
import type { ChannelSettings } from '../../../shared/model/channel.ts';
import type { ComponentId } from '../../../shared/model/ids.ts';
import { ChannelId } from '../../../shared/model/ids.ts';
import type { Subscriber } from '../../../shared/model/subscriber.ts';
import type { HookSettings } from '../../../shared/model/subscribers.ts';
import type { StatusPage } from '../../../shared/rules/status-page/page.ts';
import { type Ledger, newLedger } from '../../../shared/rules/subscribers/ledger.ts';
import type { Core } from '../core.ts';
import type { Subscribers } from '../ports/subscribers.ts';
import type { SubscriptionAddresses } from './addresses.ts';
import type { Ledgers } from './ledgers.ts';

export interface Reader {
  readonly id: string;
  /** Null: a program. */
  readonly email: string | null;
  /** Null: everything. */
  readonly components: readonly ComponentId[] | null;
  /** By which it goes. */
  readonly settings: ChannelSettings;
  readonly ledger: Ledger;
}

export interface ReadersOptions {
  readonly core: Core;
  readonly subscribers: Subscribers;
  readonly ledgers: Ledgers;
  readonly addresses: SubscriptionAddresses;
}

/** A ledger that belongs to nobody: whoever it was for is being added just now, or was taken away long ago. ms */
const ORPHAN_MS = 3_600_000;

export interface Readers {
  /** Whoever is new gets a ledger: nobody hears what was before they came. */
  all(page: StatusPage): readonly Reader[];
  subscriberOf(id: string): Subscriber | null;
}

export function createReaders({ core, subscribers, ledgers, addresses }: ReadersOptions): Readers {
  const { clock, config } = core;
  const ids = new WeakMap<Subscriber, string>();

  function idOf(subscriber: Subscriber): string {
    const id = ids.get(subscriber) ?? addresses.idOf(subscriber.email);
    ids.set(subscriber, id);
    return id;
  }

  function ledgerOf(id: string, page: StatusPage): Ledger {
    const known = ledgers.of(id);
    if (known !== null) {
      return known;
    }
    const language = page.languages[0] ?? 'en';
    const ledger = newLedger(id, { language, pace: 'at-once' }, page, clock.now());
    void ledgers.keep(ledger);
    return ledger;
  }

  function people(page: StatusPage, settings: ChannelSettings): readonly Reader[] {
    return subscribers
      .all()
      .filter(({ verifiedAt }) => verifiedAt !== null)
      .map((subscriber): Reader => {
        const id = idOf(subscriber);
        const components = subscriber.components?.map(({ component }) => component) ?? null;
        return { id, email: subscriber.email, components, settings, ledger: ledgerOf(id, page) };
      });
  }

  function programs(page: StatusPage, hooks: readonly HookSettings[]): readonly Reader[] {
    return hooks.map((hook): Reader => {
      const id = `hook-${addresses.idOf(hook.url)}`;
      return {
        id,
        email: null,
        components: hook.components ?? null,
        settings: hookChannel(id, hook),
        ledger: ledgerOf(id, page),
      };
    });
  }

  function dropOrphans(known: readonly Reader[]): void {
    const own = new Set(known.map(({ id }) => id));
    const old = clock.now() - ORPHAN_MS;
    for (const { id } of ledgers.all().filter(({ id, since }) => !own.has(id) && since < old)) {
      void ledgers.forget(id);
    }
  }

  return {
    all(page) {
      const wanted = config().settings.statusPage?.subscribers;
      const by = wanted === undefined ? undefined : config().channels.get(wanted.by);
      if (wanted === undefined || by === undefined) {
        return [];
      }
      const all = [...programs(page, wanted.webhooks), ...people(page, by)];
      dropOrphans(all);
      return all;
    },
    subscriberOf: (id) => subscribers.all().find((one) => idOf(one) === id) ?? null,
  };
}

/** It pages nobody: it is a channel only to whoever carries the news. */
function hookChannel(id: string, { url, secret = '' }: HookSettings): ChannelSettings {
  return { id: ChannelId.parse(id), type: 'webhook', url, secret, headers: {}, verifyTls: true };
}
