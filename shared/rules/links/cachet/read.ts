/**
 * What a Cachet answers, in either version, as far as we look at it. What does not fit is null: something else answered.
 *
 * 2 gives plain objects in `data`, 3 gives JSON:API (`id` a text outside, attributes inside, a status as {human, value}).
 */
import { z } from 'zod';
import type { CachetVersion } from '../../cachet/statuses.ts';

/** A component, an incident, a schedule or a point. */
export interface Thing {
  readonly id: number;
  readonly name: string;
  /** As it is now; null: it has none. */
  readonly status: number | null;
  readonly message: string;
  /** When it was made, by the clock on the server's wall: `2026-11-21 04:28:51`. */
  readonly created: string | null;
}

export interface Listing {
  readonly things: readonly Thing[];
  /** There are further pages. */
  readonly more: boolean;
}

/** PHP gives numbers as text here and there. */
const Whole = z.coerce.number().int();
const Text = z.string().nullish();

const Old = z.object({
  id: Whole,
  name: Text,
  status: Whole.nullish(),
  latest_status: Whole.nullish(),
  message: Text,
  created_at: Text,
});
const New = z.object({
  id: Whole,
  attributes: z.object({
    name: Text,
    status: z.object({ value: Whole }).nullish(),
    message: Text,
    created: z.object({ string: Text }).nullish(),
  }),
});

function oldThing({ id, name, status, latest_status, message, created_at }: z.infer<typeof Old>): Thing {
  return {
    id,
    name: name ?? '',
    status: latest_status ?? status ?? null,
    message: message ?? '',
    created: created_at ?? null,
  };
}

function newThing({ id, attributes: { name, status, message, created } }: z.infer<typeof New>): Thing {
  return {
    id,
    name: name ?? '',
    status: status?.value ?? null,
    message: message ?? '',
    created: created?.string ?? null,
  };
}

export function readThing(version: CachetVersion, body: unknown): Thing | null {
  if (version === 2) {
    const read = z.object({ data: Old }).safeParse(body);
    return read.success ? oldThing(read.data.data) : null;
  }
  const read = z.object({ data: New }).safeParse(body);
  return read.success ? newThing(read.data.data) : null;
}

const OldList = z.object({
  meta: z.object({ pagination: z.object({ current_page: Whole, total_pages: Whole }) }),
  data: z.array(Old),
});
const NewList = z.object({ links: z.object({ next: z.string().nullish() }), data: z.array(New) });

export function readListing(version: CachetVersion, body: unknown): Listing | null {
  if (version === 2) {
    const read = OldList.safeParse(body);
    if (!read.success) {
      return null;
    }
    const { current_page, total_pages } = read.data.meta.pagination;
    return { things: read.data.data.map(oldThing), more: current_page < total_pages };
  }
  const read = NewList.safeParse(body);
  return read.success ? { things: read.data.data.map(newThing), more: (read.data.links.next ?? null) !== null } : null;
}

/** Of `/version`: a text is Cachet 2, an object is Cachet 3. Null: neither. */
export function readVersion(body: unknown): CachetVersion | null {
  const read = z
    .object({
      data: z.union([
        z.string().transform(() => 2 as const),
        z.object({ version: z.string() }).transform(() => 3 as const),
      ]),
    })
    .safeParse(body);
  return read.success ? read.data.data : null;
}

export function isPong(body: unknown): boolean {
  return z.object({ data: z.literal('Pong!') }).safeParse(body).success;
}

const OldErrors = z.object({
  errors: z.array(
    z.object({
      title: Text,
      detail: Text,
      meta: z
        .object({ details: z.array(z.string()).nullish() })
        .or(z.array(z.unknown()))
        .nullish(),
    }),
  ),
});
/** Laravel's own form, of Cachet 3. */
const NewErrors = z.object({ message: z.string(), errors: z.record(z.string(), z.array(z.string())).nullish() });

/** Its own words for what it does not like; null: in no form that we know. */
export function readError(body: unknown): string | null {
  const old = OldErrors.safeParse(body);
  if (old.success) {
    const words = old.data.errors.flatMap(({ title, detail, meta }) => {
      const details = Array.isArray(meta) ? [] : (meta?.details ?? []);
      return [...details, ...(details.length > 0 ? [] : [detail ?? title ?? ''])];
    });
    return words.join(' ') || null;
  }
  const now = NewErrors.safeParse(body);
  if (!now.success) {
    return null;
  }
  const details = Object.values(now.data.errors ?? {}).flat();
  return details.length > 0 ? details.join(' ') : now.data.message;
}
