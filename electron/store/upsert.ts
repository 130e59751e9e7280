/**
 * "Write this row, whether it is there or not", for the tables that hold the present state: one row a thing.
 */
import type { Compilable, Insertable } from 'kysely';
import { sqlite } from './query-builder.ts';
import type { Schema } from './schema.ts';

/** The tables of state, with what names a row in each. */
export const STATE_KEYS = {
  watch: 'component_id',
  incident: 'id',
  outbox: 'id',
  override: 'id',
  value: 'key',
} as const satisfies { readonly [T in keyof Schema]?: keyof Schema[T] };

export type StateTable = keyof typeof STATE_KEYS;
export type StateRow<T extends StateTable> = Insertable<Schema[T]>;

/** Inserts the row, or overwrites every other column of the one that has its key. */
export function upsert<T extends StateTable>(table: T, row: StateRow<T>): Compilable {
  const key = STATE_KEYS[table];
  const others = Object.keys(row).filter((column) => column !== key);
  // Kysely cannot follow a table that is itself a type parameter, hence `never`; the signature above is the check.
  return sqlite
    .insertInto(table as StateTable)
    .values(row as never)
    .onConflict((on) =>
      on
        .column(key as never)
        .doUpdateSet(
          (eb) => Object.fromEntries(others.map((column) => [column, eb.ref(`excluded.${column}` as never)])) as never,
        ),
    );
}
