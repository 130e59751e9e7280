/**
 * The zc.monitor / ftw.monitor check: health_check, of which only `OK` is well; then, if it is, the commands of the check.
 *
 * A figure that cannot be read is told as a reading and pages nobody; what a rule needs and cannot have is a failure.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import type { MonitorCommand } from '../../shared/model/checks/zcmonitor.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import { assertNever } from '../../shared/model/never.ts';
import { monitorPort } from '../../shared/rules/target.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { callMonitor, type MonitorPlace } from './monitor-call.ts';
import { type MonitorReply, type OpenRequest, readReply } from './monitor-reply.ts';
import type { ProbeTools } from './tools.ts';
import { createWarmUps, type WarmUps } from './warm-up.ts';
import { type Objection, worstOf } from './worst.ts';

type ZcMonitorCheck = CheckOf<'zcmonitor'>;

/** Paths told in a failure; the rest is a number. */
const PATHS_TOLD = 3;

export function createZcMonitorProbe(tools: ProbeTools): Probe<'zcmonitor'> {
  const { names, secondLook } = tools;
  const warmUps = createWarmUps(tools);

  return {
    type: 'zcmonitor',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook }, (attempt) => {
        const place = placeOf(check);

        /** All of them, whatever the first says: the worst is what the check says. */
        function ask(commands: readonly MonitorCommand[], found: readonly (Objection | null)[]): void {
          const [command, ...rest] = commands;
          if (command === undefined) {
            conclude(worstOf(found), attempt);
            return;
          }
          callMonitor(place, withArguments(command, check), attempt, names, (text) => {
            ask(rest, [...found, judgeReply(readReply(command, text), command, check, attempt, warmUps)]);
          });
        }

        callMonitor(place, 'health_check', attempt, names, (text) => {
          const objection = judgeHealth(readReply('health_check', text));
          if (objection === null) {
            ask(commandsOf(check), []);
          } else {
            attempt.fail(objection);
          }
        });
      }),
    forget: warmUps.forget,
    close: async () => warmUps.close(),
  };
}

/** Where the check's monitor listens. */
function placeOf(check: ZcMonitorCheck): MonitorPlace {
  return check.socket === undefined
    ? { host: check.host, port: monitorPort(check), proxy: check.proxy }
    : { path: check.socket };
}

/** Those of the check, and those that its rules need. */
function commandsOf(check: ZcMonitorCheck): readonly MonitorCommand[] {
  const needed: MonitorCommand[] = [
    ...(check.slowConnections === undefined ? [] : (['monitor'] as const)),
    ...(check.warmUp === undefined ? [] : (['warmup_state'] as const)),
  ];
  return [...new Set([...check.commands, ...needed])];
}

/** `monitor 60` lists requests of that age; without an argument the monitor's own 100 s hold. */
function withArguments(command: MonitorCommand, { slowConnections }: ZcMonitorCheck): string {
  return command === 'monitor' && slowConnections !== undefined
    ? `monitor ${Math.ceil(slowConnections.after / 1_000)}`
    : command;
}

function conclude(objection: Objection | null, attempt: Attempt): void {
  if (objection === null) {
    attempt.pass();
  } else {
    attempt.fail(objection);
  }
}

/** What health_check's answer means; null: well. */
export function judgeHealth(reply: MonitorReply): Objection | null {
  switch (reply.kind) {
    case 'well':
      return null;
    case 'starting':
      return { kind: 'starting', detail: reply.said };
    case 'draining':
      return { kind: 'draining', detail: reply.said };
    case 'empty':
      return { kind: 'closed', detail: 'closed without an answer' };
    case 'traceback':
      return { kind: 'said-failing', detail: `the probe inside the instance failed: ${reply.said}` };
    case 'unknown-command':
      return {
        kind: 'said-failing',
        detail: `the monitor knows no health_check (is ftw.monitor installed?): ${reply.said}`,
      };
    case 'failing':
    case 'not-understood':
      return { kind: 'said-failing', detail: reply.said };
    default:
      return { kind: 'protocol', detail: `the monitor answered health_check with something else: ${reply.kind}` };
  }
}

