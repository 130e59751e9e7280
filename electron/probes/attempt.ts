/**
 * One try under way: its phases, its deadline, and its one end.
 *
 * Ends exactly once, whoever comes first: the answer, an error, the deadline or a cancel. Whatever is still open then
 * is closed. A deadline that fires late is our own stall, and blames no target.
 */
import type { StageTimeouts } from '../../shared/model/checks/stages.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import { assertNever } from '../../shared/model/never.ts';
import type {
  Failure,
  FailureKind,
  Load,
  OwnTrouble,
  Phase,
  ProbeOutcome,
  Timings,
} from '../../shared/model/observation.ts';
import type { Cancel } from '../engine/ports/clock.ts';
import type { ProbeContext } from '../engine/ports/probe.ts';
import { classify, type Meaning, resolverGone } from './classify.ts';
import type { SecondLook } from './second-look.ts';
import { Stopwatch } from './stopwatch.ts';

/** A deadline this late means that we were not running, and did not see what the target did: a tenth of the time-out … */
const STALL_SHARE = 0.1;
/** … but never less than any busy machine is late now and then, nor more than people would call standing still. */
const STALL_MS = { least: 250, most: 1_000 };

export interface AttemptOptions {
  readonly timeoutMs: number;
  /** Shorter ones for single stages. */
  readonly timeouts?: StageTimeouts | undefined;
  readonly context: Pick<ProbeContext, 'clock' | 'recall'>;
  readonly secondLook: SecondLook;
}

/** Begins one try. */
export function beginAttempt(options: AttemptOptions, begin: (attempt: Attempt) => void): Promise<ProbeOutcome> {
  const attempt = new Attempt(options);
  attempt.guarded(begin)(attempt);
  return attempt.outcome;
}

/** Parts of a try that may have limits of their own. */
type Stage = keyof StageTimeouts;
const STAGE_OF: Readonly<Record<Phase, Stage>> = {
  dns: 'connect',
  connect: 'connect',
  tls: 'connect',
  send: 'headers',
  headers: 'headers',
  body: 'body',
};

/** A failure whose phase may be left to the attempt. */
type Blame = Omit<Failure, 'phase'> & { readonly phase?: Phase };

export class Attempt {
  readonly outcome: Promise<ProbeOutcome>;
  readonly clock: ProbeContext['clock'];
  /** True as soon as nothing that comes in can change the verdict any more. */
  over = false;
  /** Facts for people, given back with a pass or a failure. */
  readings: Record<string, string | number | boolean> = {};
  /** What the target told of its work, given back with a pass or a failure. */
  load: Load | null = null;
  /** Closes what is open now; called once, at the end. */
  stop: (() => void) | null = null;
  /** What to say when time runs out, when a probe knows more than the phase. `within` is the time-out in words. */
  timeoutWords: ((within: string) => Omit<Blame, 'kind'> & { readonly kind?: FailureKind }) | null = null;

  /** The same while the name being looked up is not the target's. */
  nameWords: ((within: string) => Omit<Blame, 'phase'>) | null = null;
  /** What of our own it is that time runs out now, if it is. */
  ownDelay: (() => OwnTrouble | null) | null = null;

  private readonly options: AttemptOptions;
  private readonly stopwatch: Stopwatch;
  private readonly cancelDeadline: Cancel;
  private readonly stopListening: Cancel;
  private stage: Stage | null = null;
  private cancelStage: Cancel = () => undefined;
  private resolve!: (outcome: ProbeOutcome) => void;

  constructor(options: AttemptOptions) {
    const { clock, recall } = options.context;
    this.options = options;
    this.clock = clock;
    this.stopwatch = new Stopwatch(clock);
    this.outcome = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.cancelDeadline = this.limit(options.timeoutMs);
    this.stopListening = recall.listen(() => this.endTroubled({ kind: 'cancelled', detail: 'the check was stopped' }));
  }

  enter(phase: Phase): void {
    this.stopwatch.enter(phase);
    const stage = STAGE_OF[phase];
    if (stage !== this.stage && !this.over) {
      this.stage = stage;
      this.cancelStage();
      const limitMs = this.options.timeouts?.[stage];
      this.cancelStage = limitMs === undefined ? () => undefined : this.limit(limitMs);
    }
  }

  /** Where the time went so far. */
  timings(): Timings {
    return this.stopwatch.read();
  }

  pass(): void {
    if (!this.over) {
      this.end({ kind: 'pass', timings: this.stopwatch.read(), readings: this.readings, ...this.told() });
    }
  }

