/**
 * Small things the desktop remembers from one start to the next (where the window stood): never anything the watch depends on.
 *
 * Whatever comes back is `unknown` until somebody has looked at it; a file that cannot be read is an empty memory.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '../engine/ports/log.ts';

export interface Values {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** Values in one JSON file, written whole and renamed, so that no start ever reads half of it. */
export function openValues(file: string, log: Log): Values {
  const values = new Map<string, unknown>(Object.entries(read(file, log)));
  return {
    get: (key) => values.get(key),
    set(key, value) {
      if (JSON.stringify(values.get(key)) === JSON.stringify(value)) {
        return;
      }
      values.set(key, value);
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.new`, `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`, { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch (error) {
        log.warn({ file, err: String(error) }, 'The place of the window was not remembered');
      }
    },
  };
}

function read(file: string, log: Log): object {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof found === 'object' && found !== null ? found : {};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.warn({ file, err: String(error) }, 'What the window remembered could not be read');
    }
    return {};
  }
}
