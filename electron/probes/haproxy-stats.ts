/**
 * The statistics of HAProxy as CSV (`show stat`, or the stats page with `;csv`), read by the names of its columns. Pure.
 *
 * Columns come and go with versions; a column that is not there is null. See the management guide, "9.1 CSV format".
 */

export type HaproxyRowKind = 'frontend' | 'backend' | 'server' | 'listener';

export interface HaproxyRow {
  /** The proxy, as the configuration names it. */
  readonly proxy: string;
  /** `FRONTEND`, `BACKEND`, or the server's name. */
  readonly name: string;
  readonly kind: HaproxyRowKind;
  /** `UP`, `DOWN 1/2`, `MAINT (via web/a)`, `no check` … */
  readonly status: string;
  /** A server that takes over only when the others are gone. */
  readonly backup: boolean;
  /** What its last check said: `Layer7 check passed`; empty when it has none. */
  readonly lastCheck: string;
  /** A whole number of a column; null: not there, or empty. */
  readonly number: (column: string) => number | null;
}

export type HaproxyReading =
  | { readonly kind: 'rows'; readonly rows: readonly HaproxyRow[] }
  | { readonly kind: 'not-haproxy'; readonly because: string };

const KINDS: Readonly<Record<string, HaproxyRowKind>> = {
  '0': 'frontend',
  '1': 'backend',
  '2': 'server',
  '3': 'listener',
};

export function readHaproxyStats(text: string): HaproxyReading {
  const [header = '', ...lines] = text.split(/\r?\n/);
  if (!header.startsWith('# pxname,')) {
    return { kind: 'not-haproxy', because: notStats(text) };
  }
  const columns = new Map(fieldsOf(header.slice(2)).map((name, index) => [name, index]));
  const rows = lines.flatMap((line) => {
    const fields = line === '' ? [] : fieldsOf(line);
    return fields.length < 2 ? [] : [rowOf(fields, columns)];
  });
  return rows.length === 0
    ? { kind: 'not-haproxy', because: 'HAProxy tells of no proxy at all' }
    : { kind: 'rows', rows };
}

function notStats(text: string): string {
  if (/^\s*</.test(text)) {
    return 'an HTML page came where the statistics were asked for as text (;csv)';
  }
  return /^(?:Permission denied|Unknown command)/i.test(text)
    ? `the admin socket refuses to tell (${text.startsWith('P') ? 'Permission denied' : 'Unknown command'}); it needs at least "level user"`
    : `no statistics of HAProxy came, but ${text.trim() === '' ? 'nothing' : 'something else'}`;
}

function rowOf(fields: readonly string[], columns: ReadonlyMap<string, number>): HaproxyRow {
  const text = (column: string) => fields[columns.get(column) ?? -1] ?? '';
  const name = text('svname');
  return {
    proxy: text('pxname'),
    name,
    kind: KINDS[text('type')] ?? kindByName(name),
    status: text('status'),
    backup: text('bck') === '1',
    lastCheck: text('last_chk') === '' ? text('check_status') : `${text('check_status')} ${text('last_chk')}`.trim(),
    number(column) {
      const value = text(column);
      return /^-?\d{1,15}$/.test(value) ? Number(value) : null;
    },
  };
}

/** Before 1.3.15 no column told the type. */
function kindByName(name: string): HaproxyRowKind {
  switch (name) {
    case 'FRONTEND':
      return 'frontend';
    case 'BACKEND':
      return 'backend';
    default:
      return 'server';
  }
}

/** One line of CSV (RFC 4180): HAProxy quotes what has a comma, and doubles quotes inside. */
function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at];
    if (quoted) {
      if (letter !== '"') {
        field += letter;
      } else if (line[at + 1] === '"') {
        field += '"';
        at += 1;
      } else {
        quoted = false;
      }
    } else if (letter === '"' && field === '') {
      quoted = true;
    } else if (letter === ',') {
      fields.push(field);
      field = '';
    } else {
      field += letter;
    }
  }
  fields.push(field);
  return fields;
}

/** HAProxy looks for `;csv` anywhere behind its stats address. */
export const asCsv = (url: string): string => (url.includes(';csv') ? url : `${url.replace(/#.*$/, '')};csv`);
