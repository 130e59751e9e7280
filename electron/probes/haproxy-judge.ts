/**
 * What HAProxy's statistics mean for the back ends that a check names: who serves, who is lost, how many wait. Pure.
 *
 * Drained and in maintenance is not down: somebody took it out on purpose. It does not serve either, which `least` counts.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import type { Load, Readings } from '../../shared/model/observation.ts';
import type { Trouble } from '../../shared/model/status.ts';
import { overloadedBy, waitOf } from '../../shared/rules/overload.ts';
import type { HaproxyRow } from './haproxy-stats.ts';
import { oneLine } from './words.ts';
import { type Objection, worstOf } from './worst.ts';

export type HaproxyCheck = CheckOf<'haproxy'>;

/** One back end with its servers. */
export interface Backend {
  readonly name: string;
  readonly row: HaproxyRow;
  readonly servers: readonly HaproxyRow[];
}

/** Totals of one look by back end, kept until the next: only their growth tells anything. */
export type HaproxyTotals = ReadonlyMap<string, Readonly<Record<Counted, number | null>>>;

const COUNTED = ['econ', 'eresp', 'hrsp_5xx', 'stot', 'qmax'] as const;
type Counted = (typeof COUNTED)[number];

export interface HaproxyVerdict {
  readonly objection: Objection | null;
  readonly readings: Readings;
  /** Of the back end where a newcomer waits longest; null: none tells enough. */
  readonly load: Load | null;
  readonly totals: HaproxyTotals;
}

/** Readings are for people: beyond so many back ends nobody reads them. */
const MOST_READ = 20;

/** @param before the totals of the last look; null: there was none */
export function judgeHaproxy(
  rows: readonly HaproxyRow[],
  before: HaproxyTotals | null,
  check: HaproxyCheck,
): HaproxyVerdict {
  const backends = backendsOf(rows);
  const wanted = check.backends.length === 0 ? backends : backends.filter(({ name }) => check.backends.includes(name));
  const missing = check.backends.filter((name) => !backends.some((backend) => backend.name === name));
  const loads = wanted.map(loadOf).filter((load) => load !== null);
  const load = loads.reduce<Load | null>(
    (longest, one) => ((waitOf(one) ?? 0) > (longest === null ? -1 : (waitOf(longest) ?? 0)) ? one : longest),
    null,
  );
  const totals: HaproxyTotals = new Map(wanted.map(({ name, row }) => [name, countsOf(row)]));
  const objections = [
    ...(wanted.length === 0 && missing.length === 0 ? [NOTHING] : []),
    ...missing.map(noSuchBackend),
    ...wanted.flatMap((backend) =>
      judgeBackend(backend, growth(before?.get(backend.name), totals.get(backend.name)), check),
    ),
    ...(load === null ? [] : [overloadedBy(load, check.maxWait)]),
    ...(check.maxWait === undefined ? [] : wanted.map(withoutLimit)),
  ];
  return {
    objection: worstOf(objections),
    readings: Object.assign(
      {},
      ...wanted.slice(0, MOST_READ).map((backend) => readingsOf(backend, wanted.length === 1)),
    ),
    load,
    totals,
  };
}

/** The same names come from other processes' rows: the first of each stands. Back ends without servers serve nobody (stats). */
function backendsOf(rows: readonly HaproxyRow[]): readonly Backend[] {
  const servers = new Map<string, HaproxyRow[]>();
  const found = new Map<string, Backend>();
  for (const row of rows) {
    if (row.kind === 'server') {
      const others = servers.get(row.proxy) ?? [];
      others.push(row);
      servers.set(row.proxy, others);
    }
  }
  for (const row of rows) {
    const own = servers.get(row.proxy);
    if (row.kind === 'backend' && own !== undefined && !found.has(row.proxy)) {
      found.set(row.proxy, { name: row.proxy, row, servers: own });
    }
  }
  return [...found.values()];
}

const NOTHING: Objection = { kind: 'wrong-content', detail: 'HAProxy tells of no back end with a server' };
const noSuchBackend = (name: string): Objection => ({
  kind: 'wrong-content',
  detail: `HAProxy has no back end called ${oneLine(name)} with a server (any more)`,
});

