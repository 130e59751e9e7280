/**
 * Tries and sums of checks over time. Both tables lie in the order of time, then check: one check over a range is one seek a
 * span, all checks over a range is one read.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { type Kysely, type QueryCreator, sql } from 'kysely';
import { ROLLUP_UNITS, type Rollup, type RollupUnit, type StoredTry } from '../../../shared/contract/series.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import { fromTenths, MINUTE_MS, outcomeOf, UNIT_CODES, whyOf } from '../codes.ts';
import { sqlite } from '../query-builder.ts';
import type { Schema } from '../schema.ts';
import type { CheckNumbers } from './check-numbers.ts';
import type { Connection } from './connection.ts';
import { type Piece, piecesBack } from './pieces.ts';

/** Seeks made without a pause: about 2 µs each. */
const SEEKS = 2_000;

/** Rows read without a pause when they are read as one stretch: about 0.4 µs each. */
const ROWS = 30_000;

/** Asking for more than this share of all checks reads the rows of all, instead of seeking each. */
const MOST = 1 / 8;

interface TriesQuery {
  readonly checkId: CheckId;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly limit: number;
}

/** The newest `limit` tries of a check from `from` to `to` (both inclusive), oldest first. */
export async function findTries(
  connection: Connection,
  numbers: CheckNumbers,
  query: TriesQuery,
): Promise<readonly StoredTry[]> {
  const number = numbers.of(query.checkId);
  if (number === undefined || query.limit < 1) {
    return [];
  }
  const latest = (upTo: number) =>
    connection.first(
      sqlite
        .selectFrom('observation')
        .select(({ fn }) => fn.max('minute').as('minute'))
        .where('minute', '<=', upTo),
    )?.minute ?? null;
  const found: StoredTry[] = [];
  for await (const piece of piecesBack(spansOf(query, MINUTE_MS), SEEKS, latest)) {
    const rows = connection.rows(
      counted(piece)
        .selectFrom('span')
        .crossJoin('observation')
        .whereRef('observation.minute', '=', 'span.number')
        .where('observation.check_number', '=', number)
        .select([
          'observation.minute',
          'observation.ms',
          'observation.outcome',
          'observation.latency',
          'observation.detail',
          'observation.why',
        ])
        .orderBy('observation.minute', 'desc')
        .orderBy('observation.ms', 'desc'),
    );
    for (const row of rows) {
      const at = row.minute * MINUTE_MS + row.ms;
      if (at >= query.from && at <= query.to) {
        found.push(tryOf(query.checkId, at, row));
      }
    }
    if (found.length >= query.limit) {
      break;
    }
  }
  return found.slice(0, query.limit).reverse();
}

type TryRow = Pick<Schema['observation'], 'outcome' | 'latency' | 'detail' | 'why'>;

function tryOf(checkId: CheckId, at: EpochMs, { outcome: code, latency, detail, why }: TryRow): StoredTry {
  const outcome = outcomeOf(code);
  return {
    checkId,
    at,
    outcome,
    latencyMs: latency === null ? null : fromTenths(latency),
    detail: detail ?? '',
    ...whyOf(outcome, why),
  };
}

/**
 * All tries of all checks from `from` to `to` (both inclusive), oldest first, in pieces. Between two pieces others have their turn.
 */
export async function* findHistory(
  connection: Connection,
  numbers: CheckNumbers,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): AsyncGenerator<readonly StoredTry[], void, void> {
  const names = numbers.all();
  const next = (minute: number) =>
    connection.first(
      sqlite
        .selectFrom('observation')
        .select(({ fn }) => fn.min('minute').as('minute'))
        .where('minute', '>=', minute),
    )?.minute ?? null;
  const last = Math.floor(to / MINUTE_MS);
  for (let minute = next(Math.floor(from / MINUTE_MS)); minute !== null && minute <= last; minute = next(minute + 1)) {
    const start = minute * MINUTE_MS;
    const rows = connection.rows(
      sqlite
        .selectFrom('observation')
        .select(['check_number', 'ms', 'outcome', 'latency', 'detail', 'why'])
        .where('minute', '=', minute),
    );
    yield rows
      .flatMap((row): readonly StoredTry[] => {
        const checkId = names.get(row.check_number);
        const at = start + row.ms;
        return checkId === undefined || at < from || at > to ? [] : [tryOf(checkId, at, row)];
      })
      .sort((one, other) => one.at - other.at);
    await breathe();
  }
}

