/**
 * Which view is open, as it stands behind the # of the address: links, back and reload work without a server knowing.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ComponentId, IncidentId } from '../../shared/model/ids.ts';

export const VIEWS = ['now', 'components', 'timeline', 'on-call', 'channels', 'self-check'] as const;
export type ViewName = (typeof VIEWS)[number];

export type Route =
  | { readonly view: 'now'; readonly incident: IncidentId | null }
  | { readonly view: 'component'; readonly component: ComponentId }
  | { readonly view: Exclude<ViewName, 'now'> };

const NOW: Route = { view: 'now', incident: null };

/** `#/now/<incident>`, `#/components/<id>`, `#/timeline` …; anything else is Now. */
export function parseRoute(hash: string): Route {
  const [view, ...rest] = hash.replace(/^#?\/?/, '').split('/');
  const id = decode(rest.join('/'));
  if (view === 'now') {
    return { view: 'now', incident: id === '' ? null : (id as IncidentId) };
  }
  if (view === 'components') {
    return id === '' ? { view: 'components' } : { view: 'component', component: id as ComponentId };
  }
  return view === 'timeline' || view === 'on-call' || view === 'channels' || view === 'self-check' ? { view } : NOW;
}

export function hashOf(route: Route): string {
  switch (route.view) {
    case 'now':
      return route.incident === null ? '#/now' : `#/now/${encodeURIComponent(route.incident)}`;
    case 'component':
      return `#/components/${encodeURIComponent(route.component)}`;
    default:
      return `#/${route.view}`;
  }
}

/** The entry of the navigation that a route belongs to. */
export function viewOf(route: Route): ViewName {
  return route.view === 'component' ? 'components' : route.view;
}

export interface Router {
  readonly store: StoreApi<Route>;
  go(route: Route): void;
  back(): void;
  stop(): void;
}

/** Follows the window's address. `stop` lets go of it. */
export function createRouter(window: Window): Router {
  const store = createStore<Route>(() => parseRoute(window.location.hash));
  const read = () => store.setState(parseRoute(window.location.hash), true);
  window.addEventListener('hashchange', read);
  return {
    store,
    go: (route) => {
      window.location.hash = hashOf(route);
      read(); // the event comes a turn later; a key pressed meanwhile must act on the new view
    },
    back: () => {
      const route = store.getState();
      window.location.hash = hashOf(route.view === 'component' ? { view: 'components' } : NOW);
      read();
    },
    stop: () => window.removeEventListener('hashchange', read),
  };
}

/** A hand-made address may hold a stray %; then it is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
