/**
 * `npm start`: the app, from a fresh checkout, with no other preparation.
 *
 * With a screen it is the desktop app; without one the same watch runs behind its status page, and we say why.
 * `npm start -- --config FILE` hands the arguments on, `npm run dev` reloads the window as its sources change.
 */

import { ensureBundle } from './bundle.mjs';
import { commandLine } from './lib/command-line.mjs';
import { callerFolder, inRoot, ROOT } from './lib/paths.mjs';
import { handOver } from './lib/run.mjs';
import { ensureRuntime } from './runtime/ensure.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { requireNode } from './setup/node-version.mjs';
import { missingLibraries } from './setup/shared-libraries.mjs';
import { ensureSystemPackages, TO_RUN } from './setup/system-packages.mjs';

const log = (line) => console.error(line);
const cwd = callerFolder(import.meta.url);

requireNode();
try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function start(args) {
  const dev = args[0] === '--dev';
  const passedOn = dev ? args.slice(1) : args;
  await ensureDependencies({ log });
  if (!dev) await ensureBundle({ log });

  const desktop = await findDesktop();
  if ('none' in desktop) {
    log(`No desktop app here: ${desktop.none}. Watching without a screen.`);
    if (dev) await ensureBundle({ log });
    return handOver(process.execPath, commandLine(['serve', ...passedOn]), { cwd });
  }
  // Chromium refuses its sandbox to root; for everybody else it stays on.
  const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  if (dev) return develop(desktop.runtime, [...switches, ...passedOn]);
  return handOver(desktop.runtime.executable, [...switches, ROOT, ...passedOn], { cwd, env: desktopEnvironment() });
}

/** The runtime to show a window with, or the reason why there can be none. The cheapest question comes first. */
async function findDesktop() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { none: 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  }
  const runtime = await ensureRuntime({ log });
  if ('unavailable' in runtime) return { none: `no Electron runtime (${runtime.unavailable})` };

  const system = await ensureSystemPackages(TO_RUN, { log });
  if (!system.ok) log(`Missing system packages. To install them: ${system.line}`);
  const missing = await missingLibraries(runtime.executable);
  if (missing.length > 0) return { none: `Electron lacks ${missing.join(', ')}` };
  return { runtime };
}

function develop(runtime, args) {
  const cli = inRoot('node_modules/electron-vite/bin/electron-vite.js');
  const env = { ...desktopEnvironment(), ELECTRON_EXEC_PATH: runtime.executable };
  return handOver(process.execPath, [cli, 'dev', '--config', inRoot('build/electron.vite.config.ts'), '--', ...args], {
    cwd: ROOT,
    env,
  });
}

/** Terminals inside Electron apps hand down a variable that would turn our app into a bare Node. */
function desktopEnvironment() {
  const { ELECTRON_RUN_AS_NODE: _inherited, ...env } = process.env;
  return env;
}
