/**
 * Who wants to hear by e-mail how things are, as whoever writes to them sees it.
 */
import type { ComponentId } from '../../../shared/model/ids.ts';
import type { Subscriber } from '../../../shared/model/subscriber.ts';

export interface Subscribers {
  all(): readonly Subscriber[];
  /** The one that there is already, unchanged, or a new one; null: no more can be taken. `components` null: everything. */
  add(email: string, components: readonly ComponentId[] | null, verified: boolean): Promise<Subscriber | null>;
  remove(subscriber: Subscriber): Promise<void>;
  /** One component less; without any left they hear nothing more, and are gone. */
  removeSubscription(subscriber: Subscriber, number: number): Promise<void>;
}
