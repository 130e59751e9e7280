/**
 * A list as the Cachet API gives it out: filtered by its fields, sorted, in pages.
 */
import type { Row } from './component-wire.ts';

const DEFAULT_PER_PAGE = 20;
const MOST_PER_PAGE = 1_000;

/** What stands behind the question mark: a text, or several under one name. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Words of the query that are no fields. */
const OWN_WORDS: ReadonlySet<string> = new Set(['page', 'per_page', 'sort', 'order']);

export interface Listed {
  readonly meta: { readonly pagination: Readonly<Record<string, unknown>> };
  readonly data: readonly Row[];
}

/** @param address of this list, without a query: for the links to its neighbours */
export function listed(rows: readonly Row[], query: Query, address: string): Listed {
  const found = sorted(
    rows.filter((row) => matches(row, query)),
    query,
  );
  const perPage = numberIn(query.per_page, DEFAULT_PER_PAGE, MOST_PER_PAGE);
  const page = numberIn(query.page, 1, Number.MAX_SAFE_INTEGER);
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  const data = found.slice((page - 1) * perPage, page * perPage);
  const link = (to: number): string => `${address}?${asText({ ...query, page: String(to) })}`;
  return {
    meta: {
      pagination: {
        total: found.length,
        count: data.length,
        per_page: perPage,
        current_page: page,
        total_pages: pages,
        links: {
          next_page: page < pages ? link(page + 1) : null,
          previous_page: page > 1 ? link(Math.min(page - 1, pages)) : null,
        },
      },
    },
    data,
  };
}

/** Fields that the rows do not have are no filters: whoever sends them means something that we do not know. */
function matches(row: Row, query: Query): boolean {
  return Object.entries(query).every(([word, wanted]) => {
    const field = word.replace(/\[\]$/, '');
    if (wanted === undefined || OWN_WORDS.has(word) || !(field in row)) {
      return true;
    }
    const values = typeof wanted === 'string' ? [wanted] : wanted;
    return field === 'tags' ? hasTag(row.tags, values) : values.some((value) => sameValue(row[field], value));
  });
}

/** By slug or by word, any of them. */
function hasTag(tags: unknown, wanted: readonly string[]): boolean {
  const words = typeof tags === 'object' && tags !== null ? Object.entries(tags).flat() : [];
  return wanted.some((tag) => words.includes(tag));
}

function sameValue(field: unknown, wanted: string): boolean {
  const flags: readonly string[] = field === true ? ['1', 'true'] : field === false ? ['0', 'false'] : [];
  return flags.includes(wanted.toLowerCase()) || String(field ?? '') === wanted;
}

function sorted(rows: readonly Row[], { sort, order }: Query): readonly Row[] {
  if (typeof sort !== 'string' || !rows.every((row) => sort in row)) {
    return rows;
  }
  const sign = typeof order === 'string' && order.toLowerCase() === 'desc' ? -1 : 1;
  return rows.toSorted((one, other) => sign * compared(one[sort], other[sort]));
}

function compared(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') {
    return one - other;
  }
  const [a, b] = [String(one ?? ''), String(other ?? '')];
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberIn(said: string | readonly string[] | undefined, otherwise: number, most: number): number {
  return typeof said === 'string' && /^[1-9]\d{0,14}$/.test(said) ? Math.min(Number(said), most) : otherwise;
}

function asText(query: Query): string {
  return Object.entries(query)
    .flatMap(([word, value]) =>
      value === undefined ? [] : typeof value === 'string' ? [[word, value]] : value.map((one) => [word, one]),
    )
    .map(([word = '', value = '']) => `${encodeURIComponent(word)}=${encodeURIComponent(value)}`)
    .join('&');
}
