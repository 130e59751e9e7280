/**
 * The text of the last configuration that was right, kept beside the store: a restart at night with a broken file goes on with
 * what was watched before, instead of with nothing.
 *
 * It is the user's text as it stands (variables and sealed secrets unopened), readable for the user alone.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readConfigFile } from './read-file.ts';
import { replaceFile } from './write-file.ts';

export interface LastGood {
  /** Named in messages, so that somebody who wants to begin anew finds it. */
  readonly place: string;
  /** Null when there is none, or none that can be read. */
  read(): Promise<string | null>;
  /** Rejects when it cannot be written; the configuration itself is in force all the same. */
  write(text: string): Promise<void>;
}

/** One file for each configuration path: another file's last good text is no help. */
export function lastGoodFile(stateFolder: string, configPath: string): LastGood {
  const name = createHash('sha256').update(configPath).digest('hex').slice(0, 12);
  const place = join(stateFolder, `last-good-${name}.yaml`);
  return {
    place,
    read: async () => {
      const reading = await readConfigFile(place);
      return reading.kind === 'text' ? reading.text : null;
    },
    write: (text) => replaceFile(place, text),
  };
}