interface RollupsQuery {
  readonly checkIds: readonly CheckId[];
  readonly unit: RollupUnit;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The sums of every span that touches `from` to `to` and holds a try, oldest first. */
export async function findRollups(
  connection: Connection,
  numbers: CheckNumbers,
  query: RollupsQuery,
): Promise<readonly Rollup[]> {
  const wanted = numbers.byNumber(query.checkIds);
  if (wanted.size === 0) {
    return [];
  }
  const unit = UNIT_CODES[query.unit];
  const latest = (upTo: number) =>
    connection.first(
      sqlite
        .selectFrom('rollup')
        .select(({ fn }) => fn.max('start').as('start'))
        .where('unit', '=', unit)
        .where('start', '<=', upTo),
    )?.start ?? null;
  const seek = wanted.size <= numbers.count() * MOST;
  const size = Math.max(1, Math.floor(seek ? SEEKS / wanted.size : ROWS / numbers.count()));

  const pieces: Rollup[][] = [];
  for await (const piece of piecesBack(spansOf(query, ROLLUP_UNITS[query.unit]), size, latest)) {
    const found: Rollup[] = [];
    for (const row of connection.rows(seek ? soughtSums(unit, [...wanted.keys()], piece) : allSums(unit, piece))) {
      for (const packed of JSON.parse(row.sums) as Packed[]) {
        const checkId = wanted.get(packed[0]);
        if (checkId !== undefined) {
          found.push(unpack(packed, checkId, query.unit, row.start));
        }
      }
    }
    pieces.push(found);
  }
  return ([] as Rollup[]).concat(...pieces.reverse()); // flat() takes 10 ms for 90,000
}

function spansOf({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }, length: number): Piece {
  return { from: Math.floor(from / length), to: Math.floor(to / length) };
}

/**
 * All checks of one span as one JSON text: 90 days of 1,000 checks are read in 40 ms this way, against 220 ms with an object
 * for each row, because each value that crosses from SQLite to JavaScript costs more than finding it.
 */
const PACKED = sql<string>`json_group_array(json_array(check_number, passes, slows, fails, inconclusives, latency_sum, latency_max))`;

function allSums(unit: number, { from, to }: Piece) {
  return sqlite
    .selectFrom('rollup')
    .select(['start', PACKED.as('sums')])
    .where('unit', '=', unit)
    .where('start', '>=', from)
    .where('start', '<=', to)
    .groupBy('start')
    .orderBy('start');
}

function soughtSums(unit: number, wanted: readonly number[], piece: Piece) {
  return counted(piece)
    .selectFrom('span')
    .crossJoin('rollup')
    .where('rollup.unit', '=', unit)
    .whereRef('rollup.start', '=', 'span.number')
    .where('rollup.check_number', 'in', listed(wanted))
    .select(['rollup.start', PACKED.as('sums')])
    .groupBy('rollup.start')
    .orderBy('rollup.start');
}

/** A list as one parameter: the same text, and so the same prepared statement, however many there are. */
function listed(numbers: readonly number[]) {
  return sql<number>`(select value from json_each(${JSON.stringify(numbers)}))`;
}

/** A table `span` with every number of the piece. On the left of a cross join SQLite takes it as the outer loop. */
function counted({ from, to }: Piece): QueryCreator<Schema & { span: { number: number } }> {
  return sqlite.withRecursive('span(number)', (build) =>
    build
      .selectNoFrom(sql<number>`${from}`.as('number'))
      .unionAll(
        (build as unknown as Kysely<{ span: { number: number } }>)
          .selectFrom('span')
          .select(sql<number>`number + 1`.as('number'))
          .where('number', '<', to),
      ),
  );
}

type Packed = readonly [
  number: number,
  passes: number,
  slows: number,
  fails: number,
  inconclusives: number,
  sum: number,
  max: number,
];

function unpack(packed: Packed, checkId: CheckId, unit: RollupUnit, start: number): Rollup {
  const [, passes, slows, fails, inconclusives, sum, max] = packed;
  return {
    checkId,
    unit,
    start: start * ROLLUP_UNITS[unit],
    passes,
    slows,
    fails,
    inconclusives,
    latencySumMs: fromTenths(sum),
    latencyMaxMs: fromTenths(max),
  };
}
