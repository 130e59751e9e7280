/**
 * The HAProxy check: takes the statistics from the stats page or the admin socket, and judges them against the look before.
 */
import type { HttpTarget } from '../../shared/model/checks/http-target.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { converse, converseByPath, type Partner } from './conversation.ts';
import { type HaproxyCheck, type HaproxyTotals, judgeHaproxy } from './haproxy-judge.ts';
import { asCsv, readHaproxyStats } from './haproxy-stats.ts';
import { statusWords } from './http-plan.ts';
import { readHttp, unwanted } from './read-http.ts';
import type { ProbeTools } from './tools.ts';

const SHOW_STAT = Buffer.from('show stat\n', 'latin1');

export function createHaproxyProbe(tools: ProbeTools): Probe<'haproxy'> {
  const totals = new Map<CheckId, HaproxyTotals>();
  const targets = new WeakMap<HaproxyCheck, HttpTarget>();

  function judge(check: HaproxyCheck, text: string, attempt: Attempt): void {
    const reading = readHaproxyStats(text);
    if (reading.kind !== 'rows') {
      attempt.fail({ kind: 'wrong-content', detail: reading.because });
      return;
    }
    const verdict = judgeHaproxy(reading.rows, totals.get(check.id) ?? null, check);
    totals.set(check.id, verdict.totals);
    attempt.load = verdict.load;
    Object.assign(attempt.readings, verdict.readings);
    if (verdict.objection === null) {
      attempt.pass();
    } else {
      attempt.fail(verdict.objection);
    }
  }

  function overHttp(check: HaproxyCheck, url: string, attempt: Attempt): void {
    const target = targets.get(check) ?? { ...check, url: asCsv(url) };
    targets.set(check, target);
    readHttp(target, attempt, tools, (answer) => {
      const wrong = unwanted(answer, attempt);
      if (answer.status === 401 || answer.status === 403) {
        const detail = `${statusWords(answer.status)}: the stats page is not open to us; give the check its \`auth\`, or allow our address`;
        attempt.cannotJudge({ kind: 'not-allowed', detail });
      } else if (wrong !== null) {
        attempt.fail(wrong);
      } else {
        judge(check, answer.text, attempt);
      }
    });
  }

  function overSocket(check: HaproxyCheck, attempt: Attempt): void {
    let text = '';
    const partner: Partner = {
      opened(send) {
        send(SHOW_STAT);
        attempt.timeoutWords = (within) => ({ detail: `connected, but no statistics within ${within}` });
      },
      received(chunk) {
        text += chunk.toString('latin1');
        if (text.length > check.maxBody) {
          attempt.fail({ kind: 'too-large', detail: `the statistics go on after ${text.length} bytes (maxBody)` });
        }
      },
      ended: () => judge(check, text, attempt),
    };
    if (check.socket !== undefined) {
      converseByPath(check.socket, attempt, partner);
    } else {
      // The schema asks for host and port together; NaN would be refused by the first connect, loudly.
      converse(check.host ?? '', check.port ?? Number.NaN, attempt, tools.names, partner, { proxy: check.proxy });
    }
  }

  return {
    type: 'haproxy',
    run: (check, context) =>
      beginAttempt(
        { timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook: tools.secondLook },
        (attempt) => {
          if (check.url === undefined) {
            overSocket(check, attempt);
          } else {
            overHttp(check, check.url, attempt);
          }
        },
      ),
    forget: (checkId) => void totals.delete(checkId),
  };
}
