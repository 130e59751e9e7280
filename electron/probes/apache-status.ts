/**
 * The Apache check: reads mod_status, and judges it against the look before.
 *
 * Asks with ?auto whatever the address says, for the page for people names the server's clients. Where it lets us not in (`Require
 * local`) nothing is known of the server's health, and nobody is paged.
 */
import type { HttpTarget } from '../../shared/model/checks/http-target.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { Probe } from '../engine/ports/probe.ts';
import {
  type ApacheCheck,
  type ApacheLook,
  apacheChange,
  apacheLoad,
  apacheReadings,
  judgeApache,
} from './apache-judge.ts';
import { askingAuto, readApacheReport } from './apache-report.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { statusWords } from './http-plan.ts';
import { type HttpAnswer, readHttp, unwanted } from './read-http.ts';
import type { ProbeTools } from './tools.ts';

/** Servers behind one name whose last looks are kept. */
const MOST_SERVERS = 8;

export function createApacheStatusProbe(tools: ProbeTools): Probe<'apache_status'> {
  /** By the time at which the server was started: two of them may stand behind one name, and answer in turns. */
  const looks = new Map<CheckId, readonly ApacheLook[]>();
  const targets = new WeakMap<ApacheCheck, HttpTarget>();

  function targetOf(check: ApacheCheck): HttpTarget {
    const target = targets.get(check) ?? { ...check, url: askingAuto(check.url) };
    targets.set(check, target);
    return target;
  }

  function judge(check: ApacheCheck, answer: HttpAnswer, startedMs: number, attempt: Attempt): void {
    if (answer.status === 401 || answer.status === 403) {
      attempt.cannotJudge({ kind: 'not-allowed', detail: lockedOut(answer.status) });
      return;
    }
    const reading = readApacheReport(answer.text);
    const wrong =
      unwanted(answer, attempt) ??
      (reading.kind === 'report' ? null : { kind: 'wrong-content' as const, detail: reading.because });
    if (wrong !== null || reading.kind !== 'report') {
      attempt.fail(wrong ?? { kind: 'wrong-content', detail: 'no report' });
      return;
    }
    const look: ApacheLook = { report: reading.report, atMs: attempt.clock.monotonicMs() };
    const known = looks.get(check.id) ?? [];
    const isSame = ({ report }: ApacheLook) => report.restartTime === look.report.restartTime;
    const change = apacheChange(known.find(isSame) ?? known[0] ?? null, look);
    looks.set(check.id, [look, ...known.filter((other) => !isSame(other))].slice(0, MOST_SERVERS));
    attempt.load = apacheLoad(look, change, look.atMs - startedMs);
    Object.assign(attempt.readings, apacheReadings(look, change, check));
    const objection = judgeApache(look, attempt.load, check);
    if (objection === null) {
      attempt.pass();
    } else {
      attempt.fail(objection);
    }
  }

  return {
    type: 'apache_status',
    run: (check, context) =>
      beginAttempt(
        { timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook: tools.secondLook },
        (attempt) => {
          const startedMs = attempt.clock.monotonicMs();
          readHttp(targetOf(check), attempt, tools, (answer) => judge(check, answer, startedMs, attempt));
        },
      ),
    forget: (checkId) => void looks.delete(checkId),
  };
}

const lockedOut = (status: number) =>
  status === 401
    ? `${statusWords(status)}: mod_status asks for a password; give the check its \`auth\``
    : `${statusWords(status)}: mod_status is not open to this machine (Debian has \`Require local\`); add \`Require ip\` with our address there`;
