/**
 * The official Electron of package.json's version, fetched by its own installer.
 *
 * That installer waits as long as the network likes. Here an unreachable host costs seconds: we ask the host first,
 * limit the whole, and remember a failure for a day.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cacheFolder, inRoot } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const REACH_TIMEOUT_MS = 4_000;

/** About 120 MB: enough for a slow line, short enough that nobody believes we hang. */
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

const REMEMBER_FAILURE_MS = 24 * 60 * 60_000;

/** Downloads into node_modules/electron/dist. Returns null, or the reason why not. */
export async function downloadOfficial({ log }) {
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return 'ELECTRON_SKIP_BINARY_DOWNLOAD is set';
  const { version } = JSON.parse(readFileSync(inRoot('node_modules/electron/package.json'), 'utf8'));
  const mark = cacheFolder('electron', `${version}-unreachable`);
  if (isRecent(mark))
    return `Electron ${version}: its download host could not be reached within the last day (delete ${mark} to try again)`;

  const trouble = (await reach(releaseHost())) ?? (await install(version, { log }));
  if (trouble) remember(mark, trouble);
  return trouble;
}

/**
 * Electron 45 says its installer wants Node 22. It has been seen to work on Node 20.19 and newer, which can
 * `require` its ES modules, so it is tried on whatever runs us.
 */
async function install(version, { log }) {
  log(`Downloading Electron ${version} …`);
  const result = await run(process.execPath, [inRoot('node_modules/electron/install.js')], {
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  if (result.ok) return null;
  const why = result.timedOut ? `not done after ${DOWNLOAD_TIMEOUT_MS / 60_000} minutes` : lastWords(result.output);
  return `Electron ${version} could not be downloaded (${why})`;
}

function releaseHost() {
  return (
    process.env.ELECTRON_MIRROR ||
    process.env.npm_config_electron_mirror ||
    'https://github.com/electron/electron/releases/'
  );
}

/** Any answer at all is reachable; behind a proxy only the installer knows the way. */
async function reach(url) {
  if (process.env.ELECTRON_GET_USE_PROXY) return null;
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
    return null;
  } catch (error) {
    return `${new URL(url).host} cannot be reached (${error.cause?.code ?? error.name})`;
  }
}

function isRecent(file) {
  try {
    return Date.now() - statSync(file).mtimeMs < REMEMBER_FAILURE_MS;
  } catch {
    return false;
  }
}

function remember(file, trouble) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${trouble}\n`);
}

function lastWords(output) {
  return (
    output
      .split('\n')
      .find((line) => /error/i.test(line))
      ?.trim() ?? 'no reason given'
  );
}
