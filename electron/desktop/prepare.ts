/**
 * What must be said before Electron is ready: one instance only, our own scheme, our own name.
 *
 * Call it at the very start of main.ts, without a top-level `await` before or around `app.whenReady()`: Electron waits for the
 * main module to finish loading before it becomes ready.
 */
import { app, protocol } from 'electron';
import { declareScheme } from './scheme.ts';

export interface Prepared {
  /** False: another one runs here already, and has been asked to show itself. Quit at once. */
  readonly first: boolean;
  /** Calls back when somebody starts the app again. One listener; starts before it was set are not lost. */
  onSecondStart(show: () => void): void;
}

export function prepareDesktop(): Prepared {
  declareScheme(protocol);
  // The name of the .desktop file, by which Linux desktops know whose window this is.
  process.env.CHROME_DESKTOP ??= 'watchbell.desktop';
  // The same as the installer's (build/electron-builder.config.mjs), or Windows shows no notices of ours.
  app.setAppUserModelId('dev.watchbell.app');
  const first = app.requestSingleInstanceLock();
  let missed = false;
  let show = () => {
    missed = true;
  };
  if (first) {
    app.on('second-instance', () => show());
  }
  return {
    first,
    onSecondStart(next) {
      show = next;
      if (missed) {
        missed = false;
        next();
      }
    },
  };
}
