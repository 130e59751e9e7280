/**
 * Tells the rules how we are: observations of our own component, on the same way as those of any other.
 *
 * Silent while all is well: the first word is the first trouble. Then only what changes is said.
 */
import type { SelfAspect } from '../../../shared/model/checks/self.ts';
import { SELF_ASPECTS } from '../../../shared/model/checks/self.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Failure, Observation, Outcome } from '../../../shared/model/observation.ts';
import type { Trouble } from '../../../shared/model/status.ts';
import { selfCheckId, WATCHER_ID } from '../../../shared/rules/watcher.ts';
import type { Journal } from '../journal.ts';
import type { Clock } from '../ports/clock.ts';
import type { WatchBook } from '../watch-book.ts';

export type Verdict =
  /** `goesOn`: what is still wrong in another way, as a sentence. */
  | { readonly well: true; readonly goesOn?: string }
  /** `detail`: one sentence without full stop. `level`: what it amounts to, where that is not always the same. */
  | { readonly well: false; readonly since: EpochMs; readonly detail: string; readonly level?: Trouble };

export interface ReportOptions {
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'apply' | 'get'>;
  readonly journal: Pick<Journal, 'observe'>;
}

/** Gives back the way to say how one aspect of us is. Null: no opinion, whatever was said last stands. */
export function createReport({ clock, book, journal }: ReportOptions) {
  const settledOf = (aspect: SelfAspect) =>
    book.get(WATCHER_ID)?.checks.find(({ checkId }) => checkId === selfCheckId(aspect));

  function observe(aspect: SelfAspect, since: EpochMs, outcome: Outcome): void {
    const endedAt = clock.now();
    const at = Math.min(since, endedAt);
    const observation: Observation = {
      checkId: selfCheckId(aspect),
      componentId: WATCHER_ID,
      at,
      endedAt,
      outcome,
    };
    journal.observe(observation);
    book.apply(WATCHER_ID, { type: 'observed', observation });
  }

  const fail = (aspect: SelfAspect, since: EpochMs, failure: Failure): void =>
    observe(aspect, since, { kind: 'fail', failure, timings: { totalMs: 0 } });
  const pass = (aspect: SelfAspect): void => observe(aspect, clock.now(), { kind: 'pass', timings: { totalMs: 0 } });

  return (aspect: SelfAspect, verdict: Verdict | null): void => {
    const known = settledOf(aspect);
    const failing = known?.settled === 'down';
    if (verdict === null || known === undefined || (verdict.well && !failing)) {
      return;
    }
    if (verdict.well) {
      if (verdict.goesOn !== undefined && known.lastFailure !== null) {
        fail(aspect, clock.now(), { ...known.lastFailure, goesOn: verdict.goesOn });
      }
      pass(aspect);
      return;
    }
    const { detail, since, level } = verdict;
    if (failing && known.lastFailure?.detail === detail && known.lastFailure.level === level) {
      return;
    }
    fail(aspect, failing ? clock.now() : since, {
      kind: 'said-failing',
      phase: 'connect',
      detail,
      ...(level !== undefined && { level }),
    });
    // What has never been said of the others: that they are well. Without it the component could not be seen to recover.
    for (const other of SELF_ASPECTS) {
      if (settledOf(other)?.settled === 'unknown') {
        pass(other);
      }
    }
  };
}
