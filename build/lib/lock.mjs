/**
 * One at a time, across processes: `npm start` in one terminal and `npm test` in another must not
 * unpack the same runtime or write the same bundle together.
 *
 * The lock is a folder (made atomically everywhere) holding its owner's process number. An owner that no longer
 * lives holds nothing.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHECKOUT_KEY, cacheFolder } from './paths.mjs';

const LOOK_AGAIN_MS = 100;

/** A lock folder without a number in it is being made this instant, unless it is older than this. */
const UNSIGNED_MS = 5_000;

/** Runs `work` while holding the lock called `name`. The lock goes when work ends or when we are told to exit. */
export async function withLock(name, work, { perCheckout = true } = {}) {
  const folder = cacheFolder('locks', perCheckout ? `${CHECKOUT_KEY}-${name}` : name);
  mkdirSync(dirname(folder), { recursive: true });
  while (!take(folder)) await sleep(LOOK_AGAIN_MS);
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

function take(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

function isAbandoned(folder) {
  try {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    if (pid > 0) return !isAlive(pid);
    return Date.now() - statSync(folder).mtimeMs > UNSIGNED_MS;
  } catch {
    return ageMs(folder) > UNSIGNED_MS;
  }
}

function ageMs(folder) {
  try {
    return Date.now() - statSync(folder).mtimeMs;
  } catch {
    return 0; // released between two looks
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
