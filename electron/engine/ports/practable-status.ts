/**
 * What programs read of experiments as they do with a practable status server.
 */
import type { SystemId } from '../../../shared/model/practable/settings.ts';

/** Answers as JSON. */
export interface PractableStatus {
  experiments(system: SystemId): readonly unknown[];
  /** Oldest first. Null: there is no such experiment. */
  events(system: SystemId, stub: string): readonly unknown[] | null;
}
