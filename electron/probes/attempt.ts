/**
 * One try under way: which phase it is in, how long each took, its deadline, and its one end.
 *
 * Settles exactly once, whoever comes first: the answer, an error, the deadline or a cancel. Whatever is still open
 * then is closed. A deadline that fires late is our own stall, and blames no target.
 */
import { formatDuration } from '../../shared/model/duration.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Failure, OwnTrouble, Phase, ProbeOutcome, Readings, Timings } from '../../shared/model/observation.ts';
import type { Cancel, ProbeContext } from '../engine/ports.ts';
import { classify, type Meaning, resolverGone } from './classify.ts';
import type { SecondLook } from './second-look.ts';

/** A deadline this late means that we were not running: what the target did meanwhile was not seen. */
const STALL_MS = 1_000;

export interface AttemptOptions {
  readonly timeoutMs: number;
  readonly context: ProbeContext;
  readonly secondLook: SecondLook;
}

/** Begins one try; `begin` is not called when it is already over (cancelled before it began). */
export function beginAttempt(options: AttemptOptions, begin: (attempt: Attempt) => void): Promise<ProbeOutcome> {
  const begun = new Attempt(options);
  if (!begun.settled) {
    begun.guarded(begin)(begun);
  }
  return begun.outcome;
}

export class Attempt {
  readonly outcome: Promise<ProbeOutcome>;
  readonly clock: ProbeContext['clock'];
  /** Facts for people, given back with a pass or a failure. */
  readings: Record<string, string | number | boolean> = {};
  /** Closes what is open now; called once, at the end. */
  stop: (() => void) | null = null;
  /** What to say when time runs out, when a probe knows more than the phase. `within` is the time-out in words. */
  timeoutWords: ((within: string) => { readonly detail: string; readonly step?: number }) | null = null;

  private readonly options: AttemptOptions;
  private readonly startedAt: number;
  private readonly cancelDeadline: Cancel;
  private resolve!: (outcome: ProbeOutcome) => void;
  private over = false;
  private phase: Phase = 'send';
  /** When the present phase began; negative before the first one. */
  private phaseSince = -1;
  private readonly spent: Record<Phase, number> = { dns: -1, connect: -1, tls: -1, send: -1, headers: -1, body: -1 };

  constructor(options: AttemptOptions) {
    const { clock, signal } = options.context;
    this.options = options;
    this.clock = clock;
    this.outcome = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.startedAt = clock.monotonicMs();
    this.cancelDeadline = clock.after(options.timeoutMs, this.onDeadline);
    if (signal.aborted) {
      this.onAbort();
    } else {
      signal.addEventListener('abort', this.onAbort);
    }
  }

  get settled(): boolean {
    return this.over;
  }

  /** The next phase begins, and with it ends the one before. */
  enter(phase: Phase): void {
    const now = this.clock.monotonicMs();
    this.closePhase(now);
    this.phase = phase;
    this.phaseSince = now;
  }

  pass(): void {
    this.settle({ kind: 'pass', timings: this.timings(), readings: this.readings });
  }

  /** The target failed. The phase is the present one. */
  fail(failure: Omit<Failure, 'phase'>): void {
    this.settleFailure({ ...failure, phase: this.phase }, this.timings(), this.readings);
  }

  /** Something broke: `classify` says whose fault it is, and where it cannot, a second look does. */
  broke(error: unknown): void {
    if (!this.over) {
      this.conclude(classify(error, this.phase));
    }
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

  private conclude(meaning: Meaning): void {
    const timings = this.timings();
    switch (meaning.kind) {
      case 'theirs':
        this.settleFailure(meaning.failure, timings, this.readings);
        return;
      case 'ours':
        this.settleTrouble(meaning.trouble);
        return;
      case 'unclear': {
        // The deadline has nothing left to say: a second look has a short limit of its own.
        this.cancelDeadline();
        this.close();
        this.options.secondLook(meaning.question).then(
          (theirs) =>
            theirs ? this.settleFailure(meaning.ifTheirs, timings, this.readings) : this.settleTrouble(meaning.ifOurs),
          (error: unknown) => this.settleTrouble({ kind: 'bug', detail: String(error) }),
        );
        return;
      }
      default:
        assertNever(meaning, 'meaning');
    }
  }

  private readonly onAbort = (): void => {
    this.settleTrouble({ kind: 'cancelled', detail: 'the check was stopped' });
  };

  /** Answers that already wait in the kernel are read first: they came in time, we did not. */
  private readonly onDeadline = (): void => {
    setImmediate(() => {
      if (!this.over) {
        this.onTimeUp();
      }
    });
  };

  private onTimeUp(): void {
    const { timeoutMs } = this.options;
    const lateMs = this.clock.monotonicMs() - this.startedAt - timeoutMs;
    if (lateMs > STALL_MS) {
      this.settleTrouble({
        kind: 'stalled',
        detail: `this program stood still: its deadline came ${formatDuration(lateMs)} late`,
      });
      return;
    }
    const within = formatDuration(timeoutMs);
    if (this.phase === 'dns') {
      this.conclude({
        kind: 'unclear',
        question: { ask: 'resolver-works' },
        ifTheirs: {
          kind: 'dns',
          phase: 'dns',
          detail: `the name was not resolved within ${within}, while the resolver itself works`,
        },
        ifOurs: resolverGone(),
      });
      return;
    }
    const where = this.phase === 'connect' && 'address' in this.readings ? ` to ${this.readings.address}` : '';
    const words = this.timeoutWords?.(within) ?? { detail: `${NOT_IN_TIME[this.phase]}${where} within ${within}` };
    this.fail({ kind: 'timeout', ...words });
  }

  private settleFailure(failure: Failure, timings: Timings, readings: Readings): void {
    this.settle({ kind: 'fail', failure, timings, readings });
  }

  private settleTrouble(trouble: OwnTrouble): void {
    this.settle({ kind: 'inconclusive', trouble });
  }

  private settle(outcome: ProbeOutcome): void {
    if (this.over) {
      return;
    }
    this.over = true;
    this.cancelDeadline();
    this.options.context.signal.removeEventListener('abort', this.onAbort);
    this.resolve(outcome);
    this.close();
  }

  private close(): void {
    const { stop } = this;
    this.stop = null;
    stop?.();
  }

  private closePhase(now: number): void {
    if (this.phaseSince >= 0) {
      this.spent[this.phase] = Math.max(0, this.spent[this.phase]) + now - this.phaseSince;
      this.phaseSince = now;
    }
  }

  private timings(): Timings {
    const now = this.clock.monotonicMs();
    this.closePhase(now);
    const { dns, connect, tls, send, headers, body } = this.spent;
    const firstByte = send < 0 ? headers : headers < 0 ? send : send + headers;
    return {
      ...(dns >= 0 && { dnsMs: hundredths(dns) }),
      ...(connect >= 0 && { connectMs: hundredths(connect) }),
      ...(tls >= 0 && { tlsMs: hundredths(tls) }),
      ...(firstByte >= 0 && { firstByteMs: hundredths(firstByte) }),
      ...(body >= 0 && { bodyMs: hundredths(body) }),
      totalMs: hundredths(now - this.startedAt),
    };
  }
}

const NOT_IN_TIME: Readonly<Record<Phase, string>> = {
  dns: 'the name was not resolved',
  connect: 'no connection',
  tls: 'no TLS handshake',
  send: 'not everything could be sent',
  headers: 'no answer',
  body: 'the answer did not end',
};

/** More digits would be noise, and are kept for days. */
const hundredths = (ms: number) => Math.round(ms * 100) / 100;