  /** The target failed, in the present phase if it does not say which. */
  fail(failure: Blame): void {
    if (!this.over) {
      this.endFailed({ phase: this.stopwatch.phase, ...failure }, this.stopwatch.read());
    }
  }

  /** We cannot judge, and it is not for the target to mend. */
  cannotJudge(trouble: OwnTrouble): void {
    if (!this.over) {
      this.endTroubled(trouble);
    }
  }

  /** Something broke: `classify` says whose fault it is, and where it cannot, a second look does. */
  broke(error: unknown): void {
    this.conclude(classify(error, this.stopwatch.phase));
  }

  /** Wraps an event handler: what it throws is our bug, and must end this try, not the program. */
  guarded<A extends readonly unknown[]>(task: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      try {
        task(...args);
      } catch (error) {
        this.broke(error);
      }
    };
  }

  /** Ends as this says; what is unclear gets a second look first. */
  conclude(meaning: Meaning): void {
    if (this.over) {
      return;
    }
    switch (meaning.kind) {
      case 'theirs':
        this.endFailed(meaning.failure, this.stopwatch.read());
        return;
      case 'ours':
        this.endTroubled(meaning.trouble);
        return;
      case 'unclear':
        this.lookAgain(meaning);
        return;
      default:
        assertNever(meaning, 'meaning');
    }
  }

  /** The try itself is over; only the blame is open. A second look has a short limit of its own, so no deadline is needed. */
  private lookAgain({ question, ifTheirs, ifOurs }: Meaning & { kind: 'unclear' }): void {
    const timings = this.stopwatch.read();
    this.close();
    this.options.secondLook(question).then(
      (theirs) => (theirs ? this.endFailed(ifTheirs, timings) : this.endTroubled(ifOurs)),
      (error: unknown) => this.endTroubled({ kind: 'bug', detail: String(error) }),
    );
  }

  /** From now on. Answers that already wait in the kernel are read first: they came in time, we did not. */
  private limit(ms: number): Cancel {
    const from = this.clock.monotonicMs();
    let lifted = false;
    const cancel = this.clock.after(ms, () =>
      setImmediate(() => {
        if (!this.over && !lifted) {
          this.onTimeUp(ms, this.clock.monotonicMs() - from - ms);
        }
      }),
    );
    return () => {
      lifted = true;
      cancel();
    };
  }

  private onTimeUp(limitMs: number, lateMs: number): void {
    if (lateMs > Math.min(STALL_MS.most, Math.max(STALL_MS.least, limitMs * STALL_SHARE))) {
      const detail = `this program stood still: its deadline came ${formatDuration(lateMs)} late`;
      this.endTroubled({ kind: 'stalled', detail });
      return;
    }
    const own = this.ownDelay?.() ?? null;
    if (own !== null) {
      this.endTroubled(own);
      return;
    }
    const within = formatDuration(limitMs);
    const { phase } = this.stopwatch;
    if (phase === 'dns') {
      const words: Omit<Blame, 'phase'> = this.nameWords?.(within) ?? {
        kind: 'dns',
        detail: `the name was not resolved within ${within}`,
      };
      const ifTheirs = { ...words, phase, detail: `${words.detail}, while the resolver itself works` };
      this.lookAgain({ kind: 'unclear', question: { ask: 'resolver-works' }, ifTheirs, ifOurs: resolverGone() });
      return;
    }
    const where = phase === 'connect' && 'address' in this.readings ? ` to ${this.readings.address}` : '';
    const words = this.timeoutWords?.(within) ?? { detail: `${NOT_IN_TIME[phase]}${where} within ${within}` };
    this.fail({ kind: 'timeout', ...words });
  }

  private endFailed(failure: Failure, timings: Timings): void {
    this.end({ kind: 'fail', failure, timings, readings: this.readings, ...this.told() });
  }

  private told(): { readonly load?: Load } {
    return this.load === null ? {} : { load: this.load };
  }

  private endTroubled(trouble: OwnTrouble): void {
    this.end({ kind: 'inconclusive', trouble });
  }

  /** A promise listens to the first only: an end after a cancel changes nothing. */
  private end(outcome: ProbeOutcome): void {
    this.resolve(outcome);
    this.close();
  }

  private close(): void {
    if (this.over) {
      return;
    }
    this.over = true;
    this.cancelDeadline();
    this.cancelStage();
    this.stopListening();
    this.stop?.();
    this.stop = null;
  }
}

const NOT_IN_TIME: Readonly<Record<Exclude<Phase, 'dns'>, string>> = {
  connect: 'no connection',
  tls: 'no TLS handshake',
  send: 'not everything could be sent',
  headers: 'no answer',
  body: 'the answer did not end',
};
