/**
 * The real app needs a screen and a session bus. On Linux each run gets its own, so that it neither sees nor disturbs
 * the developer's; elsewhere it uses the developer's.
 */
import { ROOT } from '../lib/paths.mjs';
import { handOver } from '../lib/run.mjs';
import { ensureRuntime } from '../runtime/ensure.mjs';
import { missingLibraries } from '../setup/shared-libraries.mjs';
import { ensureSystemPackages, TO_TEST } from '../setup/system-packages.mjs';

/** Runs a command with a screen, a bus and WATCHBELL_ELECTRON. Throws when this machine cannot. */
export async function runOnScreen(command, { log }) {
  const system = await ensureSystemPackages(TO_TEST, { log });
  if (!system.ok)
    throw new Error(`The real app cannot be tested without more system packages. To install them:\n  ${system.line}`);
  const runtime = await ensureRuntime({ log });
  if ('unavailable' in runtime) throw new Error(`No Electron runtime: ${runtime.unavailable}`);
  const missing = await missingLibraries(runtime.executable);
  if (missing.length > 0) throw new Error(`Electron lacks ${missing.join(', ')}`);
  log(`Electron ${runtime.version} (${runtime.source})`);

  const [program, ...args] = process.platform === 'linux' ? [...ON_OWN_SCREEN, ...command] : command;
  const { WAYLAND_DISPLAY: _developers, ELECTRON_RUN_AS_NODE: _inherited, ...env } = process.env;
  return (
    (await handOver(program, args, {
      cwd: ROOT,
      env: { ...env, TZ: 'UTC', WATCHBELL_ELECTRON: runtime.executable },
    })) === 0
  );
}

const ON_OWN_SCREEN = ['xvfb-run', '-a', '-s', '-screen 0 1280x800x24', 'dbus-run-session', '--'];
