/**
 * Small numbers for checks. A number belongs to one check id for ever, also after the check has gone: its history stays.
 */
import type { CheckId } from '../../../shared/model/ids.ts';
import { sqlite } from '../query-builder.ts';
import type { Connection } from './connection.ts';
import { prepared } from './prepared.ts';

export interface CheckNumbers {
  /** Undefined when nothing was ever recorded for the check. */
  of(checkId: CheckId): number | undefined;
  /** Those of the checks that have a number, by it. */
  byNumber(checkIds: readonly CheckId[]): ReadonlyMap<number, CheckId>;
  /** Every check by its number. */
  all(): ReadonlyMap<number, CheckId>;
  /** How many there are. */
  count(): number;
  /** Numbers the checks that have none yet. Inside a transaction: call `forget` when that is undone. */
  number(checkIds: Iterable<CheckId>): void;
  /** Takes back what `number` gave since `count()` was `count`. */
  forget(count: number): void;
}

export function openCheckNumbers(connection: Connection): CheckNumbers {
  const numbers = new Map<CheckId, number>();
  const insert = prepared<{ readonly check_id: string }>(connection, ['check_id'], (row) =>
    sqlite.insertInto('check_number').values(row),
  );

  for (const row of connection.rows(sqlite.selectFrom('check_number').selectAll().orderBy('number'))) {
    numbers.set(row.check_id as CheckId, row.number);
  }

  return {
    of: (checkId) => numbers.get(checkId),
    byNumber: (checkIds) =>
      new Map(
        checkIds.flatMap((checkId) => {
          const number = numbers.get(checkId);
          return number === undefined ? [] : [[number, checkId] as const];
        }),
      ),
    all: () => new Map([...numbers].map(([checkId, number]) => [number, checkId])),
    count: () => numbers.size,
    number(checkIds) {
      for (const checkId of checkIds) {
        if (!numbers.has(checkId)) {
          numbers.set(checkId, insert({ check_id: checkId }).lastId);
        }
      }
    },
    forget(count) {
      for (const checkId of [...numbers.keys()].slice(count)) {
        numbers.delete(checkId);
      }
    },
  };
}
