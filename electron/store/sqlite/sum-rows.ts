/**
 * How sums are read: all checks of a span as one text. The table lies in the order of time, then check: one check over a range is
 * one seek a span, all checks over a range is one read.
 */
import { type RawBuilder, sql } from 'kysely';
import { ROLLUP_UNITS, type RollupUnit } from '../../../shared/contract/series.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import { UNIT_CODES } from '../codes.ts';
import { sqlite } from '../query-builder.ts';
import type { CheckNumbers } from './check-numbers.ts';
import type { Connection } from './connection.ts';
import { type Piece, piecesBack } from './pieces.ts';
import { counted, SEEKS, spansOf } from './spans.ts';

/** Rows read without a pause when they are read as one stretch: about 0.4 µs each. */
const ROWS = 30_000;

/** Asking for more than this share of all checks reads the rows of all, instead of seeking each. */
const MOST = 1 / 8;

export interface SumsQuery {
  readonly checkIds: readonly CheckId[];
  readonly unit: RollupUnit;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

interface SumRow {
  /** Number of the span. */
  readonly start: number;
  /** What `packed` makes of the rows of all checks (or of more than were asked for) in it. */
  readonly sums: string;
}

/**
 * The spans that touch `from` to `to` and hold a try, newest piece first, within a piece oldest first. `packed`: an aggregate
 * that makes one text of a span's rows, because each value that crosses from SQLite to JavaScript costs more than finding it
 * (90 days of 1,000 checks: 25 ms as texts, 300 ms row by row).
 */
export async function* sumRows(
  connection: Connection,
  checks: ReadonlyMap<number, CheckId>,
  numbers: CheckNumbers,
  query: SumsQuery,
  packed: RawBuilder<string>,
): AsyncGenerator<readonly SumRow[], void, void> {
  const unit = UNIT_CODES[query.unit];
  const all = numbers.count();
  const seek = checks.size <= all * MOST;
  const size = Math.max(1, Math.floor(seek ? SEEKS / checks.size : ROWS / all));
  const wanted = listed([...checks.keys()]);
  const latest = (upTo: number) =>
    connection.first(
      sqlite
        .selectFrom('rollup')
        .select(({ fn }) => fn.max('start').as('start'))
        .where('unit', '=', unit)
        .where('start', '<=', upTo),
    )?.start ?? null;
  for await (const piece of piecesBack(spansOf(query, ROLLUP_UNITS[query.unit]), size, latest)) {
    yield connection.rows(seek ? sought(unit, wanted, piece, packed) : read(unit, piece, packed));
  }
}

function read(unit: number, { from, to }: Piece, packed: RawBuilder<string>) {
  return sqlite
    .selectFrom('rollup')
    .select(['start', packed.as('sums')])
    .where('unit', '=', unit)
    .where('start', '>=', from)
    .where('start', '<=', to)
    .groupBy('start')
    .orderBy('start');
}

function sought(unit: number, wanted: RawBuilder<number>, piece: Piece, packed: RawBuilder<string>) {
  return counted(piece)
    .selectFrom('span')
    .crossJoin('rollup')
    .where('rollup.unit', '=', unit)
    .whereRef('rollup.start', '=', 'span.number')
    .where('rollup.check_number', 'in', wanted)
    .select(['rollup.start', packed.as('sums')])
    .groupBy('rollup.start')
    .orderBy('rollup.start');
}

/** A list as one parameter: the same text, and so the same prepared statement, however many there are. */
function listed(numbers: readonly number[]): RawBuilder<number> {
  return sql<number>`(select value from json_each(${JSON.stringify(numbers)}))`;
}
