/**
 * The first question of every command: can this Node run us? A clear sentence now, instead of a syntax error later.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';

/** Ends the process with one sentence when Node is older than package.json's `engines` asks for. */
export function requireNode(found = process.versions.node) {
  const wanted = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).engines.node;
  if (isAtLeast(found, wanted)) return;
  console.error(
    `Watchbell needs Node ${wanted}, and this is Node ${found}. Install a newer one from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

/** `>=20.19` and nothing cleverer: package.json is ours, and this runs before any package is installed. */
export function isAtLeast(found, wanted) {
  const [major, minor] = found.split('.').map(Number);
  const [wantedMajor, wantedMinor = 0] = wanted.replace('>=', '').split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
