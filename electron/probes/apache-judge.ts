/**
 * What a report of mod_status means: how much is being done, since the last look, and whether that is too much. Pure.
 *
 * Rates come from the difference of two looks: ReqPerSec is a mean over the server's whole life and hides every change.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import type { Load, Readings } from '../../shared/model/observation.ts';
import { overloadedBy } from '../../shared/rules/overload.ts';
import type { ApacheReport, BalancerMember } from './apache-report.ts';
import { oneLine } from './words.ts';
import { type Objection, worstOf } from './worst.ts';

export type ApacheCheck = CheckOf<'apache_status'>;

/** One look, kept until the next. */
export interface ApacheLook {
  readonly report: ApacheReport;
  /** When it came, monotonic ms. */
  readonly atMs: number;
}

export interface ApacheChange {
  /** The server is another one than at the last look, or the same one started anew. */
  readonly restarted: boolean;
  /** Without our own requests. Null: no earlier look of the same server, or it tells no totals (ExtendedStatus Off). */
  readonly requestsPerSecond: number | null;
  /** Null where nothing was served since the last look, and where that is not told. */
  readonly serviceMs: number | null;
}

/** Readings are for people: beyond so many members nobody reads them. */
const MOST_MEMBERS = 20;

/** What happened between two looks. */
export function apacheChange(before: ApacheLook | null, now: ApacheLook): ApacheChange {
  if (before === null) {
    return { restarted: false, requestsPerSecond: null, serviceMs: null };
  }
  const fell = (then: number | null, value: number | null) => then !== null && value !== null && value < then;
  const [old, report] = [before.report, now.report];
  const restarted =
    old.restartTime !== report.restartTime ||
    fell(old.uptimeSeconds, report.uptimeSeconds) ||
    fell(old.accesses, report.accesses) ||
    fell(old.durationMs, report.durationMs);
  const elapsedMs = now.atMs - before.atMs;
  if (restarted || old.accesses === null || report.accesses === null || elapsedMs <= 0) {
    return { restarted, requestsPerSecond: null, serviceMs: null };
  }
  const served = report.accesses - old.accesses;
  const spentMs = old.durationMs === null || report.durationMs === null ? null : report.durationMs - old.durationMs;
  return {
    restarted,
    requestsPerSecond: Math.max(0, served - 1) / (elapsedMs / 1_000),
    serviceMs: served === 0 || spentMs === null ? null : spentMs / served,
  };
}

/**
 * The work at hand. How many wait in the listen queue is told by no server; while no worker is idle, our own wait for an answer tells:
 * Little's law, rate x wait. Null while it is full and its rate is not known (a first look, no ExtendedStatus): that is no wait of 0.
 */
export function apacheLoad({ report }: ApacheLook, change: ApacheChange, answeredMs: number): Load | null {
  const full = report.idle === 0 && others(report) > 0;
  if (full && change.requestsPerSecond === null) {
    return null;
  }
  return {
    waiting: full ? Math.round((change.requestsPerSecond ?? 0) * (answeredMs / 1_000)) : 0,
    busy: others(report),
    workers: report.busy + report.idle,
    serviceMs: change.serviceMs,
  };
}

/** For people: never an address of a client, for none was read. */
export function apacheReadings({ report }: ApacheLook, change: ApacheChange, check: ApacheCheck): Readings {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  const members = report.members
    .slice(0, MOST_MEMBERS)
    .map(({ balancer, name, words }) => [oneLine(`${balancer} ${name}`), oneLine(words.join(' '))]);
  const capacity = capacityOf(report, check);
  return {
    busy: others(report),
    idle: report.idle,
    ...(capacity !== null && { capacity }),
    ...(change.requestsPerSecond !== null && { requestsPerSecond: tenth(change.requestsPerSecond) }),
    ...(change.serviceMs !== null && { msPerRequest: tenth(change.serviceMs) }),
    ...(report.load1 !== null && { load1: report.load1 }),
    ...(change.restarted && { restarted: true }),
    ...Object.fromEntries(members),
  };
}

/** The worst of what is wrong; null: nothing. */
export function judgeApache({ report }: ApacheLook, load: Load | null, check: ApacheCheck): Objection | null {
  return worstOf([
    judgeBalancers(report.members),
    load === null ? null : overloadedBy(load, check.maxWait),
    judgeWorkers(report, check),
    judgeShare(report, check),
  ]);
}

/** A balancer that has nobody left is down; one that lives by its standby, or has lost a member, is not well. */
function judgeBalancers(members: readonly BalancerMember[]): Objection | null {
  const names = [...new Set(members.map(({ balancer }) => balancer))];
  const objections = names.map((name) =>
    judgeBalancer(
      name,
      members.filter(({ balancer }) => balancer === name),
    ),
  );
  return worstOf(objections);
}

function judgeBalancer(balancer: string, members: readonly BalancerMember[]): Objection | null {
  const lost = members.filter(isLost);
  const serving = members.filter((member) => !isLost(member) && !isTakenOut(member));
  const name = oneLine(balancer);
  const names = lost.map((member) => oneLine(member.name)).join(', ');
  if (lost.length === 0) {
    return null; // whoever takes all members out does it on purpose
  }
  if (serving.length === 0) {
    return {
      kind: 'said-failing',
      detail: `balancer ${name} has no member left: in error ${names}`,
      level: 'major_outage',
    };
  }
  if (serving.every(({ words }) => words.includes('Stby'))) {
    return {
      kind: 'said-failing',
      detail: `balancer ${name} lives by its standby alone: in error ${names}`,
      level: 'partial_outage',
    };
  }
  return {
    kind: 'said-failing',
    detail: `balancer ${name} has lost ${lost.length} of ${members.length} members: in error ${names}`,
    level: 'performance_issues',
  };
}

const isLost = ({ words }: BalancerMember) =>
  (words.includes('Err') || words.includes('HcFl')) && !words.includes('Ign');
const isTakenOut = ({ words }: BalancerMember) =>
  words.some((word) => word === 'Dis' || word === 'Stop' || word === 'Drn');

/** With slots left it may only be about to start more (or MaxRequestWorkers is below them, which `capacity` tells). */
function judgeWorkers(report: ApacheReport, check: ApacheCheck): Objection | null {
  const busy = others(report);
  if (report.idle > 0 || busy === 0) {
    return null;
  }
  const free = Math.max(0, (capacityOf(report, check) ?? 0) - report.busy);
  const rest = free === 0 ? 'newcomers wait' : `${free} more can be started`;
  return {
    kind: 'overloaded',
    detail: `no idle worker: all ${busy} others are busy, ${rest}`,
    level: free === 0 ? 'partial_outage' : 'performance_issues',
  };
}

function judgeShare(report: ApacheReport, check: ApacheCheck): Objection | null {
  const capacity = capacityOf(report, check);
  const busy = others(report);
  if (capacity === null || capacity === 0) {
    return null;
  }
  const { warn, critical } = check.busyShare;
  const share = busy / capacity;
  const limit = share >= critical ? critical : warn;
  return share < warn && share < critical
    ? null
    : {
        kind: 'threshold',
        detail: `${busy} of ${capacity} workers are busy, ${Math.round(limit * 100)} % are too many`,
        level: share >= critical ? 'partial_outage' : 'performance_issues',
      };
}

/** What there can be: as the check says (MaxRequestWorkers), else all slots, of which some may be beyond that. */
const capacityOf = ({ slots }: ApacheReport, { capacity }: ApacheCheck) => capacity ?? slots;

/** Busy workers without the one that makes the report. */
const others = ({ busy }: ApacheReport) => Math.max(0, busy - 1);
