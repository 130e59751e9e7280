/**
 * Messages of relay and jump, element by element: what cannot be read is counted, and the rest is worth what it says.
 *
 * Two shapes of either are about: camelCase (relay up to 0.7 with `stats`, since 0.8 without; jump as its older clients expect it) and
 * snake_case (jump 0.4 with `statistcs`, as it is spelt there, and the answers of relay's own GET /status). Read by hand and not by a
 * schema: thousands of elements come every few seconds, and a message that is a little wrong is still the best that is known.
 */

import { goDurationMs } from '../../model/go-duration.ts';
import type { Connection, Last, Report, Traffic } from '../../model/practable/report.ts';
import { streamTopic } from './topics.ts';

/** Of the stub of an experiment, of a stream: no more is kept of a text. */
const LONGEST_TEXT = 200;
const NS_PER_MS = 1e6;
/** Topics become names, which are shown on terminals as well. */
const CONTROL = /\p{Cc}/u;

export type ReadReport =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly problem: string };

/** A message of relay: the connections of experiments, by their topics `<stub>-st-<stream>`. */
export function readRelay(text: string): ReadReport {
  return read(text, (scopes, topic) => scopes.includes('expt') && streamTopic(topic) !== null);
}

/** A message of jump: the hosts of experiments, by their stubs. */
export function readJump(text: string): ReadReport {
  return read(text, (scopes) => scopes.includes('host'));
}

function read(text: string, counts: (scopes: readonly string[], topic: string) => boolean): ReadReport {
  const parsed = parse(text);
  if (!Array.isArray(parsed)) {
    return { ok: false, problem: parsed === undefined ? 'it is no JSON' : 'it is no list of connections' };
  }
  const connections = new Map<string, Connection>();
  let unread = 0;
  let note: string | null = null;
  for (const [index, element] of parsed.entries()) {
    const connection = connectionOf(element);
    if (typeof connection === 'string') {
      unread += 1;
      note ??= `element ${index + 1} ${connection}`;
    } else if (counts(connection.scopes, connection.topic)) {
      const before = connections.get(connection.topic);
      connections.set(connection.topic, before === undefined ? connection : better(before, connection));
    }
  }
  return { ok: true, report: { connections, unread, note } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // said by the caller
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** A text says what is wrong with it. */
function connectionOf(element: unknown): Connection | string {
  if (!isRecord(element)) {
    return 'is no object';
  }
  if (typeof element.topic !== 'string') {
    return 'has no topic';
  }
  if (element.topic.length > LONGEST_TEXT) {
    return `has a topic of more than ${LONGEST_TEXT} characters`;
  }
  if (CONTROL.test(element.topic)) {
    return 'has a topic with control characters';
  }
  // `stats` only: what jump counts is how long ago its clients wrote, and nothing of an experiment hangs on it.
  const stats = isRecord(element.stats) ? element.stats : null;
  return {
    topic: element.topic,
    scopes: Array.isArray(element.scopes) ? element.scopes.filter((scope) => typeof scope === 'string') : [],
    connectedAt: textOf(element.connected ?? element.connected_at ?? element.connectedAt),
    expiresAt: textOf(element.expiresAt ?? element.expires_at),
    userAgent: textOf(element.userAgent ?? element.user_agent) ?? '',
    tx: stats === null ? null : trafficOf(stats.tx),
    rx: stats === null ? null : trafficOf(stats.rx),
  };
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : null);

const numberOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

function trafficOf(value: unknown): Traffic | null {
  return isRecord(value) ? { last: readLast(value.last), size: numberOf(value.size), fps: numberOf(value.fps) } : null;
}

/** A Go duration, "Never" in any case, or a bare number of nanoseconds. Nothing at all is never. */
export function readLast(value: unknown): Last {
  if (typeof value === 'number' && Number.isFinite(value)) {
    return value / NS_PER_MS;
  }
  if (value === undefined || value === null || value === '') {
    return 'never';
  }
  if (typeof value !== 'string') {
    return 'unreadable';
  }
  return value.toLowerCase() === 'never' ? 'never' : (goDurationMs(value) ?? 'unreadable');
}

/** A half-dead old connection may be there beside the one that works: the one that sent last speaks for the stream. */
function better(one: Connection, other: Connection): Connection {
  return rank(other) < rank(one) ? other : one;
}

function rank({ tx }: Connection): number {
  const last = tx?.last ?? 'never';
  return typeof last === 'number' ? last : last === 'unreadable' ? Number.MAX_VALUE : Number.POSITIVE_INFINITY;
}