/** What another command's answer means, its figures noted on the way; null: go on. */
function judgeReply(
  reply: MonitorReply,
  command: MonitorCommand,
  check: ZcMonitorCheck,
  attempt: Attempt,
  warmUps: WarmUps,
): Objection | null {
  switch (reply.kind) {
    case 'storage':
      attempt.readings.zeoConnected = reply.connected;
      return reply.connected
        ? null
        : {
            kind: 'said-failing',
            detail: 'the instance has lost its database server (zeostatus: False)',
            level: 'major_outage',
          };
    case 'failing':
      return { kind: 'said-failing', detail: reply.said, level: 'major_outage' };
    case 'figures':
      Object.assign(attempt.readings, reply.figures);
      return null;
    case 'process':
      Object.assign(attempt.readings, reply.figures);
      return judgeRequests(reply.requests, check, attempt);
    case 'warm-up':
      noteWarmUp(reply, check, attempt, warmUps);
      return null;
    case 'empty':
      return withoutAnswer(command, check, attempt, 'nothing');
    case 'traceback':
    case 'unknown-command':
    case 'not-understood':
      return withoutAnswer(command, check, attempt, reply.said);
    case 'well':
    case 'starting':
    case 'draining':
    case 'commands':
    case 'words':
      return withoutAnswer(command, check, attempt, `something else (${reply.kind})`);
    default:
      return assertNever(reply, 'reply');
  }
}

function judgeRequests(
  requests: readonly OpenRequest[],
  { slowConnections }: ZcMonitorCheck,
  attempt: Attempt,
): Objection | null {
  const slow = requests
    .filter(({ ageMs }) => slowConnections === undefined || ageMs >= slowConnections.after)
    .toSorted((one, other) => other.ageMs - one.ageMs);
  attempt.readings.slowConnections = slow.length;
  if (slow[0] !== undefined) {
    attempt.readings.slowest = toldRequest(slow[0]);
  }
  if (slowConnections === undefined || slow.length <= slowConnections.most) {
    return null;
  }
  const told = slow.slice(0, PATHS_TOLD).map(toldRequest).join(', ');
  const more = slow.length > PATHS_TOLD ? ` and ${slow.length - PATHS_TOLD} more` : '';
  return {
    kind: 'threshold',
    detail: `${slow.length} ${slow.length === 1 ? 'request is' : 'requests are'} open longer than ${formatDuration(slowConnections.after)}: ${told}${more}`,
    level: slowConnections.level,
  };
}

const toldRequest = ({ ageMs, path }: OpenRequest) => `${path} for ${formatDuration(ageMs)}`;

function noteWarmUp(
  state: Extract<MonitorReply, { kind: 'warm-up' }>,
  check: ZcMonitorCheck,
  { readings, clock }: Attempt,
  warmUps: WarmUps,
): void {
  readings.warmedUp = state.done;
  if (check.warmUp !== undefined && !state.done && !state.running) {
    warmUps.begin(check, check.warmUp, clock);
  }
  const said = warmUps.said(check.id, clock);
  if (said !== null) {
    readings.warmUp = said;
  }
}

/** A rule that cannot be asked would be green for ever; a figure that cannot be had is only missing. */
function withoutAnswer(
  command: MonitorCommand,
  check: ZcMonitorCheck,
  attempt: Attempt,
  said: string,
): Objection | null {
  const ruled = command === 'zeostatus' || (command === 'monitor' && check.slowConnections !== undefined);
  if (ruled) {
    return { kind: 'wrong-content', detail: `the monitor did not answer ${command}, but: ${said}` };
  }
  attempt.readings[command] = said;
  return null;
}
