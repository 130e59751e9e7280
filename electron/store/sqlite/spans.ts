/**
 * Spans of time (minutes, hours, days), counted from the epoch, in questions about many of them.
 */
import { type Kysely, type QueryCreator, sql } from 'kysely';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { sqlite } from '../query-builder.ts';
import type { Schema } from '../schema.ts';
import type { Piece } from './pieces.ts';

/** Seeks made without a pause: about 2 µs each. */
export const SEEKS = 2_000;

/** The spans of `length` ms that a range (both ends inclusive) touches. */
export function spansOf({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }, length: number): Piece {
  return { from: Math.floor(from / length), to: Math.floor(to / length) };
}

/** A table `span` with every number of the piece. On the left of a cross join SQLite takes it as the outer loop. */
export function counted({ from, to }: Piece): QueryCreator<Schema & { span: { number: number } }> {
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