type Service = 'serving' | 'lost' | 'taken-out';

/**
 * `UP`, `UP 1/3` (failing, not yet down), `no check`; `DOWN`, `DOWN 1/2` (recovering), `DOWN (agent)`; `MAINT …`, `DRAIN …`, `NOLB`,
 * and a weight of 0, which drains as well. HAProxy itself puts a server whose name does not resolve into maintenance: nobody
 * meant that.
 */
export function serviceOf(server: Pick<HaproxyRow, 'status' | 'number'>): Service {
  if (/^DOWN|^MAINT \(resolution\)/.test(server.status)) {
    return 'lost';
  }
  return /^(?:MAINT|DRAIN|NOLB|STOP)/.test(server.status) || server.number('weight') === 0 ? 'taken-out' : 'serving';
}

function judgeBackend(
  { name, row, servers }: Backend,
  grown: Growth | null,
  check: HaproxyCheck,
): readonly (Objection | null)[] {
  const main = mainOf(servers);
  const backups = servers.filter((server) => !main.includes(server));
  const lost = main.filter((server) => serviceOf(server) === 'lost');
  const serving = main.filter((server) => serviceOf(server) === 'serving');
  const stepsIn = backups.some((server) => serviceOf(server) === 'serving');
  const who = oneLine(name);
  const because = lost.length === 0 ? '' : `: ${lost.map(toldServer).join(', ')}`;
  return [
    judgeServers(who, { main: main.length, lost: lost.length, serving: serving.length, stepsIn, because }, check),
    judgeBackups(who, backups),
    judgeQueue(who, row, grown, check),
    judgeErrors(who, grown, check),
  ];
}

/** Who is to serve: all but the backups, and those where there is nobody else. */
function mainOf(servers: readonly HaproxyRow[]): readonly HaproxyRow[] {
  const main = servers.filter(({ backup }) => !backup);
  return main.length === 0 ? servers : main;
}

/** Nobody notices that a backup is gone until it is needed. */
function judgeBackups(who: string, backups: readonly HaproxyRow[]): Objection | null {
  const lost = backups.filter((server) => serviceOf(server) === 'lost');
  const detail = `${who} has lost ${lost.length === backups.length ? 'its backup' : 'a backup'}: ${lost.map(toldServer).join(', ')}`;
  return lost.length === 0 ? null : { kind: 'said-failing', detail, level: 'performance_issues' };
}

/** A rule that can never be asked would be green for ever. */
function withoutLimit(backend: Backend): Objection | null {
  const isServing = mainOf(backend.servers).some((server) => serviceOf(server) === 'serving');
  const detail = `${oneLine(backend.name)} has a server without maxconn, so nobody can tell how long a newcomer waits; give it one, or leave out maxWait`;
  return !isServing || loadOf(backend) !== null ? null : { kind: 'wrong-content', detail, level: 'performance_issues' };
}

const toldServer = ({ name, lastCheck }: HaproxyRow) =>
  oneLine(`${name} is down${lastCheck === '' ? '' : ` (${lastCheck})`}`);

interface Tally {
  readonly main: number;
  readonly lost: number;
  readonly serving: number;
  readonly stepsIn: boolean;
  readonly because: string;
}

function judgeServers(
  who: string,
  { main, lost, serving, stepsIn, because }: Tally,
  check: HaproxyCheck,
): Objection | null {
  const said = (detail: string, level: Trouble): Objection => ({ kind: 'said-failing', detail, level });
  if (serving === 0 && main > 0) {
    return stepsIn
      ? said(`${who} is up only by its backup${because}`, 'partial_outage')
      : lost > 0
        ? said(`${who} has no server left${because}`, 'major_outage')
        : { kind: 'draining', detail: `${who} has no server in service: all are drained or in maintenance` };
  }
  if (check.least !== undefined && serving < check.least) {
    return said(
      `${who} has ${serving} of ${main} servers in service, ${check.least} are needed${because}`,
      'partial_outage',
    );
  }
  return lost === 0 ? null : said(`${who} has lost ${lost} of ${main} servers${because}`, 'performance_issues');
}

