/**
 * The configuration folder of a newcomer: the starter file, and the schema beside it for the editor.
 *
 * A file of the user's is never replaced; the schema is ours and follows the app's version.
 */
import { dirname, join } from 'node:path';
import { configJsonSchemaText } from './json-schema.ts';
import { readConfigFile } from './read-file.ts';
import { SCHEMA_NAME, STARTER_TEXT } from './starter.ts';
import { replaceFile, writeNewFile } from './write-file.ts';

export type Written =
  | { readonly ok: true; readonly wroteStarter: boolean }
  | { readonly ok: false; readonly reason: string };

/** Makes the folder, the schema and, if there is no configuration yet, the starter. `reason` says what could not be written. */
export async function writeStarter(configPath: string): Promise<Written> {
  try {
    const wroteStarter = await writeNewFile(configPath, STARTER_TEXT);
    await replaceFile(schemaPath(configPath), configJsonSchemaText());
    return { ok: true, wroteStarter };
  } catch (error) {
    return {
      ok: false,
      reason: `${configPath} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Brings a schema file from an older version up to date. Only where there is one: the folder may be somebody's repository. */
export async function refreshSchema(configPath: string): Promise<Written> {
  const path = schemaPath(configPath);
  const present = await readConfigFile(path);
  if (present.kind !== 'text' || present.text === configJsonSchemaText()) {
    return { ok: true, wroteStarter: false };
  }
  try {
    await replaceFile(path, configJsonSchemaText());
    return { ok: true, wroteStarter: false };
  } catch (error) {
    return {
      ok: false,
      reason: `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

const schemaPath = (configPath: string): string => join(dirname(configPath), SCHEMA_NAME);
