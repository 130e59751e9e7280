/**
 * Tries of checks over time. The table lies in the order of time, then check: one check over a range is one seek a minute.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { StoredTry } from '../../../shared/contract/series.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import { fromTenths, MINUTE_MS, outcomeOf, whyOf } from '../codes.ts';
import { sqlite } from '../query-builder.ts';
import type { Schema } from '../schema.ts';
import type { CheckNumbers } from './check-numbers.ts';
import type { Connection } from './connection.ts';
import { piecesBack } from './pieces.ts';
import { counted, SEEKS, spansOf } from './spans.ts';

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
