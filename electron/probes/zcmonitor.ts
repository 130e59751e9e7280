/**
 * The health_check of zc.monitor / ftw.monitor: one command, one line back, and only `OK` is well.
 *
 * Sends, then reads until the server closes or a line is whole. Never half-closes: the real server then usually closes
 * without its answer. A Python traceback is read to its end, since its last line says what is wrong.
 */

import type { Failure } from '../../shared/model/observation.ts';
import { monitorPort } from '../../shared/rules/target.ts';
import type { Probe } from '../engine/ports.ts';
import { beginAttempt } from './attempt.ts';
import { converse } from './conversation.ts';
import type { ProbeTools } from './tools.ts';
import { excerpt, oneLine } from './words.ts';

const COMMAND = Buffer.from('health_check\n', 'latin1');

/** An answer is a line; a traceback may be long, but not this long. */
const MAX_ANSWER = 64 * 1024;

/** What the instance says of itself while it is not ready (ftw.monitor's health_check). */
const STARTING: ReadonlySet<string> = new Set(['Instance is booting', 'Warmup in progress']);

const TRACEBACK = 'Traceback (most recent call last):';

export function createZcMonitorProbe({ names, secondLook }: ProbeTools): Probe<'zcmonitor'> {
  return {
    type: 'zcmonitor',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, context, secondLook }, (attempt) => {
        let answer = '';

        function decide(ended: boolean): void {
          const verdict = readAnswer(answer, ended);
          if (verdict === 'well') {
            attempt.pass();
          } else if (verdict !== 'incomplete') {
            attempt.fail(verdict);
          }
        }

        converse(check.host, monitorPort(check), attempt, names, {
          opened(send) {
            send(COMMAND);
            attempt.timeoutWords = (within) => ({
              detail:
                answer === ''
                  ? `connected, but no answer within ${within}`
                  : `no whole line within ${within}, got ${excerpt(answer)}`,
            });
          },
          received(chunk) {
            answer += chunk.toString('latin1');
            decide(answer.length > MAX_ANSWER);
          },
          ended: () => decide(true),
        });
      }),
  };
}

/** The meaning of what has come so far. `ended`: nothing more will be read. */
export function readAnswer(answer: string, ended: boolean): 'well' | 'incomplete' | Omit<Failure, 'phase'> {
  const [first = '', ...more] = answer.split('\n').map((line) => line.replace(/\r$/, ''));
  const failed = first.startsWith(TRACEBACK);
  // zc.monitor ends a traceback with a blank line.
  const whole = failed ? answer.endsWith('\n\n') : first !== '' && more.length > 0;
  if (!whole && !ended) {
    return 'incomplete';
  }
  if (first === 'OK') {
    return 'well';
  }
  if (answer.trim() === '') {
    return { kind: 'closed', detail: 'closed without an answer' };
  }
  if (STARTING.has(first)) {
    return { kind: 'starting', detail: first };
  }
  if (failed) {
    const last = more.findLast((line) => line.trim() !== '') ?? first;
    return { kind: 'said-failing', detail: `the probe inside the instance failed: ${oneLine(last)}` };
  }
  if (first.startsWith('Invalid command')) {
    return {
      kind: 'said-failing',
      detail: `the monitor knows no health_check (is ftw.monitor installed?): ${oneLine(first)}`,
    };
  }
  return { kind: 'said-failing', detail: oneLine(first === '' ? answer : first) };
}
