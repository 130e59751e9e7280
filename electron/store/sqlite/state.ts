/**
 * The state that a restart goes on from, and the shelf for rows that cannot be used.
 *
 * A row moves to the shelf in one transaction: it is in exactly one of the two places, and never gone.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { PageState } from '../../../shared/model/page.ts';
import { sqlite } from '../query-builder.ts';
import { readState, type StateRead, type Unreadable } from '../read-state.ts';
import { STATE_KEYS, type StateTable } from '../upsert.ts';
import type { Connection } from './connection.ts';

/** States of a page that still wants work. */
const UNFINISHED: readonly PageState[] = ['queued', 'trying'];

/** Reads everything that is needed to go on. Changes nothing. */
export function readAllState(connection: Connection): StateRead {
  return readState((table) => connection.rows(stateRows(table)));
}

function stateRows(table: 'watch' | 'outbox' | 'override' | 'value') {
  switch (table) {
    case 'watch':
      return sqlite.selectFrom('watch').select(['component_id as key', 'json']).orderBy('component_id');
    case 'outbox':
      return sqlite
        .selectFrom('outbox')
        .select(['id as key', 'json'])
        .where('state', 'in', UNFINISHED)
        .orderBy('next_attempt_at')
        .orderBy('id');
    case 'override':
      return sqlite.selectFrom('override').select(['id as key', 'json']).orderBy('id');
    case 'value':
      return sqlite.selectFrom('value').select(['key', 'json']).orderBy('key');
  }
}

/** Moves rows to the shelf `unreadable`. */
export function shelve(connection: Connection, rows: readonly Unreadable[], at: EpochMs): void {
  if (rows.length === 0) {
    return;
  }
  connection.transaction('durable', () => {
    for (const { source, key, reason, json } of rows) {
      connection.run(sqlite.insertInto('unreadable').values({ at, source, row_key: key, reason, json }));
      connection.run(sqlite.deleteFrom(source as StateTable).where(STATE_KEYS[source] as never, '=', key as never));
    }
  });
}

/** What became unreadable and what that means, for the person who is on call. */
export function shelvedNotice({ source, key, reason }: Unreadable): string {
  return `${CONSEQUENCE[source](key)}: its row in the store could not be read (${reason}). The row is kept in the table "unreadable".`;
}

const CONSEQUENCE: Readonly<Record<StateTable, (key: string) => string>> = {
  watch: (key) => `What was believed about ${key} is lost, it starts anew as unknown`,
  incident: (key) => `Incident ${key} is missing from the list of incidents`,
  outbox: (key) => `Page ${key} was waiting and will NOT be sent`,
  override: (key) => `Override ${key} of the schedule is NOT in force`,
  value: (key) => `The setting ${key} is back at its default`,
};
