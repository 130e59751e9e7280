/**
 * Observations and their sums, a batch at a time, in one transaction: the sums always equal the tries they were made of.
 *
 * Written without waiting for the disk. The batch is the price: one observation alone costs ten times its share of fifty.
 */

import type { Observation } from '../../../shared/model/observation.ts';
import { MINUTE_MS } from '../codes.ts';
import { sqlite } from '../query-builder.ts';
import { type ObservationRow, observationRows, type RollupRow, rollupRows, whenOf } from '../sums.ts';
import type { CheckNumbers } from './check-numbers.ts';
import type { Connection } from './connection.ts';
import { preparedRows } from './prepared.ts';

/** Prepares the writing of observations. What it returns throws SQLite's error, and then nothing of the batch is written. */
export function openRecorder(
  connection: Connection,
  numbers: CheckNumbers,
): (observations: readonly Observation[]) => void {
  const insert = preparedRows<ObservationRow>(
    connection,
    ['minute', 'check_number', 'ms', 'outcome', 'latency', 'detail', 'why'],
    (rows) =>
      sqlite
        .insertInto('observation')
        .values(rows)
        .onConflict((on) => on.doNothing()),
  );
  const addUp = preparedRows<RollupRow>(
    connection,
    ['unit', 'start', 'check_number', 'passes', 'slows', 'fails', 'inconclusives', 'latency_sum', 'latency_max'],
    (rows) =>
      sqlite
        .insertInto('rollup')
        .values(rows)
        .onConflict((on) =>
          on.columns(['unit', 'start', 'check_number']).doUpdateSet((eb) => ({
            passes: eb('rollup.passes', '+', eb.ref('excluded.passes')),
            slows: eb('rollup.slows', '+', eb.ref('excluded.slows')),
            fails: eb('rollup.fails', '+', eb.ref('excluded.fails')),
            inconclusives: eb('rollup.inconclusives', '+', eb.ref('excluded.inconclusives')),
            latency_sum: eb('rollup.latency_sum', '+', eb.ref('excluded.latency_sum')),
            latency_max: eb
              .case()
              .when('excluded.latency_max', '>', eb.ref('rollup.latency_max'))
              .then(eb.ref('excluded.latency_max'))
              .else(eb.ref('rollup.latency_max'))
              .end(),
          })),
        ),
  );

  function numberOf(checkId: Observation['checkId']): number {
    const number = numbers.of(checkId);
    if (number === undefined) {
      throw new Error(`check ${checkId} has no number`);
    }
    return number;
  }

  /** Two tries of one check in one ms (a check by hand, a clock set back): the later one is kept a ms further on. */
  function insertOneByOne(rows: readonly ObservationRow[]): void {
    for (const row of rows) {
      let at = row.minute * MINUTE_MS + row.ms;
      while (insert([{ ...row, ...whenOf(at) }]) === 0) {
        at += 1;
      }
    }
  }

  function write(observations: readonly Observation[], insertAll: (rows: readonly ObservationRow[]) => void): void {
    const known = numbers.count();
    try {
      connection.transaction('batch', () => {
        numbers.number(new Set(observations.map(({ checkId }) => checkId)));
        insertAll(observationRows(observations, numberOf));
        addUp(rollupRows(observations, numberOf));
      });
    } catch (error) {
      numbers.forget(known);
      throw error;
    }
  }

  return (observations) => {
    if (observations.length === 0) {
      return;
    }
    try {
      write(observations, (rows) => {
        if (insert(rows) < rows.length) {
          throw new SameInstant();
        }
      });
    } catch (error) {
      if (!(error instanceof SameInstant)) {
        throw error;
      }
      write(observations, insertOneByOne);
    }
  };
}

/** Never leaves this file: undoes the fast way in favour of the careful one. */
class SameInstant extends Error {}
