/**
 * Checks and contexts for probe tests: a check as the configuration would give it, on a clock of the test's choice.
 */
import { createSecureContext } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import type { ProbeContext, ProbeSet } from '../../electron/engine/ports/probe.ts';
import { Recall } from '../../electron/engine/recall.ts';
import { createNames } from '../../electron/probes/names.ts';
import { createProbes } from '../../electron/probes/registry.ts';
import type { SecondLook } from '../../electron/probes/second-look.ts';
import { createTrust } from '../../electron/probes/trust.ts';
import { type Check, CheckFile, type CheckOf, type CheckType } from '../../shared/model/check.ts';
import { CheckId, ComponentId } from '../../shared/model/ids.ts';
import type { Failure, OwnTrouble, ProbeOutcome } from '../../shared/model/observation.ts';
import { NOT_SEEN_YET } from '../../shared/rules/practable/outcome.ts';
import { type MovableClock, movableClock } from './clock.ts';
import { eventually, watchedClock } from './listening.ts';

/** The machine's own clock. */
export const wallClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Real timers, but on the watch no time goes by: for short time-outs, which a noisy machine would otherwise serve so
 * late that the probe rightly calls itself stalled.
 */
export const unhurriedClock: Clock = { ...wallClock, monotonicMs: () => 0 };

/** Time stands still: whatever a noisy machine does, no limit is over before the test says so. */
export interface StandingClock extends Clock {
  advance: MovableClock['advance'];
  /**
   * Resolves when a limit of this length is under way. The limit of a stage (`timeouts`) begins when the try enters the stage: so a
   * test knows how far a try has come.
   */
  limited(ms: number): Promise<void>;
}

export function standingClock(): StandingClock {
  const clock = movableClock();
  const { clock: watched, waits } = watchedClock(clock);
  return {
    ...watched,
    advance: clock.advance,
    limited: (ms) => eventually(`a limit of ${ms} ms`, () => waits().includes(ms), waits),
  };
}

/** The end of a try whose time runs out in this stage, as soon as it has come there. Its limit there is 3 s. */
export async function lateIn(
  stage: 'headers' | 'body',
  probes: ProbeSet,
  check: Check & { readonly timeouts?: object | undefined },
): Promise<ProbeOutcome> {
  const clock = standingClock();
  const trying = probes.run({ ...check, timeouts: { [stage]: 3_000 } } as Check, aContext({ clock }));
  await clock.limited(3_000);
  await clock.advance(3_000);
  return trying;
}

/** A check as it stands in the file, with every default filled in. */
export function aCheck<T extends CheckType>(
  file: { readonly type: T } & Readonly<Record<string, unknown>>,
): CheckOf<T> {
  const parsed = CheckFile.parse(file);
  const check: Check = {
    ...parsed,
    id: CheckId.parse(parsed.id ?? `it/${file.type}`),
    componentId: ComponentId.parse('it'),
    fastInterval: 1_000,
    downInterval: parsed.interval,
  };
  return check as CheckOf<T>;
}

export function aContext(wishes: Partial<ProbeContext> = {}): ProbeContext {
  return {
    recall: new Recall(),
    clock: wallClock,
    beat: () => ({ last: null, run: null, said: null, listeningSince: 0 }),
    reports: () => ({ count: 0, said: '', listeningSince: 0 }),
    call: () => null,
    alert: () => ({ kind: 'well' }),
    word: () => ({ word: null, staleAfter: null }),
    practable: () => NOT_SEEN_YET,
    ...wishes,
  };
}

export interface ProbingWishes {
  /** Addresses by name; a name that is not here is not found. An error is given as it is. */
  readonly hosts?: Readonly<Record<string, readonly string[] | Error>>;
  /** What a second look finds. Default: it puts the blame on the target. */
  readonly secondLook?: SecondLook;
  /** Authorities (PEM) that are trusted. */
  readonly trusted?: readonly string[];
  /** How our own server names itself. */
  readonly instance?: string;
}

/** All probes, with a resolver that never leaves this process, closed when the test ends. */
export function aProbeSet({
  hosts = {},
  secondLook = async () => true,
  trusted = [],
  instance,
}: ProbingWishes = {}): ProbeSet {
  const context = createSecureContext({ ca: [...trusted] });
  const probes = createProbes({
    names: createNames((host, done) => {
      const found = hosts[host] ?? lookupError('ENOTFOUND', host);
      setImmediate(() => (found instanceof Error ? done(found, []) : done(null, found)));
    }),
    secondLook,
    ...(instance !== undefined && { instance }),
    trust: createTrust(() => context, wallClock.monotonicMs),
  });
  onTestFinished(() => probes.close());
  return probes;
}

/** An error as `dns.lookup` gives it. */
export const lookupError = (code: string, hostname: string): Error =>
  Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), { code, syscall: 'getaddrinfo', hostname });

/** The failure, or an error that shows what came instead. */
export function failureOf(outcome: ProbeOutcome): Failure {
  if (outcome.kind !== 'fail') {
    throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
  }
  return outcome.failure;
}

/** The trouble, or an error that shows what came instead. */
export function troubleOf(outcome: ProbeOutcome): OwnTrouble {
  if (outcome.kind !== 'inconclusive') {
    throw new Error(`expected our own trouble, got ${JSON.stringify(outcome)}`);
  }
  return outcome.trouble;
}

/** Looks until what is waited for is seen (a server of another process takes its time), for a few seconds; gives back the last look. */
export async function lookUntil(
  look: () => ProbeOutcome | Promise<ProbeOutcome>,
  seen: (outcome: ProbeOutcome) => boolean,
): Promise<ProbeOutcome> {
  let outcome = await look();
  for (let looks = 0; looks < 400 && !seen(outcome); looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    outcome = await look();
  }
  return outcome;
}
