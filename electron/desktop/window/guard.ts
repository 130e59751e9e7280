/**
 * What a page of ours may never do, whatever gets into it: leave, open windows, embed others, ask for a camera.
 *
 * Set on every contents of the app, so that none is forgotten (electronjs.org, "Security", items 5, 13 and 14).
 */
import type { App, Session, WebContents } from 'electron';
import type { Log } from '../../engine/ports/log.ts';
import { isUnder } from '../trust.ts';

export interface GuardOptions {
  readonly home: string;
  /** The one door out, for links that open a new window. */
  readonly leave: (url: string) => void;
  readonly log: Log;
}

/** Guards all contents from now on. Returns the way to stop. */
export function guardContents(app: App, options: GuardOptions): () => void {
  const guard = (_event: unknown, contents: WebContents) => guardOne(contents, options);
  app.on('web-contents-created', guard);
  return () => {
    app.off('web-contents-created', guard);
  };
}

function guardOne(contents: WebContents, { home, leave, log }: GuardOptions): void {
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (!isUnder(home, event.url)) {
      event.preventDefault();
      log.warn({ url: event.url }, 'The window was kept from leaving');
    }
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    leave(url);
    return { action: 'deny' };
  });
}

/** Copying text is the one thing a page of ours may do with the machine. */
const ALLOWED = new Set(['clipboard-sanitized-write']);

export function guardSession(session: Session, home: string): void {
  const allowed = (permission: string, url: string) => ALLOWED.has(permission) && isUnder(home, url);
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setPermissionRequestHandler((contents, permission, decide) => decide(allowed(permission, contents.getURL())));
  session.setDevicePermissionHandler(() => false);
}
