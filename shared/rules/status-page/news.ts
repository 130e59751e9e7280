/**
 * What of a page is news: when this text differs, somebody who looks again sees something else than the time.
 */
import type { StatusPage } from './page.ts';

/** Uptime and response times move all the time and are no news. */
export function newsOf(page: StatusPage): string {
  const groups = page.groups.map(({ components, ...group }) => ({
    ...group,
    components: components.map(({ history, ...component }) => ({ ...component, hasHistory: history !== null })),
  }));
  return JSON.stringify({ ...page, at: 0, groups });
}
