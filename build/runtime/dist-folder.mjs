/**
 * What an unpacked Electron looks like on each platform, and whether a folder is a whole one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const EXECUTABLES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

export function executableIn(distPath) {
  return join(distPath, EXECUTABLES[process.platform] ?? 'electron');
}

/** The runtime in a folder, or null when there is none. `source` says in words where it came from. */
export function runtimeIn(distPath, source) {
  const executable = executableIn(distPath);
  if (!existsSync(executable)) return null;
  return { executable, distPath, version: versionIn(distPath), source };
}

function versionIn(distPath) {
  try {
    return readFileSync(join(distPath, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return 'unknown';
  }
}
