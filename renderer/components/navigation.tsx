/**
 * The views, as links. How many incidents are open stands beside Now, whatever view is shown.
 */
import { useStore } from 'zustand';
import { useParts, useRoute, useWords } from '../app/parts.tsx';
import { hashOf, type Route, VIEWS, type ViewName, viewOf } from '../app/route.ts';

export function Navigation() {
  const { mirror } = useParts();
  const words = useWords();
  const current = viewOf(useRoute());
  const open = useStore(
    mirror,
    ({ world }) => [...(world?.incidents.values() ?? [])].filter(({ state }) => state !== 'resolved').length,
  );
  return (
    <nav className="navigation" aria-label={words.navigation}>
      <ul>
        {VIEWS.map((view) => (
          <li key={view}>
            <a href={hashOf(routeTo(view))} aria-current={view === current ? 'page' : undefined}>
              {words.views[view]}
              {view === 'now' && open > 0 && (
                <span className="navigation-count">
                  {' '}
                  <span aria-hidden="true">{open}</span>
                  <span className="only-aloud">{words.now.open(open)}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function routeTo(view: ViewName): Route {
  return view === 'now' ? { view, incident: null } : { view };
}
