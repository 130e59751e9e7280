/**
 * Who wants to hear by e-mail how things are: kept over a restart, one for each address.
 */
import { Subscriber } from '../../shared/model/subscriber.ts';
import type { CachetBook } from './cachet/book.ts';
import { createShelf } from './cachet/shelf.ts';
import type { Clock } from './ports/clock.ts';
import type { Subscribers } from './ports/subscribers.ts';

const MOST_SUBSCRIBERS = 10_000;

export interface SubscribersOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly book: CachetBook;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  /** A new text that nobody can guess. Undefined: none can be made, so nobody can be asked to prove an address. */
  readonly secret: (() => string) | undefined;
}

export function createSubscribers({ clock, book, restored, secret }: SubscribersOptions): Subscribers {
  const kept = createShelf('subscriber', Subscriber, restored, ({ number }) => String(number));
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

  return {
    all: kept.all,
    async add(email, components, verified) {
      const known = kept.all().find((one) => same(one.email, email));
      if (known !== undefined) {
        return known;
      }
      if (secret === undefined || kept.all().length >= MOST_SUBSCRIBERS) {
        return null;
      }
      const now = clock.now();
      const subscriber: Subscriber = {
        number: book.numbers.next('subscriber'),
        email,
        verifyCode: secret(),
        verifiedAt: verified ? now : null,
        components: components?.map((component) => ({ number: book.numbers.next('subscription'), component })) ?? null,
        createdAt: now,
        updatedAt: now,
      };
      await book.keep(kept.put(subscriber));
      return subscriber;
    },
    remove: (subscriber) => book.keep(kept.remove(subscriber)),
    async removeSubscription(subscriber, number) {
      const components = subscriber.components?.filter((one) => one.number !== number) ?? null;
      const rows =
        components === null || components.length > 0
          ? kept.put({ ...subscriber, components, updatedAt: clock.now() })
          : kept.remove(subscriber);
      await book.keep(rows);
    },
  };
}
