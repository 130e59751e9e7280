/**
 * `npm run -s watchbell -- <command>`: the command line. Its output is the command's and nothing else, so that it
 * can be piped; only trouble with the preparation is told, on stderr.
 */

import { ensureBundle } from './bundle.mjs';
import { commandLine } from './lib/command-line.mjs';
import { callerFolder } from './lib/paths.mjs';
import { handOver } from './lib/run.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { requireNode } from './setup/node-version.mjs';

const silent = { log: () => undefined };

requireNode();
try {
  await ensureDependencies(silent);
  await ensureBundle(silent);
  process.exitCode = await handOver(process.execPath, commandLine(process.argv.slice(2)), {
    cwd: callerFolder(import.meta.url),
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
