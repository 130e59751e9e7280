/** A small keeper of subscribers in memory: what the house keeps them by is another matter. */
import type { Subscribers } from '../../electron/engine/ports/subscribers.ts';
import type { Subscriber } from '../../shared/model/subscriber.ts';

/** @param most so many are taken */
export function subscribersInMemory(now: () => number, most = 100): Subscribers {
  let kept: readonly Subscriber[] = [];
  let number = 0;
  return {
    all: () => kept,
    add(email, components, verified) {
      const known = kept.find((one) => one.email.toLowerCase() === email.toLowerCase());
      if (known !== undefined || kept.length >= most) {
        return Promise.resolve(known ?? null);
      }
      number += 1;
      const subscriber: Subscriber = {
        number,
        email,
        verifyCode: `code-${number}`,
        verifiedAt: verified ? now() : null,
        components: components?.map((component, index) => ({ number: number * 100 + index, component })) ?? null,
        createdAt: now(),
        updatedAt: now(),
      };
      kept = [...kept, subscriber];
      return Promise.resolve(subscriber);
    },
    remove({ number: gone }) {
      kept = kept.filter((one) => one.number !== gone);
      return Promise.resolve();
    },
    removeSubscription(subscriber, gone) {
      const components = subscriber.components?.filter((one) => one.number !== gone) ?? null;
      kept = kept.flatMap((one) =>
        one.number !== subscriber.number ? [one] : components?.length === 0 ? [] : [{ ...one, components }],
      );
      return Promise.resolve();
    },
  };
}
