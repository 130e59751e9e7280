/**
 * Uptime Kuma's monitors, wherever they stand: in a backup (JSON, version 1) or in its database (SQLite, versions 1 and 2).
 *
 * Both have the same fields under two spellings: `retryInterval` in the backup (server/model/monitor.js, toJSON), `retry_interval`
 * in the database (db/knex_init_db.js). Readers ask by the first, and find either.
 */
import { type Fields, fieldsOf, isRecord, noLines } from '../fields.ts';
import type { SourceDatabase } from '../tools.ts';

export interface KumaMonitor {
  readonly id: string;
  readonly fields: Fields;
  readonly tags: readonly string[];
  /** Ids of the notifications that tell of it. */
  readonly notifications: readonly string[];
}

export interface KumaSource {
  readonly monitors: readonly KumaMonitor[];
  readonly notifications: readonly { readonly id: string; readonly name: string; readonly type: string }[];
  /** The monitors of each, beside its fields. A backup has none. */
  readonly maintenance: readonly { readonly fields: Fields; readonly monitors: readonly string[] }[];
  /** What else it holds and nothing is made of: kind and number. */
  readonly others: readonly { readonly what: string; readonly count: number }[];
}

export type KumaResult =
  | { readonly ok: true; readonly source: KumaSource }
  | { readonly ok: false; readonly reason: string };

/** A backup: `{ version, notificationList, monitorList, proxyList }`. */
export function kumaBackup(text: string, file: string): KumaResult {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { ok: false, reason: `${file} is neither a backup of Uptime Kuma (JSON) nor its database (kuma.db)` };
  }
  const list = isRecord(value) ? value.monitorList : null;
  const records = (Array.isArray(list) ? list : isRecord(list) ? Object.values(list) : []).filter(isRecord);
  if (!isRecord(value) || list === undefined || list === null) {
    return { ok: false, reason: `${file} is no backup of Uptime Kuma: it has no monitorList` };
  }
  const monitors = records.map((record) => {
    const fields = fieldsOf(record, noLines);
    return {
      id: fields.text('id') ?? '',
      fields,
      tags: fields.records('tags').map(tagText),
      notifications: fields.pairs('notificationIDList').flatMap(([id, on]) => (on === 'true' ? id : [])),
    };
  });
  const notifications = (Array.isArray(value.notificationList) ? value.notificationList : []).filter(isRecord);
  return {
    ok: true,
    source: {
      monitors,
      notifications: notifications.map(notificationOf),
      maintenance: [],
      others: counted([['proxies', value.proxyList]]),
    },
  };
}

/** The tables of a database. Rejects nothing: a table that is missing is an empty one, but for that of the monitors. */
export function kumaDatabase(database: SourceDatabase, file: string): KumaResult {
  const table = (name: string) => (database.rows(name) ?? []).map((row) => fieldsOf(row, noLines));
  const rows = database.rows('monitor');
  if (rows === null) {
    return { ok: false, reason: `${file} is a database, but not of Uptime Kuma: it has no table "monitor"` };
  }
  const names = new Map(table('tag').map((tag) => [tag.text('id'), tag.text('name') ?? '']));
  const tags = pairsOf(table('monitor_tag'), 'monitor_id', (row) => {
    const value = row.text('value') ?? '';
    return [names.get(row.text('tag_id')) ?? '', value].filter((part) => part !== '').join('-');
  });
  const notifications = pairsOf(
    table('monitor_notification'),
    'monitor_id',
    (row) => row.text('notification_id') ?? '',
  );
  const inMaintenance = pairsOf(table('monitor_maintenance'), 'maintenance_id', (row) => row.text('monitor_id') ?? '');
  return {
    ok: true,
    source: {
      monitors: rows.map((row) => {
        const fields = fieldsOf(row, noLines);
        const id = fields.text('id') ?? '';
        return { id, fields, tags: tags.get(id) ?? [], notifications: notifications.get(id) ?? [] };
      }),
      notifications: (database.rows('notification') ?? []).map(notificationOf),
      maintenance: table('maintenance').map((fields) => ({
        fields,
        monitors: inMaintenance.get(fields.text('id') ?? '') ?? [],
      })),
      others: counted(OTHER_TABLES.map(([what, name]) => [what, database.rows(name)])),
    },
  };
}

const OTHER_TABLES = [
  ['status pages', 'status_page'],
  ['proxies', 'proxy'],
  ['Docker hosts', 'docker_host'],
  ['remote browsers', 'remote_browser'],
  ['API keys', 'api_key'],
] as const;

const counted = (lists: readonly (readonly [what: string, rows: unknown])[]) =>
  lists.flatMap(([what, rows]) => (Array.isArray(rows) && rows.length > 0 ? { what, count: rows.length } : []));

/** `team: infra` is one word there and two fields. */
const tagText = (tag: Fields): string =>
  [tag.text('name') ?? '', tag.text('value') ?? ''].filter((part) => part !== '').join('-');

/** Its `config` is a JSON text full of secrets: only the type is read. */
function notificationOf(record: Record<string, unknown>) {
  const fields = fieldsOf(record, noLines);
  const config = jsonOf(fields.text('config'));
  const type = isRecord(config) ? fieldsOf(config, noLines).text('type') : fields.text('type');
  return { id: fields.text('id') ?? '', name: fields.text('name') ?? '', type: type ?? 'unknown' };
}

function pairsOf(rows: readonly Fields[], key: string, of: (row: Fields) => string): ReadonlyMap<string, string[]> {
  const result = new Map<string, string[]>();
  for (const row of rows) {
    const id = row.text(key) ?? '';
    result.set(id, [...(result.get(id) ?? []), of(row)]);
  }
  return result;
}

/** A JSON text inside a field; null when it is none. */
export function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
