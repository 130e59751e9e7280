/**
 * Incidents as they were last written, and the latest try of each channel. Parsed on the way out: what does not parse goes to
 * the shelf and into the log, and the rest is shown.
 */
import type { z } from 'zod';
import type { ChannelId, ComponentId, EpochMs, IncidentId } from '../../../shared/model/ids.ts';
import { Incident } from '../../../shared/model/incident.ts';
import { OutboxItem } from '../../../shared/model/page.ts';
import { sqlite } from '../query-builder.ts';
import { parseJson, type StateJson, type Unreadable } from '../read-state.ts';
import type { StateTable } from '../upsert.ts';
import type { Connection } from './connection.ts';

export type OnUnreadable = (rows: readonly Unreadable[]) => void;

export interface IncidentQuery {
  readonly id?: IncidentId;
  readonly componentId?: ComponentId;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly limit: number;
}

/** Incidents that were open at some time from `from` to `to` (both inclusive), the newest first. */
export function findIncidents(
  connection: Connection,
  query: IncidentQuery,
  onUnreadable: OnUnreadable,
): readonly Incident[] {
  let incidents = sqlite.selectFrom('incident').select(['id as key', 'json']);
  const { id, componentId, from, to } = query;
  if (id !== undefined) incidents = incidents.where('id', '=', id);
  if (componentId !== undefined) incidents = incidents.where('component_id', '=', componentId);
  if (to !== undefined) incidents = incidents.where('opened_at', '<=', to);
  if (from !== undefined) {
    incidents = incidents.where((eb) => eb.or([eb('resolved_at', 'is', null), eb('resolved_at', '>=', from)]));
  }
  const rows = connection.rows(incidents.orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(query.limit));
  return parseAll('incident', Incident, rows, onUnreadable).map(({ value }) => value);
}

export interface LastDelivery {
  readonly channelId: ChannelId;
  readonly item: OutboxItem;
  readonly at: EpochMs;
}

/** Each channel's latest try that has an answer, whether it arrived or is to be tried again. */
export function findLastDeliveries(connection: Connection, onUnreadable: OnUnreadable): readonly LastDelivery[] {
  const rows = connection.rows(
    sqlite
      .selectFrom(sqlite.selectFrom('outbox').select('channel_id').distinct().as('channel'))
      .innerJoin('outbox', (join) =>
        join.on('outbox.id', '=', (eb) =>
          eb
            .selectFrom('outbox as tried')
            .select('tried.id')
            .whereRef('tried.channel_id', '=', 'channel.channel_id')
            .where('tried.attempts', '>', 0)
            .where('tried.state', '!=', 'trying')
            .orderBy('tried.updated', 'desc')
            .orderBy('tried.id', 'desc')
            .limit(1),
        ),
      )
      .select(['outbox.id as key', 'outbox.json', 'outbox.updated'])
      .orderBy('outbox.channel_id'),
  );
  return parseAll('outbox', OutboxItem, rows, onUnreadable).map(({ value, row }) => ({
    channelId: value.page.channelId,
    item: value,
    at: row.updated,
  }));
}

function parseAll<T, R extends StateJson>(
  source: StateTable,
  schema: z.ZodType<T>,
  rows: readonly R[],
  onUnreadable: OnUnreadable,
) {
  const unreadable: Unreadable[] = [];
  const values = rows.flatMap((row) => {
    const result = parseJson(row.json, schema);
    if (!result.ok) {
      unreadable.push({ source, key: row.key, json: row.json, reason: result.reason });
      return [];
    }
    return [{ value: result.value, row }];
  });
  onUnreadable(unreadable);
  return values;
}
