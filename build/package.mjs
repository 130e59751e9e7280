/**
 * `npm run package`: the app as a folder in dist/, ready to run, around the Electron that the runtime ladder finds.
 * `npm run package -- --installers` makes what people download instead (AppImage and deb, dmg, or an installer);
 * for those electron-builder fetches tools of its own and needs the open internet.
 */

import { ensureBundle } from './bundle.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { handOver } from './lib/run.mjs';
import { ensureRuntime } from './runtime/ensure.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { requireNode } from './setup/node-version.mjs';

const log = (line) => console.error(line);

requireNode();
try {
  process.exitCode = await makePackage({ installers: process.argv.includes('--installers') });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function makePackage({ installers }) {
  await ensureDependencies({ log });
  await ensureBundle({ log });
  const runtime = await ensureRuntime({ log });
  if ('unavailable' in runtime) throw new Error(`No Electron to package: ${runtime.unavailable}`);
  log(`Packaging around Electron ${runtime.version} (${runtime.source}) …`);
  const env = { ...process.env, WATCHBELL_DIST_PATH: runtime.distPath, WATCHBELL_DIST_VERSION: runtime.version };
  const args = [
    '--config',
    'build/electron-builder.config.mjs',
    '--publish',
    'never',
    ...(installers ? [] : ['--dir']),
  ];
  return handOver(process.execPath, [inRoot('node_modules/electron-builder/cli.js'), ...args], { cwd: ROOT, env });
}
