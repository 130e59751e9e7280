/**
 * Where an observation goes: into the history, into what we believe, and into when to look again.
 */
import type { Check } from '../../shared/model/check.ts';
import type { Config } from '../../shared/model/config.ts';
import type { Observation, OwnTrouble } from '../../shared/model/observation.ts';
import { nextIntervalMs } from '../../shared/rules/health.ts';
import type { Blindness } from './blindness.ts';
import type { Journal } from './journal.ts';
import type { Scheduler } from './scheduler.ts';
import type { Sight } from './sight.ts';
import type { WatchBook } from './watch-book.ts';

export interface IntakeOptions {
  readonly config: () => Config;
  /** What cannot be told from our own trouble blames nobody. */
  readonly judge: (observation: Observation, check: Check) => Observation;
  readonly journal: Pick<Journal, 'observe'>;
  readonly book: WatchBook;
  readonly blindness: Pick<Blindness, 'seen' | 'unsure'>;
  readonly sight: Pick<Sight, 'seen' | 'unsure'>;
  readonly scheduler: Pick<Scheduler, 'plan'>;
}

export function createIntake({ config, judge, journal, book, blindness, sight, scheduler }: IntakeOptions) {
  return (seen: Observation): void => {
    const { checkId, componentId, endedAt } = seen;
    const check = config().checks.get(checkId);
    const observation = check === undefined ? seen : judge(seen, check);
    const { outcome } = observation;
    journal.observe(observation);
    if (outcome.kind === 'inconclusive') {
      sight.unsure(checkId, outcome.trouble);
      blindness.unsure(outcome.trouble);
    } else {
      blindness.seen(endedAt, sight.seen(checkId));
    }
    const applied = book.apply(componentId, { type: 'observed', observation });
    const health = applied?.turn.watch.checks.find((other) => other.checkId === checkId);
    if (check === undefined || health === undefined) {
      return;
    }
    if (outcome.kind === 'inconclusive' && saysNothing(outcome.trouble) && health.settled !== 'unknown') {
      const because = outcome.trouble.detail;
      book.apply(componentId, { type: 'lost-sight', at: endedAt, because, checks: [checkId] });
    }
    scheduler.plan(checkId, nextIntervalMs(health, check));
  };
}

/** While nobody can call us, or a program has stopped to speak, what we heard yesterday says nothing about today. */
function saysNothing({ kind }: OwnTrouble): boolean {
  return kind === 'deaf' || kind === 'not-told';
}
