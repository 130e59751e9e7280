/**
 * How a command of this machine finds the Watchbell that runs: its address and key, in the data folder, for the same user's eyes only.
 *
 * Whoever can read that file can read the database beside it. One that was left behind by a crash opens nothing: the key dies with
 * the process.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../engine/ports/log.ts';

const Door = z.object({ url: z.url({ protocol: /^http$/ }), token: z.string().min(1) });
export type Door = z.infer<typeof Door>;

const pathIn = (stateFolder: string): string => join(stateFolder, 'running.json');

/** A folder that cannot be written to ends nothing: only commands do not find us. */
export function createDoor(stateFolder: string, log: Log): { keep(door: Door): void; remove(): void } {
  const path = pathIn(stateFolder);
  function tryTo(act: () => void): void {
    try {
      act();
    } catch (error) {
      log.warn({ err: String(error) }, 'commands like `watchbell take-over` will not find this Watchbell');
    }
  }
  return {
    keep: ({ url, token }) =>
      tryTo(() => {
        // At one go, so that nobody reads half of it.
        const draft = `${path}.new`;
        rmSync(draft, { force: true });
        writeFileSync(draft, `${JSON.stringify({ url, token })}\n`, { mode: 0o600, flag: 'wx' });
        renameSync(draft, path);
      }),
    remove: () => tryTo(() => rmSync(path, { force: true })),
  };
}

/** Null: there is none, or it cannot be understood. */
export async function readDoor(stateFolder: string): Promise<Door | null> {
  try {
    return Door.parse(JSON.parse(await readFile(pathIn(stateFolder), 'utf8')));
  } catch {
    return null; // nothing runs, as far as anybody can tell
  }
}
