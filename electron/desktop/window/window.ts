/**
 * The one window. Closing hides it and changes nothing: watching and paging live in the main process.
 *
 * It never takes the focus by itself: only a person shows it.
 */
import { BrowserWindow, type Rectangle, screen, type WebContents } from 'electron';
import type { IncidentId } from '../../../shared/model/ids.ts';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import { windowIcon } from '../picture/images.ts';
import type { Values } from '../values.ts';
import { bounds, MIN_SIZE, type Place, parsePlace } from './place.ts';

export interface WindowOptions {
  readonly home: string;
  /** Path of the bundled preload script. */
  readonly preload: string;
  readonly values: Values;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells the page what to show once it listens. */
  readonly tell: (contents: WebContents, incident: IncidentId | null) => void;
  /** The page to open on when nobody names one; null when no page is open. */
  readonly openOn: () => IncidentId | null;
  /** The window was closed, and the app goes on. */
  readonly onHidden: () => void;
}

export interface AppWindow {
  /** In front, on this incident; null: on the worst open page, if there is one. */
  show(incident: IncidentId | null): void;
  /** Shows it, or hides it when it is what the person is looking at. */
  toggle(): void;
  /** From now on closing closes: the session ends. */
  letGo(): void;
  close(): void;
}

const PLACE = 'desktop/window-place';

/** Moves come in dozens; one of them is worth keeping. */
const REMEMBER_AFTER_MS = 500;

/** From the press on the tray to our hearing of it. */
const CLICK_MS = 400;

/** A page that dies again and again is not brought back for ever. */
const MAX_REVIVALS = 3;

export function createWindow(options: WindowOptions): AppWindow {
  const { home, preload, values, clock, log, tell, openOn, onHidden } = options;
  let window: BrowserWindow | null = null;
  let closing = false;
  let revivals = 0;
  let blurredAt = Number.NEGATIVE_INFINITY;
  let wanted = false;
  let forget: Cancel = () => undefined;

  function open(): BrowserWindow {
    const place = parsePlace(values.get(PLACE));
    const made = new BrowserWindow({
      ...bounds(place, workAreas()),
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      show: false,
      title: 'Watchbell',
      icon: windowIcon(),
      autoHideMenuBar: true,
      // Dark first: a white flash at three in the morning is an attack.
      backgroundColor: '#15181c',
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
      },
    });
    if (place?.maximized) {
      made.maximize();
    }
    made.on('close', (event) => {
      remember(made);
      if (!closing) {
        event.preventDefault();
        wanted = false;
        made.hide();
        onHidden();
      }
    });
    made.on('closed', () => {
      window = null;
    });
    for (const moved of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
      made.on(moved as 'resize', () => rememberSoon(made));
    }
    made.on('blur', () => {
      blurredAt = clock.monotonicMs();
    });
    // A page that cannot be loaded is shown empty rather than not at all.
    made.once('ready-to-show', () => reveal(made));
    made.webContents.once('did-fail-load', () => reveal(made));
    made.webContents.on('render-process-gone', (_event, { reason }) => revive(made, reason));
    void made.loadURL(home).catch((error: unknown) => log.error({ err: String(error) }, 'The window did not load'));
    return made;
  }

  /** The page died; the watch did not. */
  function revive(dead: BrowserWindow, reason: string): void {
    revivals += 1;
    log.error({ reason, revivals }, 'The window crashed; watching and paging go on');
    if (closing || dead.isDestroyed()) {
      return;
    }
    if (revivals > MAX_REVIVALS) {
      dead.destroy(); // the next time somebody wants it, it is made anew
      revivals = 0;
      return;
    }
    dead.webContents.reload();
  }

  function rememberSoon(moved: BrowserWindow): void {
    forget();
    forget = clock.after(REMEMBER_AFTER_MS, () => moved.isDestroyed() || remember(moved));
  }

  function remember(moved: BrowserWindow): void {
    forget();
    const { x, y, width, height } = moved.getNormalBounds();
    values.set(PLACE, { x, y, width, height, maximized: moved.isMaximized() } satisfies Place);
  }

  function show(incident: IncidentId | null): void {
    wanted = true;
    const fresh = window === null;
    window ??= open();
    const target = incident ?? openOn();
    if (target !== null) {
      tell(window.webContents, target);
    }
    if (!fresh) {
      reveal(window);
    }
  }

  function reveal(shown: BrowserWindow): void {
    if (!wanted || shown.isDestroyed()) {
      return;
    }
    if (shown.isMinimized()) {
      shown.restore();
    }
    shown.show();
    shown.focus();
  }

  /** A click on the panel may take the focus away before we hear of it. */
  function isLookedAt(shown: BrowserWindow): boolean {
    return shown.isVisible() && (shown.isFocused() || clock.monotonicMs() - blurredAt < CLICK_MS);
  }

  return {
    show,
    toggle() {
      if (window && isLookedAt(window)) {
        window.close();
      } else {
        show(null);
      }
    },
    letGo() {
      closing = true;
    },
    close() {
      closing = true;
      forget();
      window?.destroy();
    },
  };
}

function workAreas(): readonly Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary, ...others].map((display) => display.workArea);
}
