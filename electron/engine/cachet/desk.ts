/**
 * Puts the Cachet API's collections together, over one book. What each does stands in its own file.
 */
import { systemStatus } from '../../../shared/rules/cachet/component-wire.ts';
import type { Core } from '../core.ts';
import type { Cachet } from '../ports/cachet.ts';
import { createSubscribers } from '../subscribers.ts';
import type { CachetBook } from './book.ts';
import { createComponents } from './components.ts';
import { createFacts } from './facts.ts';
import { createGroups } from './groups.ts';
import { createIncidents } from './incidents.ts';
import { createMetrics } from './metrics.ts';
import type { Parts } from './parts.ts';
import { createSchedules } from './schedules.ts';
import { createSubscriberCollections } from './subscribers.ts';
import { createWords, type WordsOptions } from './words.ts';

export interface CachetDeskOptions extends Pick<WordsOptions, 'look' | 'knows'> {
  readonly core: Core;
  readonly book: CachetBook;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  /** A new text that nobody can guess. */
  readonly secret: (() => string) | undefined;
}

export function createCachet({
  core,
  book,
  restored,
  secret,
  look,
  knows,
}: CachetDeskOptions): Cachet & { stop(): void } {
  const { clock, config } = core;
  const words = createWords({ clock, book, look, knows });
  const facts = createFacts(core, book);
  const parts: Parts = { core, book, facts, words, restored };
  const subscribers = createSubscribers({ clock, book, restored, secret });
  const { posts, incidents, updates } = createIncidents(parts);
  const { metrics, points } = createMetrics(parts);
  const subscriberCollections = createSubscriberCollections(parts, subscribers);
  return {
    desk: {
      isOpen: () => config().settings.cachet !== undefined,
      collections: {
        components: createComponents(parts),
        'components/groups': createGroups(parts),
        incidents,
        'incidents/:above/updates': updates,
        metrics,
        'metrics/:above/points': points,
        schedules: createSchedules(parts),
        subscribers: subscriberCollections.subscribers,
        subscriptions: subscriberCollections.subscriptions,
      },
      status: () =>
        systemStatus(
          facts
            .components()
            .filter(({ isPublic }) => isPublic)
            .map(({ status }) => status),
        ),
    },
    posts: posts.all,
    subscribers,
    stop: words.stop,
  };
}