/** Now, or the highest since the last look where HAProxy's own high mark rose. */
function judgeQueue(who: string, row: HaproxyRow, grown: Growth | null, { maxQueue }: HaproxyCheck): Objection | null {
  const now = row.number('qcur') ?? 0;
  const peak = grown !== null && grown.qmax > 0 ? Math.max(now, row.number('qmax') ?? 0) : now;
  return maxQueue === undefined || peak <= maxQueue
    ? null
    : {
        kind: 'overloaded',
        detail: `${peak} requests ${peak > now ? 'waited' : 'wait'} in the queue of ${who}, ${maxQueue} are allowed`,
        level: 'partial_outage',
      };
}

/** Errors since the last look: connections refused by servers, broken answers, 5xx. */
function judgeErrors(who: string, grown: Growth | null, { maxErrors }: HaproxyCheck): Objection | null {
  if (maxErrors === undefined || grown === null) {
    return null;
  }
  const errors = grown.econ + grown.eresp + grown.hrsp_5xx;
  return errors <= maxErrors
    ? null
    : {
        kind: 'threshold',
        detail: `${errors} errors of ${who} since the last look (${grown.econ} not connected, ${grown.eresp} broken answers, ${grown.hrsp_5xx} 5xx), ${maxErrors} are allowed`,
        level: 'performance_issues',
      };
}

type Growth = Readonly<Record<Counted, number>>;

/** Null when there was no earlier look, or when HAProxy was started anew in between: its counters fell. */
function growth(
  before: Readonly<Record<Counted, number | null>> | undefined,
  now: Readonly<Record<Counted, number | null>> | undefined,
): Growth | null {
  if (before === undefined || now === undefined) {
    return null;
  }
  const grown = COUNTED.map((column) => [column, (now[column] ?? 0) - (before[column] ?? 0)] as const);
  return grown.some(([, by]) => by < 0) ? null : (Object.fromEntries(grown) as Growth);
}

function countsOf(row: HaproxyRow): Readonly<Record<Counted, number | null>> {
  return Object.fromEntries(COUNTED.map((column) => [column, row.number(column)])) as Record<Counted, number | null>;
}

/** Null where some serving server takes whatever comes (no maxconn): then nobody queues here. Times are means of the last 1024. */
function loadOf({ row, servers }: Backend): Load | null {
  const serving = mainOf(servers).filter((server) => serviceOf(server) === 'serving');
  const limits = serving.map((server) => server.number('slim'));
  if (limits.length === 0 || limits.some((limit) => limit === null || limit === 0)) {
    return null;
  }
  const whole = row.number('ttime');
  const queued = row.number('qtime') ?? 0;
  const sum = (column: string, of: readonly HaproxyRow[]) =>
    of.reduce((all, one) => all + (one.number(column) ?? 0), 0);
  return {
    // Those without a server stand in the back end's own row, those that wait for one server in that server's.
    waiting: sum('qcur', [row, ...servers]),
    busy: sum('scur', serving),
    workers: limits.reduce<number>((all, limit) => all + (limit ?? 0), 0),
    serviceMs: whole === null || whole <= queued ? null : whole - queued,
  };
}

function readingsOf({ name, row, servers }: Backend, alone: boolean): Readings {
  const title = (what: string) => (alone ? what : oneLine(`${name} ${what}`));
  const main = mainOf(servers);
  const serving = main.filter((server) => serviceOf(server) === 'serving').length;
  const numbers = [
    ['queued', row.number('qcur')],
    ['mostQueued', row.number('qmax')],
    ['sessions', row.number('scur')],
    ['queueMs', row.number('qtime')],
    ['responseMs', row.number('rtime')],
  ] as const;
  return {
    [title('servers')]: `${serving} of ${main.length}`,
    ...Object.fromEntries(numbers.flatMap(([what, value]) => (value === null ? [] : [[title(what), value]]))),
  };
}
