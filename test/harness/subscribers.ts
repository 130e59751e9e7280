/** Subscribers for tests: a small keeper of them in memory, and a house in which people can subscribe. */
import type { Subscribers } from '../../electron/engine/ports/subscribers.ts';
import type { Subscriber } from '../../shared/model/subscriber.ts';
import { type FileInput, fileOf } from './watch-story.ts';

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

/** Nothing is sent to it in tests: channels are scripted. */
const mailer = {
  id: 'mailer',
  type: 'smtp',
  host: '127.0.0.1',
  security: 'none',
  from: 'a@x.example',
  to: 'b@x.example',
} as const;

/** `API` is public, `Inner` is not. */
export function subscribable(): FileInput {
  const file = fileOf();
  const [api] = file.components ?? [];
  const statusPage = { title: 'Weather', timeZone: 'UTC', subscribers: { by: 'mailer' } };
  return {
    ...file,
    components: api === undefined ? [] : [api, { ...api, id: 'inner', name: 'Inner', public: false }],
    channels: [...(file.channels ?? []), mailer],
    settings: { publicUrl: 'https://pager.example.org', statusPage },
  };
}
