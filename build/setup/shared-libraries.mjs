/**
 * Will this executable find its libraries? Asked of the loader itself, so the answer holds on every Linux,
 * whatever its packages are called.
 */
import { run } from '../lib/run.mjs';

/** The shared libraries that are missing; none on systems that bring them all with the app. */
export async function missingLibraries(executable) {
  if (process.platform !== 'linux') return [];
  const { stdout } = await run('ldd', [executable]);
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
}
