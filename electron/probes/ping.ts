/**
 * The ping check: looks the name up as every check does, then lets the system's `ping` send the echoes.
 *
 * Without a shell and only ever with an address, so that no name can turn into an option. A `ping` that is missing or may not
 * open its socket is our own trouble: the target never heard of us.
 */
import { isIP } from 'node:net';
import type { CheckOf } from '../../shared/model/check.ts';
import { PING_GAP_MS } from '../../shared/model/checks/ping.ts';
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import type { Probe } from '../engine/ports/probe.ts';
import type { ProgramEnd, Programs } from '../engine/ports/programs.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { createPrograms } from './child.ts';
import { AllAddressesFailed } from './classify.ts';
import { lookUp } from './look-up.ts';
import type { Answered } from './names.ts';
import { judgePing, type Silence, wordsOf } from './ping-verdict.ts';
import type { ProbeTools } from './tools.ts';

/** Before our own deadline `ping` is asked for its sums: without them nobody knows how many came back. */
const SUMS_BEFORE = { share: 0.2, mostMs: 1_000 };

/** An address gets what its echoes take and this much to answer, or is not tried beside others. */
const LEAST_TO_ANSWER_MS = 1_000;

export function createPingProbe(
  { names, secondLook }: Pick<ProbeTools, 'names' | 'secondLook'>,
  program = 'ping',
): Probe<'ping'> {
  const programs = createPrograms();
  return {
    type: 'ping',
    async run(check, context) {
      let roundTripMs: number | null = null;
      const outcome = await beginAttempt({ timeoutMs: check.timeout, context, secondLook }, (attempt) => {
        const answered: Answered = (error, addresses) => {
          const wanted = FAMILIES[check.family];
          const fitting =
            isIP(check.host) !== 0 || wanted === 0 ? addresses : addresses.filter((each) => isIP(each) === wanted);
          if (error) {
            attempt.broke(error);
          } else if (fitting.length === 0) {
            attempt.fail({ kind: 'dns', detail: `${check.host} has no address of the kind ${check.family}` });
          } else {
            pingInTurn(
              { check, addresses: fitting.slice(0, mostAddresses(check)), program, programs, attempt },
              (rtt) => {
                roundTripMs = rtt;
              },
            );
          }
        };
        lookUp(check.host, attempt, names, answered, { anew: true });
      });
      return withRoundTrip(outcome, roundTripMs);
    },
    close: () => programs.close(),
  };
}

const FAMILIES = { any: 0, ipv4: 4, ipv6: 6 } as const;

/** For how many a try has time. */
const mostAddresses = ({ count, timeout }: CheckOf<'ping'>) =>
  Math.max(1, Math.floor(timeout / ((count - 1) * PING_GAP_MS + LEAST_TO_ANSWER_MS)));

/** The latency of a ping is the way there and back, not how long the program ran. */
function withRoundTrip(outcome: ProbeOutcome, totalMs: number | null): ProbeOutcome {
  return outcome.kind === 'inconclusive' || totalMs === null
    ? outcome
    : {
        ...outcome,
        timings: { ...(outcome.timings.dnsMs !== undefined && { dnsMs: outcome.timings.dnsMs }), totalMs },
      };
}

interface Ping {
  readonly check: CheckOf<'ping'>;
  /** At least one. */
  readonly addresses: readonly string[];
  readonly program: string;
  readonly programs: Programs;
  readonly attempt: Attempt;
}

/** One address after the other, as long as nothing comes back; each gets its share of the time that is left. */
function pingInTurn({ check, addresses, program, programs, attempt }: Ping, told: (averageMs: number) => void): void {
  const silences: Silence[] = [];
  const began = attempt.clock.monotonicMs();

  function next(): void {
    const address = addresses[silences.length];
    if (address === undefined) {
      allSilent(silences, attempt);
      return;
    }
    const left = check.timeout - (attempt.clock.monotonicMs() - began);
    const share = left / (addresses.length - silences.length);
    attempt.readings.address = address;
    attempt.enter('headers');
    attempt.timeoutWords = (within) => ({ detail: `ping of ${address} did not end within ${within}` });
    const child = programs.start(
      {
        command: program,
        args: ['-n', '-c', `${check.count}`, '-i', `${PING_GAP_MS / 1_000}`, '-s', `${check.size}`, '--', address],
        env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
      },
      attempt.clock,
      attempt.guarded((ended: ProgramEnd) => {
        cancelSums();
        const silence = judgePing(ended, { check, address, share, attempt }, told);
        if (silence === null) {
          return;
        }
        silences.push(silence);
        next();
      }),
    );
    const before = Math.min(SUMS_BEFORE.mostMs, share * SUMS_BEFORE.share);
    const cancelSums = attempt.clock.after(share - before, () => child.interrupt());
    attempt.stop = () => {
      cancelSums();
      child.end();
    };
    if (silences.length > 0) {
      attempt.readings.alsoFailed = silences.map(wordsOf).join('; ');
    }
  }

  next();
}

/** Theirs before unclear: one that really gave no answer says more than one that we cannot reach by ourselves. */
function allSilent(silences: readonly Silence[], attempt: Attempt): void {
  delete attempt.readings.alsoFailed;
  const first = silences.find((silence) => 'failure' in silence);
  if (first === undefined) {
    attempt.broke(new AllAddressesFailed(silences.flatMap((silence) => ('error' in silence ? [silence.error] : []))));
    return;
  }
  const others = silences.filter((silence) => silence !== first).map((silence) => `; ${wordsOf(silence)}`);
  attempt.fail({ ...first.failure, detail: `${first.failure.detail}${others.join('')}` });
}
