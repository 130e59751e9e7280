/**
 * Subscribers of the Cachet API. Who stands there is personal: all of it is for those who have a token.
 */
import { MakeSubscriber } from '../../../shared/model/cachet/asks.ts';
import type { ComponentId } from '../../../shared/model/ids.ts';
import type { Subscriber } from '../../../shared/model/subscriber.ts';
import type { Row } from '../../../shared/rules/cachet/component-wire.ts';
import { subscriberRow } from '../../../shared/rules/cachet/subscriber-wire.ts';
import type { Collection, Gone } from '../ports/cachet.ts';
import type { Subscribers } from '../ports/subscribers.ts';
import { asking, GONE, MISSING, wrong } from './asking.ts';
import type { Parts } from './parts.ts';

export interface SubscriberCollections {
  readonly subscribers: Collection;
  readonly subscriptions: Collection;
}

export function createSubscriberCollections(
  { core: { timeZone }, book, facts }: Parts,
  kept: Subscribers,
): SubscriberCollections {
  const numberOf = (id: ComponentId): number => book.components.get(id)?.number ?? 0;
  const rowOf = (one: Subscriber): Row => subscriberRow(one, numberOf, timeZone);

  return {
    subscribers: {
      list: async (_above, { inside }) => (inside ? kept.all().map(rowOf) : null),
      make: (_above, body) =>
        asking(MakeSubscriber, body, async ({ email, components = [], verify = false }) => {
          const ids = components.map((number) => facts.component(number)?.kept.id ?? null);
          const unknown = components.filter((_, index) => ids[index] === null);
          if (unknown.length > 0) {
            return wrong(`The components field names ${unknown.join(', ')}: there is no such component.`);
          }
          const wanted = ids.flatMap((id) => id ?? []);
          const one = await kept.add(email, wanted.length === 0 ? null : wanted, verify);
          return one === null
            ? wrong('No more subscribers can be taken here: delete some first.')
            : { kind: 'done', row: rowOf(one) };
        }),
      async remove(_above, number): Promise<Gone> {
        const one = kept.all().find((other) => other.number === number);
        if (one === undefined) {
          return MISSING;
        }
        await kept.remove(one);
        return GONE;
      },
    },
    subscriptions: {
      list: async () => null,
      async remove(_above, number): Promise<Gone> {
        const one = kept.all().find(({ components }) => components?.some((other) => other.number === number) ?? false);
        if (one === undefined) {
          return MISSING;
        }
        await kept.removeSubscription(one, number);
        return GONE;
      },
    },
  };
}
