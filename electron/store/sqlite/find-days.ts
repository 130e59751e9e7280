/**
 * Days as bars: what was well and what failed, a column for each check. Thousands of checks over months are asked for at once,
 * so there is no object for each day of each check, on the way to the window neither.
 */
import { sql } from 'kysely';
import { type CheckDays, ROLLUP_UNITS } from '../../../shared/contract/series.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import type { CheckNumbers } from './check-numbers.ts';
import type { Connection } from './connection.ts';
import { sumRows } from './sum-rows.ts';

interface DaysQuery {
  readonly checkIds: readonly CheckId[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Every UTC day that touches `from` to `to`, of every check that was tried in one of them. */
export async function findDays(
  connection: Connection,
  numbers: CheckNumbers,
  query: DaysQuery,
): Promise<readonly CheckDays[]> {
  const wanted = numbers.byNumber(query.checkIds);
  const first = Math.floor(query.from / ROLLUP_UNITS.day);
  const count = Math.floor(query.to / ROLLUP_UNITS.day) - first + 1;
  const found = new Map<number, { readonly checkId: CheckId; readonly good: number[]; readonly failed: number[] }>();
  for await (const rows of sumRows(connection, wanted, numbers, { ...query, unit: 'day' }, PACKED)) {
    for (const { start, sums } of rows) {
      const [checks, good, failed] = JSON.parse(sums) as Packed;
      for (const [index, number] of checks.entries()) {
        let days = found.get(number);
        if (days === undefined) {
          const checkId = wanted.get(number);
          if (checkId === undefined) {
            continue;
          }
          days = { checkId, good: nothing(count), failed: nothing(count) };
          found.set(number, days);
        }
        days.good[start - first] = good[index] ?? 0;
        days.failed[start - first] = failed[index] ?? 0;
      }
    }
  }
  return [...found.values()];
}

const PACKED = sql<string>`json_array(json_group_array(check_number), json_group_array(passes + slows), json_group_array(fails))`;

type Packed = readonly [numbers: readonly number[], good: readonly number[], failed: readonly number[]];

function nothing(count: number): number[] {
  return new Array<number>(count).fill(0);
}
