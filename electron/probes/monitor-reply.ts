/**
 * What a zc.monitor / ftw.monitor says, command by command, as values. Pure.
 *
 * Formats: zc.monitor 0.4, zc.z3monitor and ftw.monitor 1.2, recorded in test/fixtures/zcmonitor. A reply that does not have
 * its command's form is `not-understood`, never a figure of 0.
 */
import { excerpt, oneLine } from './words.ts';

/** A request that holds a connection to the database. */
export interface OpenRequest {
  readonly ageMs: number;
  /** Without its query, which may hold anything. */
  readonly path: string;
}

export type MonitorReply =
  | { readonly kind: 'well' }
  | { readonly kind: 'starting'; readonly said: string }
  /** Another Watchbell lets those finish who are there, and wants nobody new. */
  | { readonly kind: 'draining'; readonly said: string }
  | { readonly kind: 'failing'; readonly said: string }
  /** zeostatus: whether the instance has its database server. */
  | { readonly kind: 'storage'; readonly connected: boolean }
  | { readonly kind: 'process'; readonly figures: Figures; readonly requests: readonly OpenRequest[] }
  | { readonly kind: 'figures'; readonly figures: Figures }
  | { readonly kind: 'warm-up'; readonly done: boolean; readonly running: boolean }
  | { readonly kind: 'commands'; readonly names: readonly string[] }
  /** quit, interactive, help on one command, and commands that are not ours. */
  | { readonly kind: 'words' }
  | { readonly kind: 'unknown-command'; readonly said: string }
  | { readonly kind: 'traceback'; readonly said: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-understood'; readonly said: string };

export type Figures = Readonly<Record<string, number>>;

/** What the instance says of itself while it is not ready (ftw.monitor's health_check); Watchbell adds what it waits for. */
const STARTING = /^(?:Instance is booting|Warmup in progress(?:: .*)?)$/;
const DRAINING = /^Draining: ./;

const TRACEBACK = 'Traceback (most recent call last):';

/** Answers of these commands are one line; what comes after it changes nothing. */
const ONE_LINERS: ReadonlySet<string> = new Set([
  'health_check',
  'zeostatus',
  'dbinfo',
  'zeocache',
  'perf_metrics',
  'warmup_state',
  'quit',
  'interactive',
]);

const DBINFO = ['dbLoads', 'dbStores', 'dbConnections', 'cachedObjects', 'activeObjects'] as const;
const ZEOCACHE = ['cacheAdded', 'cacheAddedBytes', 'cacheEvicted', 'cacheEvictedBytes', 'cacheAccesses'] as const;

/** More than this many are no readings but a flood. */
const MOST_FIGURES = 40;

/** Whether all has come that the command will say, though the connection is still open. */
export function isWholeReply(command: string, text: string): boolean {
  const { first, rest } = linesOf(text);
  if (first.startsWith(TRACEBACK)) {
    return text.endsWith('\n\n'); // zc.monitor ends a traceback with a blank line
  }
  return ONE_LINERS.has(nameOf(command)) && first !== '' && rest.length > 0;
}

/** @param command as it was sent, with its arguments and without the end of the line */
export function readReply(command: string, text: string): MonitorReply {
  const { first, rest } = linesOf(text);
  if (text.trim() === '') {
    return { kind: 'empty' };
  }
  if (first.startsWith(TRACEBACK)) {
    return { kind: 'traceback', said: oneLine(rest.findLast((line) => line.trim() !== '') ?? first) };
  }
  if (first.startsWith('Invalid command ')) {
    return { kind: 'unknown-command', said: oneLine(first) };
  }
  const notUnderstood: MonitorReply = {
    kind: 'not-understood',
    said: oneLine(first === '' ? text : first) || bytesOf(text),
  };
  switch (nameOf(command)) {
    case 'health_check':
      return readHealth(first, rest, notUnderstood.said);
    case 'zeostatus':
      return first === 'True' || first === 'False' ? { kind: 'storage', connected: first === 'True' } : notUnderstood;
    case 'monitor':
      return readProcess(first, rest) ?? notUnderstood;
    case 'dbinfo':
      return readFigures(first, DBINFO) ?? notUnderstood;
    case 'zeocache':
      return readFigures(first, ZEOCACHE) ?? notUnderstood;
    case 'perf_metrics':
      return readMetrics(first) ?? notUnderstood;
    case 'warmup_state': {
      const flags = /^([01]) ([01])$/.exec(first);
      return flags ? { kind: 'warm-up', done: flags[1] === '1', running: flags[2] === '1' } : notUnderstood;
    }
    case 'help':
      return first === 'Supported commands:'
        ? { kind: 'commands', names: rest.flatMap((line) => /^ {2}(\S+) -- /.exec(line)?.[1] ?? []) }
        : { kind: 'words' };
    default:
      return { kind: 'words' };
  }
}

/** What has no letters is told by its bytes: a failure without a reason helps nobody. */
const bytesOf = (text: string): string => excerpt(Buffer.from(text).toString('latin1'));

/** Nothing but exactly OK is well, and nothing after it: HAProxy's substring test takes BROKEN for it. */
function readHealth(first: string, rest: readonly string[], said: string): MonitorReply {
  const more = rest.find((line) => line.trim() !== '');
  if (first === 'OK') {
    return more === undefined ? { kind: 'well' } : { kind: 'failing', said: oneLine(`OK, and then: ${more}`) };
  }
  if (DRAINING.test(first)) {
    return { kind: 'draining', said };
  }
  return STARTING.test(first) ? { kind: 'starting', said } : { kind: 'failing', said };
}

/** Open connections, memory (only where there is /proc), then one line for each request that is old enough. */
function readProcess(first: string, rest: readonly string[]): MonitorReply | null {
  if (!/^\d{1,9}$/.test(first)) {
    return null;
  }
  const figures: Record<string, number> = { openConnections: Number(first) };
  const requests: OpenRequest[] = [];
  for (const line of rest) {
    const memory = /^(VmSize|VmRSS):\s*(\d{1,15}) kB$/.exec(line);
    const request = /^(\d{1,9}(?:\.\d{1,9})?) (.*?)(?: \(\d+\))?$/.exec(line);
    if (memory) {
      figures[memory[1] === 'VmRSS' ? 'residentKb' : 'virtualKb'] = Number(memory[2]);
    } else if (request) {
      requests.push({ ageMs: Number(request[1]) * 1_000, path: withoutQuery(request[2] ?? '') });
    }
  }
  return { kind: 'process', figures, requests };
}

const withoutQuery = (path: string) => oneLine(path.replace(/\?.*$/s, '?…'));

/** Whole numbers in their order; -1 says that the instance does not know (no activity monitor), and is left out. */
function readFigures(line: string, names: readonly string[]): MonitorReply | null {
  const numbers = line.trim().split(/\s+/);
  if (numbers.length !== names.length || !numbers.every((number) => /^-?\d{1,15}$/.test(number))) {
    return null;
  }
  const known = names.map((name, index) => [name, Number(numbers[index])] as const).filter(([, value]) => value >= 0);
  return { kind: 'figures', figures: Object.fromEntries(known) };
}

/** One JSON line of groups of numbers, or `{"error": …}` when the storage is lost (ftw.monitor 1.1). */
function readMetrics(line: string): MonitorReply | null {
  const groups = parseObject(line);
  if (groups === null) {
    return null;
  }
  if (typeof groups.error === 'string') {
    return { kind: 'failing', said: oneLine(groups.error) };
  }
  const figures = Object.entries(groups).flatMap(([group, values]) =>
    Object.entries(asObject(values) ?? {}).flatMap(([name, value]): (readonly [string, number])[] =>
      typeof value === 'number' && Number.isFinite(value) ? [[oneLine(`${group}.${name}`), value]] : [],
    ),
  );
  return figures.length === 0 ? null : { kind: 'figures', figures: Object.fromEntries(figures.slice(0, MOST_FIGURES)) };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null; // not JSON: the caller says what came instead
  }
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

const nameOf = (command: string) => command.trim().split(/\s+/)[0] ?? '';

function linesOf(text: string): { readonly first: string; readonly rest: readonly string[] } {
  const [first = '', ...rest] = text.split('\n').map((line) => line.replace(/\r$/, ''));
  return { first, rest };
}
