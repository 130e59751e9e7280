/**
 * `Watchbell seal`: a secret from standard input, sealed for this user on this machine, to be written into the configuration.
 *
 * From standard input and not as an argument: arguments stand in the shell's history and in everybody's process list.
 */
import { readFileSync } from 'node:fs';
import { safeStorage } from 'electron';
import { createSealer } from './seal.ts';

/** Only after Electron is ready. Gives back the exit code: 0 sealed, 1 this machine cannot. */
export function sealCommand(): 0 | 1 {
  // Read in one go: Electron's process.stdin does not tell the end of a pipe on every system.
  const secret = readFileSync(0, 'utf8').replace(/\r?\n$/, '');
  const sealed = secret === '' ? nothing : createSealer(safeStorage, process.platform).seal(secret);
  if (!sealed.ok) {
    process.stderr.write(`Not sealed: ${sealed.reason}\n`);
    return 1;
  }
  process.stdout.write(`${sealed.sealed}\n`);
  return 0;
}

const nothing = {
  ok: false,
  reason: 'standard input held nothing; write: printf %s "$SECRET" | npm start -- seal',
} as const;
