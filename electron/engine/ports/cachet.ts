/**
 * What the Cachet API reaches of us, as the server sees it: collections of rows, each as it goes over the wire.
 */
import type { Source } from '../../../shared/model/cachet/word.ts';
import type { PublicPost } from '../../../shared/model/public-post.ts';
import type { Row } from '../../../shared/rules/cachet/component-wire.ts';
import type { Subscribers } from './subscribers.ts';

export type Made =
  | { readonly kind: 'done'; readonly row: Row }
  /** Nothing has that number. */
  | { readonly kind: 'missing' }
  /** Each detail is a sentence. Nothing was changed. */
  | { readonly kind: 'wrong'; readonly details: readonly string[] };

export type Gone = Exclude<Made, { kind: 'done' }> | { readonly kind: 'done' };

/** Who looks: hidden things are for those who have a token. */
export interface Eyes {
  readonly inside: boolean;
  /** Where the API is reached, with a slash at its end. */
  readonly base: string;
}

/** Numbers of the things in whose address a collection stands: the incident of updates, the metric of points. */
export type Above = readonly number[];

export interface Collection {
  /** Null: what it belongs to is not there. */
  list(above: Above, eyes: Eyes): Promise<readonly Row[] | null>;
  readonly make?: (above: Above, body: unknown, by: Source, eyes: Eyes) => Promise<Made>;
  readonly change?: (above: Above, number: number, body: unknown, by: Source, eyes: Eyes) => Promise<Made>;
  readonly remove?: (above: Above, number: number, by: Source) => Promise<Gone>;
}

export interface CachetDesk {
  /** The configuration lets programs in. */
  isOpen(): boolean;
  /** By their place below the API: `components`, `incidents/:incident/updates`. */
  readonly collections: Readonly<Record<CachetPlace, Collection>>;
  /** How everything is together. */
  status(): Row;
}

/** All of it, for the host. */
export interface Cachet {
  readonly desk: CachetDesk;
  /** What programs wrote for everybody to read. */
  readonly posts: () => readonly PublicPost[];
  readonly subscribers: Subscribers;
}

export type CachetPlace =
  | 'components'
  | 'components/groups'
  | 'incidents'
  | 'incidents/:above/updates'
  | 'metrics'
  | 'metrics/:above/points'
  | 'schedules'
  | 'subscribers'
  | 'subscriptions';
