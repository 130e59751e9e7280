/**
 * The frame around every view: what is read aloud, header, banners, navigation, the view itself, and what stands in front of it.
 */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../../shared/model/never.ts';
import { Banners } from '../components/banners.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Header } from '../components/header.tsx';
import { Navigation } from '../components/navigation.tsx';
import { OutcomeLine } from '../components/outcome-line.tsx';
import { ChannelsView } from '../views/channels/channels-view.tsx';
import { ComponentPage } from '../views/component/component-page.tsx';
import { ComponentsView } from '../views/components/components-view.tsx';
import { NowView } from '../views/now/now-view.tsx';
import { OnCallPage } from '../views/on-call/on-call-page.tsx';
import { SelfCheckView } from '../views/self-check/self-check-view.tsx';
import { TimelineView } from '../views/timeline/timeline-view.tsx';
import { DialogHost } from './dialog-host.tsx';
import { useParts, useRoute, useWords } from './parts.tsx';
import { type Route, viewOf } from './route.ts';

export function App() {
  const { mirror } = useParts();
  const words = useWords();
  const known = useStore(mirror, ({ world }) => world !== null);
  const old = useStore(mirror, ({ line }) => line.kind === 'lost');
  return (
    <>
      <button type="button" className="skip" onClick={skipToContent}>
        {words.skip}
      </button>
      <Announcer />
      <Header />
      <Navigation />
      <Banners />
      <main id="content" tabIndex={-1} className={old ? 'content content-old' : 'content'}>
        {known ? <View /> : <EmptyState shape="blind" title={words.blind({ kind: 'connecting' }, 0)} />}
      </main>
      <OutcomeLine />
      {known && <DialogHost />}
    </>
  );
}

function View() {
  const route = useRoute();
  useFocusOnChange(route);
  switch (route.view) {
    case 'now':
      return <NowView route={route} />;
    case 'components':
      return <ComponentsView />;
    case 'component':
      return <ComponentPage key={route.component} id={route.component} />;
    case 'timeline':
      return <TimelineView />;
    case 'on-call':
      return <OnCallPage />;
    case 'channels':
      return <ChannelsView />;
    case 'self-check':
      return <SelfCheckView />;
    default:
      return assertNever(route, 'view');
  }
}

/** A new view is read from its heading on, and starts at its top. Not on the first one: nobody has moved yet. */
function useFocusOnChange(route: Route): void {
  const place = `${viewOf(route)} ${route.view === 'component' ? route.component : ''}`;
  const aimed = route.view === 'now' && route.incident !== null; // the view itself brings that incident into sight
  const before = useRef(place);
  useEffect(() => {
    if (before.current !== place) {
      before.current = place;
      if (!aimed) {
        window.scrollTo(0, 0);
        document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
      }
    }
  }, [place, aimed]);
}

/** Not a link: the address behind # belongs to the views. */
function skipToContent(): void {
  document.getElementById('content')?.focus();
}

/** Read by screen readers, seen by nobody: new pages at once, recoveries in the next pause. */
function Announcer() {
  const { stage } = useParts();
  const alert = useStore(stage, (state) => state.alert);
  const status = useStore(stage, (state) => state.status);
  return (
    <div className="only-aloud">
      <div role="alert">{alert}</div>
      <output>{status}</output>
    </div>
  );
}
