/**
 * Tray, window and tone on top of a running engine. Each part gets what it needs; closing is the list read backwards.
 */
import { app, globalShortcut, ipcMain, powerMonitor, protocol, session, shell } from 'electron';
import type { Replies, SelfCheckRow } from '../../shared/contract/contract.ts';
import type { IncidentId } from '../../shared/model/ids.ts';
import { openOn } from '../../shared/rules/incident-order.ts';
import { quitWarning } from '../../shared/rules/quit.ts';
import type { TrayRequest } from '../../shared/rules/tray/entry.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { NoticeDoor } from '../engine/ports/doors.ts';
import type { Log } from '../engine/ports/log.ts';
import { carryOut } from './carry-out.ts';
import { complain, confirmQuit, sayStillWatching, tellPressed } from './dialogs.ts';
import { type Feed, followGlance } from './follow-glance.ts';
import { openDoor } from './ipc-door.ts';
import { openLink } from './links.ts';
import { type PowerOptions, watchPower } from './power.ts';
import type { Prepared } from './prepare.ts';
import { createQuitGuard } from './quit-guard.ts';
import { HOME, serveScheme } from './scheme.ts';
import { createShortcut } from './shortcut.ts';
import { startAlarm } from './sound/alarm-player.ts';
import type { Speaker } from './sound/speaker.ts';
import { startTray } from './tray.ts';
import type { Values } from './values.ts';
import { guardContents, guardSession } from './window/guard.ts';
import { createWindow } from './window/window.ts';

export interface StartOptions {
  readonly prepared: Prepared;
  readonly feed: Feed;
  readonly replies: Replies;
  /** Whose words the commands of this machine are: "Kim at this desk". */
  readonly by: () => string;
  /** The keys that acknowledge from anywhere; `subscribe` tells when they may have changed. */
  readonly shortcut: {
    readonly current: () => string | null;
    readonly subscribe: (listener: () => void) => () => void;
  };
  readonly values: Values;
  /** The window's built files (`out/renderer`). */
  readonly rendererFolder: string;
  /** While developing: the address of the bundler's own server, instead of the folder. */
  readonly devServer: string | null;
  /** The bundled preload script (`out/preload/preload.cjs`). */
  readonly preload: string;
  readonly wasAway: PowerOptions['wasAway'];
  /** False: stay in the tray until somebody asks (started with the session). */
  readonly showAtStart: boolean;
  /** A person wants to leave, and has been asked if need be: close everything and exit. */
  readonly quit: () => void;
}

export interface StartedDesktop {
  /** The window in front; null: on the worst open page, or as it is. */
  show(incident: IncidentId | null): void;
  /** As if Quit had been chosen: asks when on call. */
  askToQuit(): Promise<void>;
  /** A command given outside the window; a refusal is shown to whoever gave it. */
  ask(request: TrayRequest): void;
  /** Rows of the self-check that are known only now. */
  checks(): readonly SelfCheckRow[];
  close(): void;
}

/** What was there before the engine. */
export interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly notice: NoticeDoor;
  readonly speaker: Speaker;
}

export function startOnEngine({ clock, log, notice, speaker }: Parts, options: StartOptions): StartedDesktop {
  const { prepared, feed, replies, by, values, rendererFolder, devServer, preload, wasAway, showAtStart, quit } =
    options;
  const home = devServer ?? HOME;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const glance = followGlance(feed);
  const leave = (url: string) => void openLink(url, (address) => shell.openExternal(address));

  guardSession(session.defaultSession, home);
  const unguard = guardContents(app, { home, leave, log });
  const unserve = serveScheme(protocol, rendererFolder);
  const door = openDoor({ ipc: ipcMain, home, replies, feed, by, log });
  const window = createWindow({
    home,
    preload,
    values,
    clock,
    log,
    tell: (contents, incident) => door.show(contents, { incident }),
    openOn: () => openOn(glance.now().incidents)?.id ?? null,
    onHidden: () => void sayStillWatching(notice, values),
  });

  const mayQuit = createQuitGuard(() => quitWarning(glance.now(), clock.now(), zone), confirmQuit);
  const askToQuit = async (): Promise<void> => {
    if (await mayQuit()) {
      quit();
    }
  };
  const ask = (request: TrayRequest): void => {
    void carryOut(replies, request, by()).then((problem) => problem === null || complain(problem));
  };
  const show = (incident: IncidentId | null): void => window.show(incident);

  const acknowledgeWorst = async (): Promise<void> => {
    const worst = openOn(glance.now().incidents);
    const request = worst && ({ name: 'acknowledge', ask: { incident: worst.id, forMs: null, note: '' } } as const);
    const problem = request && (await carryOut(replies, request, `${by()}, by keys`));
    const words = worst === null ? NOTHING_WAITS : (problem ?? `Acknowledged: ${worst.componentName}`);
    if (!(await tellPressed(notice, words))) {
      window.show(worst?.id ?? null); // no notice can be shown: then the window says how it stands
    }
  };
  const keys = createShortcut({
    keys: globalShortcut,
    onWayland: process.env.XDG_SESSION_TYPE === 'wayland',
    pressed: () => void acknowledgeWorst(),
  });
  keys.want(options.shortcut.current());

  const tray = { glance, clock, zone, ask, open: show, toggle: window.toggle, quit: () => void askToQuit() };
  const closing = [
    glance.close,
    unguard,
    unserve,
    door.close,
    window.close,
    startTray(tray),
    startAlarm({ speaker, glance, clock, log }),
    keys.close,
    options.shortcut.subscribe(() => keys.want(options.shortcut.current())),
    watchPower({ monitor: powerMonitor, clock, wasAway }),
    onAppEvents(() => show(null), window.letGo),
  ];
  prepared.onSecondStart(() => show(null));
  if (showAtStart) {
    show(null);
  }
  return {
    show,
    askToQuit,
    ask,
    checks: () => [keys.row()],
    close() {
      for (const close of closing.toReversed()) {
        close();
      }
    },
  };
}

const NOTHING_WAITS = 'Nothing waits to be acknowledged';

/** The app outlives its window; a click on its dock icon brings it back; and a session that ends is not held up by it. */
function onAppEvents(show: () => void, letGo: () => void): () => void {
  const stay = () => undefined;
  app.on('window-all-closed', stay);
  app.on('activate', show);
  app.on('before-quit', letGo);
  return () => {
    app.off('window-all-closed', stay);
    app.off('activate', show);
    app.off('before-quit', letGo);
  };
}
