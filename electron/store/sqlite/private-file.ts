/**
 * Files that nobody else may read: made with their mode before SQLite sees them, and its log takes the mode over.
 *
 * Never open a database by other means than SQLite while it may be open in this process: closing any descriptor of a file
 * drops all POSIX locks that the process holds on it (https://sqlite.org/howtocorrupt.html, 2.2).
 */
import { chmodSync, closeSync, openSync } from 'node:fs';

/** Makes an empty file of mode 600, or gives that mode to the one that is there, without opening it. */
export function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    chmodSync(file, 0o600);
  }
}
