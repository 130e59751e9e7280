/**
 * News for programs: `status.news`, version 1. Times are ISO 8601 in UTC; a field is never left out, and what is not known is null.
 *
 * Fields may be added within a version; none is taken away and none changes its meaning.
 */
import type { PublicIncident, StatusPage } from '../status-page/page.ts';
import { headlineState } from '../status-page/paint/headline.ts';
import type { Item, News } from './owed.ts';

export const HOOK_VERSION = 1;

/** @param id the same on every try: whoever has seen it has this already */
export function newsHook(page: StatusPage, news: readonly News[], id: string): string {
  return JSON.stringify({
    type: 'status.news',
    version: HOOK_VERSION,
    id,
    timestamp: iso(page.at),
    data: {
      title: page.title,
      page: page.base,
      watching: page.watching.kind === 'watching',
      state: headlineState(page.headline),
      incidents: news.flatMap((one) => (one.kind === 'incident' ? [incidentJson(one.incident, one.items)] : [])),
      maintenance: news.flatMap((one) =>
        one.kind === 'work'
          ? [{ key: one.key, from: iso(one.work.from), until: iso(one.work.until), components: one.work.components }]
          : [],
      ),
    },
  });
}

/** `title` null: ours, named after its component. `news` oldest first. */
function incidentJson({ key, title, components, state, from, until }: PublicIncident, items: readonly Item[]) {
  return {
    key,
    title,
    components,
    state,
    from: iso(from),
    until: until === null ? null : iso(until),
    news: items.map((item) => ({
      kind: item.kind === 'said' ? item.status : item.kind,
      at: item.kind === 'again' || item.kind === 'worse' ? null : iso(item.at),
      markdown: item.kind === 'said' ? item.message : null,
    })),
  };
}

const iso = (at: number): string => new Date(at).toISOString();
