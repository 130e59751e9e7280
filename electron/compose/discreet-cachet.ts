/**
 * The Cachet API's desk for programs: what they quote of our own secrets is painted over before anything keeps it, or shows it to everybody.
 */
import { redact } from '../../shared/rules/redact.ts';
import type { CachetDesk, CachetPlace, Collection } from '../engine/ports/cachet.ts';

/** @param secrets of the configuration, as they are now */
export function discreetCachet(desk: CachetDesk, secrets: () => readonly string[]): CachetDesk {
  const places = Object.entries(desk.collections) as [CachetPlace, Collection][];
  const clean = (body: unknown): unknown => cleaned(body, (text) => redact(text, secrets()));
  return {
    ...desk,
    collections: Object.fromEntries(places.map(([place, one]) => [place, discreet(one, clean)])) as Readonly<
      Record<CachetPlace, Collection>
    >,
  };
}

function discreet(collection: Collection, clean: (body: unknown) => unknown): Collection {
  const { make, change } = collection;
  return {
    ...collection,
    ...(make && { make: (above, body, by, eyes) => make(above, clean(body), by, eyes) }),
    ...(change && { change: (above, number, body, by, eyes) => change(above, number, clean(body), by, eyes) }),
  };
}

/** Every text in it, however deep: a body is as deep as its parser let it be. */
function cleaned(body: unknown, clean: (text: string) => string): unknown {
  if (typeof body === 'string') {
    return clean(body);
  }
  if (Array.isArray(body)) {
    return body.map((one) => cleaned(one, clean));
  }
  return typeof body === 'object' && body !== null
    ? Object.fromEntries(Object.entries(body).map(([key, value]) => [key, cleaned(value, clean)]))
    : body;
}
