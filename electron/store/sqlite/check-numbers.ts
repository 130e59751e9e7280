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
  /** Throws for a number that was never given. */
  idOf(number: number): CheckId;
  /** How many there are. */
  count(): number;
  /** Numbers the checks that have none yet. Inside a transaction: call `forget` when that is undone. */
  number(checkIds: Iterable<CheckId>): void;
  /** Takes back what `number` gave since `count()` was `count`. */
  forget(count: number): void;
}

export function openCheckNumbers(connection: Connection): CheckNumbers {
  const numbers = new Map<CheckId, number>();
  const ids = new Map<number, CheckId>();
  const insert = prepared<{ readonly check_id: string }>(connection, ['check_id'], (row) =>
    sqlite.insertInto('check_number').values(row),
  );

  function learn(checkId: CheckId, number: number): void {
    numbers.set(checkId, number);
    ids.set(number, checkId);
  }

  for (const row of connection.rows(sqlite.selectFrom('check_number').selectAll().orderBy('number'))) {
    learn(row.check_id as CheckId, row.number);
  }

  return {
    of: (checkId) => numbers.get(checkId),
    idOf(number) {
      const checkId = ids.get(number);
      if (checkId === undefined) {
        throw new Error(`no check has the number ${number}`);
      }
      return checkId;
    },
    count: () => numbers.size,
    number(checkIds) {
      for (const checkId of checkIds) {
        if (!numbers.has(checkId)) {
          learn(checkId, insert({ check_id: checkId }).lastId);
        }
      }
    },
    forget(count) {
      for (const [checkId, number] of [...numbers].slice(count)) {
        numbers.delete(checkId);
        ids.delete(number);
      }
    },
  };
}
