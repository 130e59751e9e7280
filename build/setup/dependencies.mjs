/**
 * The packages of package-lock.json, present in node_modules: `npm ci` when they are not, and silence when they are.
 *
 * Compares contents, not dates: switching branches touches dates, and a wrong `npm ci` costs half a minute.
 */
import { lstatSync, readFileSync } from 'node:fs';
import { withLock } from '../lib/lock.mjs';
import { inRoot, ROOT } from '../lib/paths.mjs';
import { npmCommand, run } from '../lib/run.mjs';

/** Makes node_modules what the lock file says. Throws with npm's own words when that fails. */
export async function ensureDependencies({ log }) {
  if (isInstalled()) return;
  if (lstatSync(inRoot('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    // npm would empty the folder behind it, which is another checkout's.
    throw new Error(
      'node_modules is a link, and what it leads to is not what package-lock.json wants: run `npm ci` where it leads',
    );
  }
  await withLock('dependencies', async () => {
    if (isInstalled()) return; // somebody else did it while we waited
    log('Installing the packages of package-lock.json (npm ci) …');
    const npm = npmCommand(['ci', '--no-fund', '--no-audit']);
    const result = await run(npm.command, npm.args, { cwd: ROOT, shell: npm.shell });
    if (!result.ok) throw new Error(`npm ci failed:\n${complaintsIn(result.output)}`);
  });
}

/** npm wraps its reason in warnings before and its manual after. */
function complaintsIn(output) {
  const complaints = output.split('\n').filter((line) => line.startsWith('npm error'));
  return (complaints.length > 0 ? complaints : output.trim().split('\n')).slice(0, 12).join('\n');
}

function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json');
  if (!wanted) throw new Error('package-lock.json is missing: this is not a whole checkout');
  return present !== null && missingFrom(present, wanted).length === 0;
}

/** The packages of the lock file that are absent or other than it says. Optional ones are for other platforms. */
export function missingFrom(present, wanted) {
  return Object.keys(wanted).filter((path) => {
    if (path === '' || wanted[path].link) return false;
    if (!present[path]) return !wanted[path].optional;
    return present[path].version !== wanted[path].version || present[path].integrity !== wanted[path].integrity;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(inRoot(path), 'utf8')).packages ?? {};
  } catch {
    return null;
  }
}
