/**
 * How a component is looked at. A probe tries once, and judges only that try.
 */
import type { Check, CheckOf, CheckType } from '../../../shared/model/check.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import type { Recall } from '../recall.ts';
import type { Clock } from './clock.ts';
import type { HeardAlerts, HeardBeats, HeardReports, HeardWord } from './heard.ts';

export interface ProbeContext {
  /** Called by the engine's own timer after the check's time-out, as a last resort only; probes keep their own deadline. */
  readonly recall: Pick<Recall, 'listen'>;
  readonly clock: Clock;
  /** What was heard of a heartbeat check's sender. */
  readonly beat: (checkId: CheckId) => HeardBeats;
  /** What was reported to a count check. */
  readonly reports: (checkId: CheckId) => HeardReports;
  /** What a person called for; null: that call is over. */
  readonly call: (checkId: CheckId) => string | null;
  /** What other systems say to a check of alerts. */
  readonly alert: (checkId: CheckId) => HeardAlerts;
  /** What a program last said. */
  readonly word: (checkId: CheckId) => HeardWord;
  /** What is seen of a practable system: of a stream, of jump, of one of its services. */
  readonly practable: (checkId: CheckId) => ProbeOutcome;
}

/** One try of one check. A failed check is a value; only our own bug throws. */
export interface Probe<T extends CheckType> {
  readonly type: T;
  run(check: CheckOf<T>, context: ProbeContext): Promise<ProbeOutcome>;
  /** Lets go of what it keeps for a check that is no longer wanted (a pooled connection). */
  forget?(checkId: CheckId): void;
  close?(): Promise<void>;
}

/** All probes behind one door. What is known without asking anybody may be answered at once. */
export interface ProbeSet {
  run(check: Check, context: ProbeContext): ProbeOutcome | Promise<ProbeOutcome>;
  forget(checkId: CheckId): void;
  close(): Promise<void>;
}
