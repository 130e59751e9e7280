/**
 * The ping check: looks the name up as every check does, then lets the system's `ping` send the echoes.
 *
 * Without a shell and only ever with an address, so that no name can turn into an option. A `ping` that is missing or may not
 * open its socket is our own trouble: the target never heard of us.
 */
import { isIP } from 'node:net';
import type { CheckOf } from '../../shared/model/check.ts';
import { PING_GAP_MS } from '../../shared/model/checks/ping.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { Failure, ProbeOutcome } from '../../shared/model/observation.ts';
import type { Probe } from '../engine/ports.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { type Children, createChildren, type Ended } from './child.ts';
import { AllAddressesFailed, causeOf } from './classify.ts';
import { lookUp } from './look-up.ts';
import type { Answered } from './names.ts';
import { readPing } from './ping-output.ts';
import type { ProbeTools } from './tools.ts';
import { oneLine } from './words.ts';

/** Before our own deadline `ping` is asked for its sums: without them nobody knows how many came back. */
const SUMS_BEFORE = { share: 0.2, mostMs: 1_000 };

/** An address gets what its echoes take and this much to answer, or is not tried beside others. */
const LEAST_TO_ANSWER_MS = 1_000;

export function createPingProbe(
  { names, secondLook }: Pick<ProbeTools, 'names' | 'secondLook'>,
  program = 'ping',
): Probe<'ping'> {
  const children = createChildren();
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
              { check, addresses: fitting.slice(0, mostAddresses(check)), program, children, attempt },
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
    close: () => children.close(),
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
  readonly children: Children;
  readonly attempt: Attempt;
}

/** Why one address gave nothing: its failure, or an error of which a second look must tell whose it is. */
type Silence = { readonly failure: Omit<Failure, 'phase'> } | { readonly error: Error };

/** One address after the other, as long as nothing comes back; each gets its share of the time that is left. */
function pingInTurn({ check, addresses, program, children, attempt }: Ping, told: (averageMs: number) => void): void {
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
    const child = children.start(
      {
        command: program,
        args: ['-n', '-c', `${check.count}`, '-i', `${PING_GAP_MS / 1_000}`, '-s', `${check.size}`, '--', address],
        env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
      },
      attempt.clock,
      attempt.guarded((ended: Ended) => {
        cancelSums();
        const silence = judge(ended, { check, address, share, attempt }, told);
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

const wordsOf = (silence: Silence) =>
  'failure' in silence ? silence.failure.detail : causeOf(silence.error, 'headers');

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

interface OfOne {
  readonly check: CheckOf<'ping'>;
  readonly address: string;
  /** Of the time, ms. */
  readonly share: number;
  readonly attempt: Attempt;
}

/** Ends the attempt, or says that nothing came back and why. */
function judge(
  ended: Ended,
  { check, address, share, attempt }: OfOne,
  told: (averageMs: number) => void,
): Silence | null {
  if (ended.kind === 'unable') {
    unable(ended.error, attempt);
    return null;
  }
  const sums = readPing(ended.output);
  if (sums === null) {
    return noSums(oneLine(ended.errors === '' ? ended.output : ended.errors), address, attempt);
  }
  const { sent, received, rtt, objection } = sums;
  const loss = Math.round(((sent - received) * 100) / sent);
  Object.assign(attempt.readings, { sent, received, loss: `${loss} %` });
  if (received === 0) {
    const many = sent === 1 ? 'the ping' : `any of ${sent} pings`;
    const failure: Omit<Failure, 'phase'> =
      objection === null
        ? {
            kind: 'timeout',
            detail: `no answer to ${many} of ${address} within ${formatDuration(Math.round(share / 100) * 100)}`,
          }
        : { kind: 'no-route', detail: `${oneLine(objection.words)}, says ${objection.from} of ${address}` };
    return { failure };
  }
  if (rtt) {
    Object.assign(attempt.readings, { rttMin: rtt.min, rttAverage: rtt.avg, rttMax: rtt.max });
    told(rtt.avg);
  }
  if (loss > check.maxLoss) {
    attempt.fail({
      kind: 'threshold',
      detail: `${sent - received} of ${sent} pings lost (${loss} %), at most ${check.maxLoss} % allowed`,
      level: 'performance_issues',
    });
  } else {
    attempt.pass();
  }
  return null;
}

function unable(error: NodeJS.ErrnoException, attempt: Attempt): void {
  if (error.code === 'ENOENT') {
    attempt.cannotJudge({
      kind: 'no-tool',
      detail: 'there is no ping on this machine; install it (Debian: iputils-ping)',
    });
  } else if (error.code === 'EACCES' || error.code === 'EPERM') {
    attempt.cannotJudge({ kind: 'no-tool', detail: `this account may not run ping (${error.code}); ${ALLOW_IT}` });
  } else {
    attempt.broke(error);
  }
}

const ALLOW_IT = 'allow it (setcap cap_net_raw+ep, or sysctl net.ipv4.ping_group_range)';

/** It never came to its sums; `said` is why. */
function noSums(said: string, address: string, attempt: Attempt): Silence | null {
  if (/not permitted|permission denied|privilege|cap_net_raw/i.test(said)) {
    attempt.cannotJudge({ kind: 'no-tool', detail: `ping may not open its socket; ${ALLOW_IT}` });
  } else if (/Network is unreachable|No route to host|Network unreachable/i.test(said)) {
    // As a socket would say it, so that the same second look tells whose network is meant.
    return { error: Object.assign(new Error(said), { code: 'ENETUNREACH', address }) };
  } else {
    attempt.cannotJudge({
      kind: 'no-tool',
      detail: `this system's ping says what we cannot read: ${said || 'nothing'}`,
    });
  }
  return null;
}
