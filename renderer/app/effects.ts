/**
 * What follows from state outside the views, all in one place: title, icon, theme, what is read aloud, looking again after a pause.
 */
import type { Shape } from '../../shared/contract/view.ts';
import { blindness } from './blindness.ts';
import type { Follower } from './follow.ts';
import { listenToKeys } from './keys.ts';
import { newsBetween } from './news.ts';
import type { Parts } from './parts.tsx';
import { honestPicture } from './sight.ts';

/** The shape as a character, for a title that is read in a row of tabs. */
const GLYPH: Readonly<Record<Shape, string>> = {
  calm: '○',
  suspect: '△',
  slow: '▲',
  down: '■',
  acknowledged: '◧',
  maintenance: '⊖',
  blind: '⊘',
};

/** Starts every effect; the result ends them all, last first. */
export function startEffects(window: Window, parts: Parts, follower: Follower): () => void {
  window.document.documentElement.lang = parts.words.language;
  const undo = [
    paintTitle(window.document, parts),
    readAloud(parts),
    applyTheme(window.document, parts),
    listenToKeys(window, parts),
    lookAgain(window, parts, follower),
    showWhatIsAsked(parts),
  ];
  return () => {
    for (const stop of undo.reverse()) {
      stop();
    }
  };
}

function paintTitle(document: Document, { mirror, ticker, words }: Parts): () => void {
  const paint = (): void => {
    const { shape, words: told } = honestPicture(mirror.getState(), ticker.store.getState(), words);
    const title = `${GLYPH[shape]} ${told} · ${words.app}`;
    if (document.title !== title) {
      document.title = title;
    }
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const href = `./marks/${shape}.svg`;
    if (icon !== null && icon.getAttribute('href') !== href) {
      icon.setAttribute('href', href);
    }
  };
  paint();
  return both(mirror.subscribe(paint), ticker.store.subscribe(paint));
}

function readAloud({ mirror, ticker, stage, words }: Parts): () => void {
  let before = mirror.getState();
  const tell = (): void => {
    const now = ticker.store.getState();
    const after = mirror.getState();
    const [was, is] = [blindness(before, now), blindness(after, now)];
    if (before.world !== null && after.world !== null && before.world !== after.world) {
      const { alerts, statuses } = newsBetween(before.world, after.world, words);
      if (alerts.length > 0) {
        stage.setState({ alert: alerts.join('. ') });
      }
      if (statuses.length > 0) {
        stage.setState({ status: statuses.join('. ') });
      }
    }
    if (is !== null && is.kind !== was?.kind && (is.kind === 'lost' || is.kind === 'not-watching')) {
      stage.setState({ alert: words.blind(is, now) });
    } else if (is === null && (was?.kind === 'lost' || was?.kind === 'not-watching')) {
      stage.setState({ status: words.news.seesAgain });
    }
    before = after;
  };
  return mirror.subscribe(tell);
}

function applyTheme(document: Document, { preferences }: Parts): () => void {
  const apply = (): void => {
    document.documentElement.dataset.theme = preferences.getState().theme;
  };
  apply();
  return preferences.subscribe(apply);
}

/** Hidden windows get few timers, and sleeping machines none: what is on the screen when we come back is old until we have asked. */
function lookAgain(window: Window, { ticker }: Parts, follower: Follower): () => void {
  const look = (): void => {
    if (window.document.visibilityState === 'visible') {
      ticker.beat();
      follower.lookAgain();
    }
  };
  window.document.addEventListener('visibilitychange', look);
  window.addEventListener('online', look);
  return () => {
    window.document.removeEventListener('visibilitychange', look);
    window.removeEventListener('online', look);
  };
}

function showWhatIsAsked({ bridge, router }: Parts): () => void {
  return bridge.onShow(({ incident }) => router.go({ view: 'now', incident }));
}

function both(first: () => void, second: () => void): () => void {
  return () => {
    first();
    second();
  };
}
