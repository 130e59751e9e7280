/**
 * The journal's writes: state, the events that explain it and the pages that follow from it, in one transaction.
 *
 * All entries or none. A number is given to an event by the row that holds it, so none is given twice, ever.
 */
import type { EventDraft, WatchEvent } from '../../../shared/model/event.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { JournalEntry } from '../../engine/ports/store.ts';
import { sqlite } from '../query-builder.ts';
import { STATE_KEYS, type StateRow, type StateTable, upsert } from '../upsert.ts';
import type { Connection } from './connection.ts';
import { prepared } from './prepared.ts';
import { eventRow, incidentRow, outboxRow, overrideRow, valueRow, watchRow } from './rows.ts';

export type Journal = (entries: readonly JournalEntry[], now: EpochMs) => readonly WatchEvent[];

/** Prepares the journal. What it returns writes and numbers; it throws SQLite's error, and then nothing is written. */
export function openJournal(connection: Connection): Journal {
  const putWatch = put(connection, 'watch', ['component_id', 'updated', 'json']);
  const putIncident = put(connection, 'incident', ['id', 'component_id', 'opened_at', 'resolved_at', 'json']);
  const putOutbox = put(connection, 'outbox', [
    'id',
    'state',
    'attempts',
    'next_attempt_at',
    'channel_id',
    'incident_id',
    'updated',
    'json',
  ]);
  const putOverride = put(connection, 'override', ['id', 'updated', 'json']);
  const putValue = put(connection, 'value', ['key', 'json']);
  const removeWatch = remove(connection, 'watch');
  const removeOverride = remove(connection, 'override');
  const removeValue = remove(connection, 'value');
  const append = appendEvent(connection);

  function write(entry: JournalEntry, now: EpochMs): readonly WatchEvent[] {
    for (const watch of entry.watches ?? []) putWatch(watchRow(watch, now));
    for (const id of entry.forgetWatches ?? []) removeWatch(id);
    for (const incident of entry.incidents ?? []) putIncident(incidentRow(incident));
    for (const item of entry.outbox ?? []) putOutbox(outboxRow(item, now));
    for (const override of entry.overrides ?? []) putOverride(overrideRow(override, now));
    for (const id of entry.removeOverrides ?? []) removeOverride(id);
    for (const [key, value] of Object.entries(entry.values ?? {})) {
      // JSON has no undefined; nobody who writes it means to keep anything.
      value === null || value === undefined ? removeValue(key) : putValue(valueRow(key, value));
    }
    return entry.events.map(append);
  }

  return (entries, now) =>
    entries.length === 0 ? [] : connection.transaction('durable', () => entries.flatMap((entry) => write(entry, now)));
}

function put<T extends StateTable>(connection: Connection, table: T, columns: readonly (keyof StateRow<T> & string)[]) {
  return prepared<StateRow<T>>(connection, columns, (marks) => upsert(table, marks));
}

function remove(connection: Connection, table: 'watch' | 'override' | 'value'): (key: string) => void {
  const statement = prepared<{ readonly key: string }>(connection, ['key'], ({ key }) =>
    sqlite.deleteFrom(table as StateTable).where(STATE_KEYS[table] as never, '=', key as never),
  );
  return (key) => void statement({ key });
}

function appendEvent(connection: Connection): (draft: EventDraft) => WatchEvent {
  const insert = prepared<ReturnType<typeof eventRow>>(
    connection,
    ['at', 'type', 'component_id', 'incident_id', 'person_id', 'channel_id', 'text', 'data'],
    (row) => sqlite.insertInto('event').values(row),
  );
  return (draft) => ({ seq: insert(eventRow(draft)).lastId, ...draft });
}
