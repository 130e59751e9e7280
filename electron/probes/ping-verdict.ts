/**
 * What `ping` of one address came to: a verdict about the target, or silence, after which the next address is asked.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { Failure } from '../../shared/model/observation.ts';
import type { ProgramEnd } from '../engine/ports/programs.ts';
import type { Attempt } from './attempt.ts';
import { causeOf } from './classify.ts';
import { readPing } from './ping-output.ts';
import { oneLine } from './words.ts';

/** Why one address gave nothing: its failure, or an error of which a second look must tell whose it is. */
export type Silence = { readonly failure: Omit<Failure, 'phase'> } | { readonly error: Error };

export const wordsOf = (silence: Silence) =>
  'failure' in silence ? silence.failure.detail : causeOf(silence.error, 'headers');

export interface OfOne {
  readonly check: CheckOf<'ping'>;
  readonly address: string;
  /** Of the time, ms. */
  readonly share: number;
  readonly attempt: Attempt;
}

/** Ends the attempt, or says that nothing came back and why. */
export function judgePing(
  ended: ProgramEnd,
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
