/**
 * Forgetting what is older than it should be, a little at a time: pages go out between two pieces.
 *
 * Never forgets a page that still wants work, an open incident, or what a channel last did.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Compilable } from 'kysely';
import { ROLLUP_UNITS, type RollupUnit } from '../../../shared/contract/series.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { PageState } from '../../../shared/model/page.ts';
import type { Store } from '../../engine/ports/store.ts';
import { MINUTE_MS, UNIT_CODES } from '../codes.ts';
import { sqlite } from '../query-builder.ts';
import type { Connection } from './connection.ts';

export type Ages = Parameters<Store['prune']>[1];

/** Rows a transaction: 5 to 20 ms. */
const PIECE = 5_000;

const DONE: readonly PageState[] = ['accepted', 'delivered', 'refused', 'expired', 'withdrawn'];

/** One kind of row to forget: where its `PIECE`-th oldest lies below the limit, and how to delete up to there. */
interface Old {
  readonly end: (connection: Connection) => number | undefined;
  readonly remove: (upTo: number) => Compilable;
  /** Everything below this is old. */
  readonly below: number;
}

/** Removes what is older than its age (ms) at `now`. Gives back how many rows went. Stops where it is when the store is closed. */
export async function prune(connection: Connection, now: EpochMs, ages: Ages): Promise<number> {
  const kinds = [
    oldTries(Math.floor((now - ages.observations) / MINUTE_MS)),
    oldSums('minute', now - ages.minutes),
    oldSums('hour', now - ages.hours),
    oldSums('day', now - ages.days),
    oldEvents(now - ages.events),
    oldIncidents(now - ages.events),
    oldPages(now - ages.events),
  ];
  let removed = 0;
  for (const kind of kinds) {
    for (let more = true; more && connection.isOpen; ) {
      // Ties at the end of a piece go with it, so each turn moves on.
      const end = kind.end(connection);
      more = end !== undefined;
      removed += connection.transaction('batch', () => connection.run(kind.remove(end ?? kind.below - 1)));
      await breathe();
    }
  }
  return removed;
}

function oldTries(below: number): Old {
  return {
    below,
    end: (connection) =>
      connection.first(
        sqlite
          .selectFrom('observation')
          .select('minute')
          .where('minute', '<', below)
          .orderBy('minute')
          .limit(1)
          .offset(PIECE),
      )?.minute,
    remove: (upTo) => sqlite.deleteFrom('observation').where('minute', '<=', upTo),
  };
}

function oldSums(unit: RollupUnit, before: EpochMs): Old {
  const below = Math.floor(before / ROLLUP_UNITS[unit]);
  const code = UNIT_CODES[unit];
  return {
    below,
    end: (connection) =>
      connection.first(
        sqlite
          .selectFrom('rollup')
          .select('start')
          .where('unit', '=', code)
          .where('start', '<', below)
          .orderBy('start')
          .limit(1)
          .offset(PIECE),
      )?.start,
    remove: (upTo) => sqlite.deleteFrom('rollup').where('unit', '=', code).where('start', '<=', upTo),
  };
}

function oldEvents(below: EpochMs): Old {
  return {
    below,
    end: (connection) =>
      connection.first(
        sqlite.selectFrom('event').select('at').where('at', '<', below).orderBy('at').limit(1).offset(PIECE),
      )?.at,
    remove: (upTo) => sqlite.deleteFrom('event').where('at', '<=', upTo),
  };
}

/** Few enough for one piece. */
function oldIncidents(below: EpochMs): Old {
  return {
    below,
    end: () => undefined,
    remove: (upTo) => sqlite.deleteFrom('incident').where('resolved_at', '<=', upTo),
  };
}

function oldPages(below: EpochMs): Old {
  return {
    below,
    end: () => undefined,
    remove: (upTo) =>
      sqlite
        .deleteFrom('outbox')
        .where('state', 'in', DONE)
        .where('updated', '<=', upTo)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('outbox as later')
              .select('later.id')
              .whereRef('later.channel_id', '=', 'outbox.channel_id')
              .where('later.attempts', '>', 0)
              .whereRef('later.updated', '>', 'outbox.updated'),
          ),
        ),
  };
}
