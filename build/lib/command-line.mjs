/**
 * How the command line is run: our bundle under this Node.
 */
import { inRoot } from './paths.mjs';

/**
 * A watch of 5,000 checks keeps 60 MB for months and throws away a little in each try. V8 by itself lets that grow to three times
 * as much before it looks; so small young spaces, and a look at the old one after a fifth more: 20 ms each quarter of a minute.
 */
export const HEAP_FLAGS = ['--max-semi-space-size=2', '--heap-growing-percent=20'];

/** Arguments for `process.execPath`. */
export function commandLine(args) {
  return [...HEAP_FLAGS, inRoot('out/main/cli.js'), ...args];
}
