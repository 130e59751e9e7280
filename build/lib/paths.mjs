/**
 * Where things stand, told once. Everything else asks here instead of counting `..` for itself.
 */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A path inside the checkout. */
export function inRoot(...parts) {
  return join(ROOT, ...parts);
}

/** Our folder in the user's cache: whatever lies here can be deleted and comes back by itself. */
export function cacheFolder(...parts) {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'watchbell', ...parts);
}

/** A short name for this checkout, so that two checkouts of one user do not wait for each other. */
export const CHECKOUT_KEY = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);

/**
 * Where the user stood when calling us: npm moves to the checkout first, and `--config FILE` is meant from there.
 * Believed only when npm runs this very script; a test that npm runs must not pass its own place on.
 */
export function callerFolder(scriptUrl) {
  const called = process.env.npm_lifecycle_script?.includes(`build/${basename(fileURLToPath(scriptUrl))}`);
  return (called && process.env.INIT_CWD) || process.cwd();
}
