/**
 * Statements for the hot path: written once by kysely, run for ever after with values only.
 *
 * Kysely is given marks in the place of values; where they come out in the compiled parameters is where values go in.
 */
import type { Compilable } from 'kysely';
import type { Connection } from './connection.ts';
import type { SqliteStatement, SqlValue } from './driver.ts';

type Row = Readonly<Record<string, SqlValue>>;

export interface Changed {
  readonly changes: number;
  readonly lastId: number;
}

/** Prepares a statement over one row of named values. */
export function prepared<R extends Row>(
  connection: Connection,
  names: readonly (keyof R & string)[],
  build: (marks: R) => Compilable,
): (row: R) => Changed {
  const { statement, order } = compile(connection, names, 1, ([marks]) => build(marks as R));
  return (row) => {
    const { changes, lastInsertRowid } = statement.run(...order.map(({ name }) => row[name] as SqlValue));
    return { changes: Number(changes), lastId: Number(lastInsertRowid) };
  };
}

/** Rows at a time. Measured: 10 or 50 rows a statement take 60 % of the CPU of single ones, more gains nothing. */
const BATCHES = [50, 10, 1] as const;

/** Prepares a statement over many rows. Gives back how many rows were changed in all. */
export function preparedRows<R extends Row>(
  connection: Connection,
  names: readonly (keyof R & string)[],
  build: (marks: readonly R[]) => Compilable,
): (rows: readonly R[]) => number {
  const batches = BATCHES.map((size) => ({ size, ...compile(connection, names, size, build) }));
  return (rows) => {
    let changed = 0;
    let from = 0;
    for (const { size, statement, order } of batches) {
      for (; rows.length - from >= size; from += size) {
        const values = order.map(({ row, name }) => rows[from + row]?.[name] as SqlValue);
        changed += Number(statement.run(...values).changes);
      }
    }
    return changed;
  };
}

interface Slot {
  readonly row: number;
  readonly name: string;
}

function compile<R extends Row>(
  connection: Connection,
  names: readonly (keyof R & string)[],
  size: number,
  build: (marks: readonly R[]) => Compilable,
): { readonly statement: SqliteStatement; readonly order: readonly Slot[] } {
  const slots = new Map<unknown, Slot>();
  const marks = Array.from({ length: size }, (_, row) => {
    const marked = names.map((name) => {
      const mark = `${row}:${name}`;
      slots.set(mark, { row, name });
      return [name, mark];
    });
    return Object.fromEntries(marked) as R;
  });
  const { sql, parameters } = build(marks).compile();
  const order = parameters.map((parameter) => {
    const slot = slots.get(parameter);
    if (slot === undefined) {
      throw new Error(`a prepared statement holds the constant ${String(parameter)}; name it`);
    }
    return slot;
  });
  return { statement: connection.prepare(sql), order };
}
