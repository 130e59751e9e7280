/**
 * People ask to be told by mail, agree, change what they hear, and end it. Nothing here tells whether an address is known.
 */
import type { ComponentId } from '../../../shared/model/ids.ts';
import type { Subscriber } from '../../../shared/model/subscriber.ts';
import type { Wish } from '../../../shared/model/subscription.ts';
import type { StatusPage } from '../../../shared/rules/status-page/page.ts';
import { newLedger } from '../../../shared/rules/subscribers/ledger.ts';
import { rewishedMarks } from '../../../shared/rules/subscribers/owed.ts';
import { createBrake, type Pace } from '../calls/brake.ts';
import { loose } from '../commands.ts';
import type { Core } from '../core.ts';
import type { Subscribers } from '../ports/subscribers.ts';
import type { Offer, SubscriptionDesk } from '../ports/subscription.ts';
import type { SubscriptionAddresses } from './addresses.ts';
import type { Ledgers } from './ledgers.ts';
import type { OptIns } from './opt-ins.ts';
import type { Readers } from './readers.ts';

/** A mailbox is not filled by whoever knows its address. */
const PER_ADDRESS: Pace = { burst: 3, everyMs: 3_600_000 };
/** A household, or an office behind one address. */
const PER_CALLER: Pace = { burst: 10, everyMs: 5 * 60_000 };
/** A mail server that sends questions to strangers all day is soon one that nobody believes. */
const OVER_ALL: Pace = { burst: 120, everyMs: 15_000 };

export interface DeskOptions {
  readonly core: Core;
  readonly subscribers: Subscribers;
  readonly readers: Readers;
  readonly ledgers: Ledgers;
  readonly optIns: OptIns;
  readonly addresses: SubscriptionAddresses;
  /** Null: there is no page, or nobody is told of it. */
  readonly page: () => Promise<StatusPage | null>;
  /** There is something to send. */
  readonly look: () => void;
}

export function createDesk(options: DeskOptions): SubscriptionDesk {
  const { core, subscribers, readers, ledgers, optIns, addresses, page, look } = options;
  const { clock, config } = core;
  const perAddress = createBrake(clock, PER_ADDRESS);
  const perCaller = createBrake(clock, PER_CALLER);
  const overAll = createBrake(clock, OVER_ALL);

  const say = (text: string) => [loose(clock.now(), 'subscription', text)];

  /** The subscriber as they want it from now on; null: no more can be taken. */
  async function put(email: string, components: readonly ComponentId[] | null): Promise<Subscriber | null> {
    const known = readers.subscriberOf(addresses.idOf(email));
    if (known !== null && known.verifiedAt !== null && isSame(componentsOf(known), components)) {
      return known;
    }
    if (known !== null) {
      await subscribers.remove(known);
    }
    return subscribers.add(email, components, true);
  }

  /** What was told until now stays told. Whoever was paused begins anew. */
  async function keepLedger(now: StatusPage, { email, language, pace }: Omit<Wish, 'components'>): Promise<void> {
    const id = addresses.idOf(email);
    const known = ledgers.of(id);
    const before = readers.subscriberOf(id);
    const fresh = newLedger(id, { language, pace }, now, clock.now());
    if (known === null || before === null || known.pausedAt !== null) {
      await ledgers.keep({ ...fresh, tellings: known?.tellings ?? 0 });
      return;
    }
    const marks = rewishedMarks(now, componentsOf(before), known.marks);
    await ledgers.keep({ ...known, language, pace, marks, refusals: 0 });
  }

  async function offer(): Promise<Offer | null> {
    const now = await page();
    const wanted = config().settings.statusPage?.subscribers;
    if (now === null || wanted === undefined) {
      return null;
    }
    const components = now.groups.flatMap((group) => group.components.map(({ id, name }) => ({ id, name })));
    return { title: now.title, languages: now.languages, components, digestAt: wanted.digestAt };
  }

  function of(token: string): { readonly id: string; readonly subscriber: Subscriber } | null {
    const id = addresses.idIn(token);
    const subscriber = id === null ? null : readers.subscriberOf(id);
    return id === null || subscriber === null || subscriber.verifiedAt === null ? null : { id, subscriber };
  }

  const optInOf = (token: string) => {
    const id = addresses.confirmed(token, (one) => optIns.of(one)?.askedAt ?? null);
    return id === null ? null : optIns.of(id);
  };

  return {
    offer,
    async ask(wish, caller) {
      const afterMs = Math.max(perCaller.waitMs(caller), overAll.waitMs(''));
      if (afterMs > 0) {
        return { kind: 'too-many', afterMs };
      }
      perCaller.take(caller);
      overAll.take('');
      const id = addresses.idOf(wish.email);
      if (perAddress.waitMs(id) > 0) {
        return { kind: 'asked' }; // it has mails of ours enough, and whoever asks is none the wiser
      }
      perAddress.take(id);
      const kept = await optIns.keep({ ...wish, id, askedAt: clock.now(), mailed: false });
      look();
      return kept ? { kind: 'asked' } : { kind: 'too-many', afterMs: 3_600_000 };
    },
    waiting: optInOf,
    async confirm(token) {
      const optIn = optInOf(token);
      const now = optIn === null ? null : await page();
      if (optIn === null || now === null) {
        return null;
      }
      const isNew = readers.subscriberOf(optIn.id)?.verifiedAt == null;
      await keepLedger(now, optIn);
      if ((await put(optIn.email, optIn.components)) === null) {
        await ledgers.forget(optIn.id);
        return null;
      }
      await optIns.forget(optIn.id);
      if (isNew) {
        await core.write({ values: {}, events: say('Somebody subscribed to the news of the status page') });
      }
      return addresses.tokenOf(optIn.id);
    },
    subscribed(token) {
      const found = of(token);
      const ledger = found === null ? null : ledgers.of(found.id);
      if (found === null) {
        return null;
      }
      const { language = config().settings.statusPage?.languages[0] ?? 'en', pace = 'at-once' } = ledger ?? {};
      const { email } = found.subscriber;
      const paused = ledger !== null && ledger.pausedAt !== null;
      return { email, components: componentsOf(found.subscriber), language, pace, paused };
    },
    async change(token, { components, language, pace }) {
      const found = of(token);
      const now = found === null ? null : await page();
      if (found === null || now === null) {
        return false;
      }
      const { email } = found.subscriber;
      await keepLedger(now, { email, language, pace });
      const done = (await put(email, components)) !== null;
      look();
      return done;
    },
    async leave(token) {
      const id = addresses.idIn(token);
      const subscriber = id === null ? null : readers.subscriberOf(id);
      if (id !== null && subscriber !== null) {
        await subscribers.remove(subscriber);
        await ledgers.forget(id, say('Somebody ended their subscription to the news of the status page'));
      }
    },
    isToken: (token) => addresses.idIn(token) !== null,
  };
}

const componentsOf = ({ components }: Subscriber): readonly ComponentId[] | null =>
  components?.map(({ component }) => component) ?? null;

function isSame(one: readonly ComponentId[] | null, other: readonly ComponentId[] | null): boolean {
  return one === null || other === null
    ? one === other
    : JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());
}
