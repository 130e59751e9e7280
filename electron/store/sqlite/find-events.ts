/**
 * The history, newest first. Numbers give the order, never times: the wall clock jumps.
 *
 * What an index answers is one query. Everything else walks back in slices and lets the loop breathe between them: a search
 * through ten million events must not delay a page.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { EventType, WatchEvent } from '../../../shared/model/event.ts';
import type { EventQuery } from '../../engine/ports/store.ts';
import { sqlite } from '../query-builder.ts';
import type { Schema } from '../schema.ts';
import { holdsAll, likePattern, searchWords } from '../words.ts';
import type { Connection } from './connection.ts';
import { eventOf } from './rows.ts';

/** Rows looked at without a pause: 1 to 5 ms. */
const SLICE = 5_000;

/** More types than this are a filter; fewer are walked one by one along their index. */
const TYPES_WALKED = 8;

/** Half-open in numbers: from `floor` to just below `before`. */
interface Span {
  readonly floor: number;
  readonly before: number;
}

type Events<Output> = SelectQueryBuilder<Schema, 'event', Output>;

/** At most `limit` events, newest first. `from` and `to` are both inclusive. */
export async function findEvents(connection: Connection, query: EventQuery): Promise<readonly WatchEvent[]> {
  const span = spanOf(connection, query);
  if (span === null || query.limit < 1) {
    return [];
  }
  const { types } = query;
  const scoped = query.componentId !== undefined || query.incidentId !== undefined;
  if (scoped || types === undefined || types.length > TYPES_WALKED) {
    return walk(connection, query, span, null);
  }
  const found: WatchEvent[] = [];
  for (const type of new Set(types)) {
    found.push(...(await walk(connection, query, span, type)));
  }
  return found.sort((a, b) => b.seq - a.seq).slice(0, query.limit);
}

/** Which numbers can be meant at all; null when none. A short time gives exact bounds, a long one fills the limit soon anyway. */
function spanOf(connection: Connection, { from, to, beforeSeq }: EventQuery): Span | null {
  const before = beforeSeq ?? Number.MAX_SAFE_INTEGER;
  if (from === undefined) {
    return { floor: 0, before };
  }
  const inTime = sqlite
    .selectFrom('event')
    .select('seq')
    .where('at', '>=', from)
    .where('at', '<=', to ?? Number.MAX_SAFE_INTEGER)
    .limit(SLICE + 1);
  const bounds = connection.first(
    sqlite
      .selectFrom(inTime.as('in_time'))
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('seq').as('first'), fn.max('seq').as('last')]),
  );
  if (bounds === undefined || bounds.count === 0) {
    return null;
  }
  return bounds.count > SLICE
    ? { floor: 0, before }
    : { floor: bounds.first, before: Math.min(before, bounds.last + 1) };
}

async function walk(
  connection: Connection,
  query: EventQuery,
  span: Span,
  type: EventType | null,
): Promise<WatchEvent[]> {
  const words = searchWords(query.text);
  const byIndex = indexed(query, type);
  const filtered =
    words.length > 0 ||
    query.from !== undefined ||
    query.to !== undefined ||
    (type === null && query.types !== undefined);
  const found: WatchEvent[] = [];
  let { before } = span;
  while (found.length < query.limit && before > span.floor) {
    const floor = filtered ? Math.max(span.floor, sliceFloor(connection, byIndex, before)) : span.floor;
    const rows = connection.rows(
      byFilter(byIndex, query, type, words)
        .selectAll()
        .where('seq', '>=', floor)
        .where('seq', '<', before)
        .orderBy('seq', 'desc')
        .limit(query.limit - found.length),
    );
    // Rows that only the wildcard let through make room for older ones of the same slice.
    const full = rows.length === query.limit - found.length;
    found.push(...rows.filter((row) => holdsAll(row.text, words)).map(eventOf));
    before = full ? (rows.at(-1)?.seq ?? floor) : floor;
    if (found.length < query.limit && before > span.floor) {
      await breathe();
    }
  }
  return found;
}

/** The number where a slice that ends below `before` begins; 0 when less than a slice is left. */
function sliceFloor(connection: Connection, byIndex: Events<unknown>, before: number): number {
  return (
    connection.first(
      byIndex
        .select('seq')
        .where('seq', '<', before)
        .orderBy('seq', 'desc')
        .limit(1)
        .offset(SLICE - 1) as Events<{ readonly seq: number }>,
    )?.seq ?? 0
  );
}

/** The part that an index with the number behind it answers. */
function indexed({ componentId, incidentId }: EventQuery, type: EventType | null): Events<object> {
  let events: Events<object> = sqlite.selectFrom('event');
  if (componentId !== undefined) events = events.where('component_id', '=', componentId);
  if (incidentId !== undefined) events = events.where('incident_id', '=', incidentId);
  if (type !== null) events = events.where('type', '=', type);
  return events;
}

function byFilter(
  events: Events<object>,
  query: EventQuery,
  type: EventType | null,
  words: readonly string[],
): Events<object> {
  let filtered = events;
  if (type === null && query.types !== undefined) filtered = filtered.where('type', 'in', query.types);
  if (query.from !== undefined) filtered = filtered.where('at', '>=', query.from);
  if (query.to !== undefined) filtered = filtered.where('at', '<=', query.to);
  for (const word of words) {
    filtered = filtered.where(sql<boolean>`text like ${likePattern(word)} escape '\\'`);
  }
  return filtered;
}
