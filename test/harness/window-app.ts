/**
 * The built window in a real Chromium: an Electron with nothing in it but a window on the made-up server.
 *
 * For what needs a screen: layout, focus, contrast, colours, pictures. The app itself has tests of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { until } from './desktop/until.ts';
import { type DesktopSession, openDesktopSession, ROOT } from './desktop-session.ts';
import { calm } from './window-fixture.ts';
import { startWindowServer, type WindowServer } from './window-server.ts';

/** What `npm run build` makes of renderer/. */
const BUILT = join(ROOT, 'out/renderer');

const SHELL = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const webPreferences = { sandbox: true, contextIsolation: true };
  new BrowserWindow({ useContentSize: true, webPreferences }).loadURL('about:blank');
});
`;

export interface WindowApp {
  readonly page: Page;
  readonly server: WindowServer;
  /** What the page complained about on its console: violations of the content policy among them. */
  readonly complaints: string[];
  /** Size of the content in px. */
  resize(width: number, height: number): Promise<void>;
  /** Opens a view afresh. */
  open(hash: string): Promise<void>;
  /** Kept as an artefact: `test-results/window/<name>.png`. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openWindowApp(): Promise<WindowApp> {
  const server = await startWindowServer(BUILT, calm(Date.now()), Date.now);
  const session = await openDesktopSession({ name: 'window', panel: false, notices: false, sound: false });
  const app = await session.launch({
    app: shellIn(session),
    env: { ELECTRON_DISABLE_SECURITY_WARNINGS: 'true' }, // about the empty page before the first view
  });
  const page = await app.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack)));

  return {
    page,
    server,
    complaints,
    resize: (width, height) => resize(app, page, width, height),
    async open(hash) {
      await page.goto('about:blank');
      await page.goto(server.url + hash);
      await page.waitForSelector('main h1');
    },
    async picture(name) {
      await page.screenshot({ path: join(session.results, `${name}.png`) });
    },
    async close() {
      await session.close();
      await server.close();
    },
  };
}

function shellIn(session: DesktopSession): string {
  const folder = join(session.folder, 'shell');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'watchbell-window-test', main: 'main.cjs' }));
  writeFileSync(join(folder, 'main.cjs'), SHELL);
  return folder;
}

async function resize(app: ElectronApplication, page: Page, width: number, height: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size), [
    width,
    height,
  ] as [number, number]);
  await until('the new size', () => page.evaluate((wanted) => window.innerWidth === wanted, width));
}
