/**
 * A desktop of its own for one end-to-end test: screen, session bus, panel with a tray, notice daemon, sound card, folders.
 *
 * Nothing of the developer's is seen or touched; all that is started is ended, by id. The environment names the Electron to
 * test: WATCHBELL_ELECTRON, as `npm test` sets it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { startNotices, startPanel } from './desktop/panel.ts';
import { createProcesses, type Processes } from './desktop/processes.ts';
import { run } from './desktop/run.ts';
import { type Ears, startSound } from './desktop/sound.ts';
import { findTrayItem, type TrayItem } from './desktop/tray.ts';

/** The checkout. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Where pictures and recordings are kept as artefacts. */
const RESULTS = join(ROOT, 'test-results');

export interface SessionOptions {
  /** Names the folder of artefacts. */
  readonly name: string;
  /** Each is there unless it is said otherwise. */
  readonly panel?: boolean;
  readonly notices?: boolean;
  readonly sound?: boolean;
}

export interface LaunchOptions {
  /** The folder of the app: the checkout, unless a test brings its own. */
  readonly app?: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface DesktopSession {
  readonly env: NodeJS.ProcessEnv;
  /** Everything the app writes lands in here; gone at the end. */
  readonly folder: string;
  /** Kept: `test-results/<name>`. */
  readonly results: string;
  readonly processes: Processes;
  /** Throws when the session was asked for without sound. */
  ears(): Ears;
  launch(options?: LaunchOptions): Promise<ElectronApplication>;
  /** The whole screen as a PNG; returns its path. */
  screenshot(name: string): Promise<string>;
  tray(): Promise<TrayItem>;
  close(): Promise<void>;
}

export async function openDesktopSession({
  name,
  panel = true,
  notices = true,
  sound = true,
}: SessionOptions): Promise<DesktopSession> {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-desktop-'));
  const results = join(RESULTS, name);
  mkdirSync(results, { recursive: true });
  const inFolder = (part: string) => {
    const path = join(folder, part);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const runtime = inFolder('run');
  const config = inFolder('config');
  const env: NodeJS.ProcessEnv = {
    ...withoutDesktop(process.env),
    HOME: inFolder('home'),
    XDG_CONFIG_HOME: config,
    XDG_CACHE_HOME: inFolder('cache'),
    XDG_DATA_HOME: inFolder('data'),
    XDG_STATE_HOME: inFolder('state'),
    XDG_RUNTIME_DIR: runtime,
    // Also where there is no sound: the developer's own must not answer.
    PULSE_SERVER: `unix:${join(runtime, 'pulse.sock')}`,
    GTK_THEME: 'Adwaita:dark',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
  };
  const processes = createProcesses(results, () => env);
  const apps: ElectronApplication[] = [];

  async function close(): Promise<void> {
    for (const app of apps.splice(0)) {
      await app.close().catch(() => undefined); // one that has gone already is what we want
    }
    await processes.stopAll();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    const screen = processes.start('xvfb', 'Xvfb', XVFB, { extraPipe: true });
    env.DISPLAY = `:${await screen.firstLine()}`;
    const bus = processes.start('dbus', 'dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1']);
    env.DBUS_SESSION_BUS_ADDRESS = await bus.firstLine();
    const [ears] = await Promise.all([
      sound ? startSound(processes, runtime, results, env) : null,
      notices ? startNotices(processes, env) : null,
      panel ? startPanel(processes, config, env) : null,
    ]);
    return {
      env,
      folder,
      results,
      processes,
      ears() {
        if (ears === null) {
          throw new Error('this session was opened without sound');
        }
        return ears;
      },
      async launch(options) {
        const app = await launch(env, options);
        apps.push(app);
        return app;
      },
      async screenshot(picture) {
        const file = join(results, `${picture}.png`);
        await run('import', ['-silent', '-window', 'root', file], env);
        return file;
      },
      tray: () => findTrayItem(env),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const XVFB = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'];

/** Starts the app in a real Electron, Playwright attached. */
function launch(env: NodeJS.ProcessEnv, { app = ROOT, args = [], env: more = {} }: LaunchOptions = {}) {
  const executablePath = process.env.WATCHBELL_ELECTRON;
  if (!executablePath) {
    throw new Error('WATCHBELL_ELECTRON names no Electron; run these tests with: npm test -- --only e2e');
  }
  // Chromium refuses its sandbox to root; for everybody else it stays on.
  const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return _electron.launch({
    executablePath,
    args: [...switches, app, ...args],
    env: { ...env, ...more } as Record<string, string>,
    cwd: ROOT,
  });
}

/** The developer's screen, bus and session must not leak into ours. */
function withoutDesktop(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {
    DISPLAY: _display,
    WAYLAND_DISPLAY: _wayland,
    XAUTHORITY: _authority,
    DBUS_SESSION_BUS_ADDRESS: _bus,
    ELECTRON_RUN_AS_NODE: _node,
    XDG_CURRENT_DESKTOP: _desktop,
    DESKTOP_SESSION: _session,
    ...rest
  } = env;
  return rest;
}
