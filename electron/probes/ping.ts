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
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import type { Probe } from '../engine/ports.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { type Children, createChildren, type Ended } from './child.ts';
import { readPing } from './ping-output.ts';
import type { ProbeTools } from './tools.ts';
import { oneLine } from './words.ts';

/** Before our own deadline `ping` is asked for its sums: without them nobody knows how many came back. */
const SUMS_BEFORE = { share: 0.2, mostMs: 1_000 };

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
        const found = (address: string) =>
          pingAddress({ check, address, program, children, attempt }, (rtt) => {
            roundTripMs = rtt;
          });
        if (isIP(check.host) !== 0) {
          found(check.host);
          return;
        }
        attempt.enter('dns');
        const answered = attempt.guarded((error: Error | null, addresses: readonly string[]) => {
          if (attempt.over) {
            return;
          }
          const wanted = FAMILIES[check.family];
          const address = addresses.find((each) => wanted === 0 || isIP(each) === wanted);
          if (error) {
            attempt.broke(error);
          } else if (address === undefined) {
            attempt.fail({ kind: 'dns', detail: `${check.host} has no address of the kind ${check.family}` });
          } else {
            found(address);
          }
        });
        names(check.host, answered);
      });
      return withRoundTrip(outcome, roundTripMs);
    },
    close: () => children.close(),
  };
}

const FAMILIES = { any: 0, ipv4: 4, ipv6: 6 } as const;

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
  readonly address: string;
  readonly program: string;
  readonly children: Children;
  readonly attempt: Attempt;
}

function pingAddress({ check, address, program, children, attempt }: Ping, told: (averageMs: number) => void): void {
  const { count, size, timeout } = check;
  attempt.readings.address = address;
  attempt.enter('headers');
  attempt.timeoutWords = (within) => ({ detail: `ping of ${address} did not end within ${within}` });
  const child = children.start(
    {
      command: program,
      args: ['-n', '-c', `${count}`, '-i', `${PING_GAP_MS / 1_000}`, '-s', `${size}`, '--', address],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
    },
    attempt.clock,
    attempt.guarded((ended: Ended) => judge(ended, check, address, attempt, told)),
  );
  const before = Math.min(SUMS_BEFORE.mostMs, timeout * SUMS_BEFORE.share);
  const cancelSums = attempt.clock.after(timeout - before, () => child.interrupt());
  attempt.stop = () => {
    cancelSums();
    child.end();
  };
}

function judge(
  ended: Ended,
  check: CheckOf<'ping'>,
  address: string,
  attempt: Attempt,
  told: (averageMs: number) => void,
): void {
  if (ended.kind === 'unable') {
    unable(ended.error, attempt);
    return;
  }
  const sums = readPing(ended.output);
  if (sums === null) {
    noSums(oneLine(ended.errors === '' ? ended.output : ended.errors), address, attempt);
    return;
  }
  const { sent, received, rtt, objection } = sums;
  const loss = Math.round(((sent - received) * 100) / sent);
  Object.assign(attempt.readings, { sent, received, loss: `${loss} %` });
  if (rtt) {
    Object.assign(attempt.readings, { rttMin: rtt.min, rttAverage: rtt.avg, rttMax: rtt.max });
    told(rtt.avg);
  }
  if (received === 0) {
    const many = sent === 1 ? 'the ping' : `any of ${sent} pings`;
    attempt.fail(
      objection === null
        ? { kind: 'timeout', detail: `no answer to ${many} of ${address} within ${formatDuration(check.timeout)}` }
        : { kind: 'no-route', detail: `${oneLine(objection.words)}, says ${objection.from} of ${address}` },
    );
  } else if (loss > check.maxLoss) {
    attempt.fail({
      kind: 'threshold',
      detail: `${sent - received} of ${sent} pings lost (${loss} %), at most ${check.maxLoss} % allowed`,
      level: 'performance_issues',
    });
  } else {
    attempt.pass();
  }
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
function noSums(said: string, address: string, attempt: Attempt): void {
  if (/not permitted|permission denied|privilege|cap_net_raw/i.test(said)) {
    attempt.cannotJudge({ kind: 'no-tool', detail: `ping may not open its socket; ${ALLOW_IT}` });
  } else if (/Network is unreachable|No route to host|Network unreachable/i.test(said)) {
    // As a socket would say it, so that the same second look tells whose network is meant.
    attempt.broke(Object.assign(new Error(said), { code: 'ENETUNREACH', address }));
  } else {
    attempt.cannotJudge({
      kind: 'no-tool',
      detail: `this system's ping says what we cannot read: ${said || 'nothing'}`,
    });
  }
}
