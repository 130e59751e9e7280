/**
 * Every component, by group, worst first. Only what is in sight is drawn, so ten thousand scroll like ten.
 */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { World } from '../../app/mirror.ts';
import { useWords, useWorld } from '../../app/parts.tsx';
import { useHold } from '../../app/use-hold.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ComponentRow } from './component-row.tsx';
import { FilterBar } from './filter-bar.tsx';
import { GroupRow } from './group-row.tsx';
import { type Filter, type Row, rowsOf } from './rows.ts';

const componentsOf = (world: World) => world.components;
const incidentsOf = (world: World) => world.incidents;
const groupsOf = (world: World) => world.groups;

const EVERYTHING: Filter = { text: '', onlyUnwell: false };
/** A first guess at a row's height (px); the rows are measured. */
const ROW_PX = 44;

export function ComponentsView() {
  const words = useWords();
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const wanted = useDeferredValue(filter); // typing stays quick while ten thousand rows are sifted
  const components = useWorld(componentsOf);
  const incidents = useWorld(incidentsOf);
  const groups = useWorld(groupsOf);
  const { rows, shown } = useMemo(
    () => rowsOf({ components, incidents, groups }, wanted, words),
    [components, incidents, groups, wanted, words],
  );

  if (components.size === 0) {
    return (
      <>
        <Title />
        <EmptyState shape="blind" title={words.now.empty} hint={words.now.emptyHint} />
      </>
    );
  }
  return (
    <>
      <Title />
      <FilterBar filter={filter} onChange={setFilter} shown={shown} all={components.size} />
      {rows.length === 0 ? (
        <EmptyState title={words.components.none} hint={words.components.noneHint}>
          <Button onClick={() => setFilter(EVERYTHING)}>{words.components.clear}</Button>
        </EmptyState>
      ) : (
        <Rows key={JSON.stringify(wanted)} rows={rows} />
      )}
    </>
  );
}

function Title() {
  const words = useWords();
  return (
    <h1 tabIndex={-1} className="view-title">
      {words.views.components}
    </h1>
  );
}

const gone = () => undefined;

function Rows({ rows: live }: { readonly rows: readonly Row[] }) {
  const { rows, handlers } = useHold(live, gone);
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  // Banners come and go above the list; where it begins is looked up again after every render.
  useLayoutEffect(() => setTop(Math.round((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY)));
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  return (
    <>
      <Columns />
      <ul ref={list} className="rows" style={{ height: virtual.getTotalSize() }} {...handlers}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="rows-item"
              style={{ transform: `translateY(${item.start - top}px)` }}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
            >
              {row.kind === 'group' ? (
                <GroupRow row={row} />
              ) : (
                <ComponentRow component={row.component} shape={row.shape} />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Heads for the eye; each fact in a row carries its own name for the ear. */
function Columns() {
  const { columns } = useWords().components;
  return (
    <div className="component-row columns" aria-hidden="true">
      <span className="component-name">{columns.component}</span>
      <span className="component-state">{columns.state}</span>
      <span className="component-checked">{columns.checked}</span>
      <span className="component-latency">{columns.latency}</span>
      <span className="component-recent">{columns.recent}</span>
    </div>
  );
}
