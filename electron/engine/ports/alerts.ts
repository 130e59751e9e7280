/**
 * Where alerts of other systems come in, as the server sees it.
 */
import type { AlertEvent } from '../../../shared/model/alert.ts';
import type { SourceSettings } from '../../../shared/model/source.ts';

export type TakenAlerts =
  /** Written. `keys`: of each event, in order; those that had none got one. */
  | { readonly kind: 'taken'; readonly keys: readonly string[] }
  /** The configuration has no such source (any more). */
  | { readonly kind: 'unknown' }
  /** Some or all of it was not taken: to be sent again, as it was. */
  | { readonly kind: 'too-many'; readonly afterMs: number; readonly reason: string };

export interface AlertDesk {
  /** Null: the configuration has none of this id. */
  source(id: string): SourceSettings | null;
  /** The sources that speak PagerDuty. */
  pagerDuty(): readonly SourceSettings[];
  /** `leftOut`: so many more there are, which the sender did not send. */
  take(source: SourceSettings['id'], events: readonly AlertEvent[], leftOut?: number): Promise<TakenAlerts>;
  /** Something came that nobody can read: said in the history now and then. */
  unread(source: SourceSettings['id'], problem: string): void;
  /** Something that is no alert, for the history. */
  note(source: SourceSettings['id'], text: string): Promise<TakenAlerts>;
}
