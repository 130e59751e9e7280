/**
 * What is wrong now and what is being done about it; when nothing is, that somebody is looking, and at what.
 */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { acknowledgeSelected } from '../../app/perform.ts';
import type { Route } from '../../app/route.ts';
import { useHold } from '../../app/use-hold.ts';
import { Button, CommandButton } from '../../components/button.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { AwayList } from './away-list.tsx';
import { Calm } from './calm.tsx';
import { ComponentLines } from './component-lines.tsx';
import { CopyWrong } from './copy-wrong.tsx';
import { HeldBack } from './held-back.tsx';
import { IncidentCard } from './incident-card.tsx';
import { finder, nowModel } from './now-model.ts';
import { Silences } from './silences.tsx';

const componentsOf = (world: World) => world.components;
const incidentsOf = (world: World) => world.incidents;

/** `route` names the incident that a notice or a link asked for; a new one, even for the same incident, shows it again. */
export function NowView({ route }: { readonly route: NowRoute }) {
  const words = useWords();
  const components = useWorld(componentsOf);
  const incidents = useWorld(incidentsOf);
  const model = useMemo(() => nowModel({ components, incidents }), [components, incidents]);
  const find = useMemo(() => finder(incidents), [incidents]);
  const { rows, waiting, handlers, release } = useHold(model.open, find);
  useShown(route, route.incident !== null && incidents.has(route.incident));

  return (
    <>
      {/* With its head: whoever goes for "1 new" must not lose it on the way. */}
      <div {...handlers}>
        <div className="list-head">
          <h1 tabIndex={-1} className="view-title">
            {rows.length > 0 ? words.now.open(model.open.length) : words.views.now}
          </h1>
          <Waiting names={waiting.map(({ componentName }) => componentName)} onShow={release} />
          <TakeSelected />
          {model.unheeded > 1 && (
            <CommandButton command="acknowledgeAll" question={{ forMs: null }}>
              {words.now.acknowledgeAll(model.unheeded)}
            </CommandButton>
          )}
          {model.open.length > 0 && <CopyWrong open={model.open} />}
        </div>
        {rows.length === 0 ? (
          <Calm model={model} />
        ) : (
          <ul className="cards">
            {rows.map((open) => (
              <li key={open.id}>
                <IncidentCard incident={open} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <ComponentLines title={words.now.unpaged} hint={words.now.unpagedHint} components={model.unpaged} />
      <ComponentLines title={words.now.suspects} hint={words.now.suspectsHint} components={model.suspects} />
      <HeldBack held={model.held} />
      <Silences />
      {components.size > 0 && <AwayList incidents={model.away} />}
    </>
  );
}

/** The button of what `a` does while something is ticked. */
function TakeSelected() {
  const parts = useParts();
  const words = useWords();
  const incidents = useWorld(incidentsOf);
  const selected = useStore(parts.stage, (stage) => stage.selected);
  const open = [...selected].filter((id) => (incidents.get(id)?.state ?? 'resolved') !== 'resolved');
  return open.length === 0 ? null : (
    <Button look="primary" onClick={() => void acknowledgeSelected(parts, open)}>
      {words.now.acknowledgeSelected(open.length)}
    </Button>
  );
}

type NowRoute = Extract<Route, { view: 'now' }>;

/** Brings the incident that was asked for into sight and marks it; `here`: the mirror may learn of it only after the notice. */
function useShown(route: NowRoute, here: boolean): void {
  useEffect(() => {
    const { incident } = route;
    if (incident !== null && here) {
      const card = document.querySelector<HTMLElement>(`[data-incident="${CSS.escape(incident)}"]`);
      card?.scrollIntoView({ block: 'center' });
      card?.focus({ preventScroll: true });
    }
  }, [route, here]);
}
