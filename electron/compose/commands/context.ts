/**
 * The configuration, read once for a command that needs it.
 */
import type { ConfigProblem } from '../../../shared/model/config.ts';
import { type ParsedConfig, parseConfig } from '../../config/parse.ts';
import { readConfigFile } from '../../config/read-file.ts';
import type { Terminal } from '../terminal.ts';
import type { Places } from './places.ts';

/** `fleet.yaml:4:7: components[0].name: must not be empty`, as editors and terminals make it a link. */
export function problemLine(configPath: string, { path, line, column, message }: ConfigProblem): string {
  const place = line === null ? '' : `:${line}:${column ?? 1}`;
  return `${configPath}${place}: ${path === '' ? '' : `${path}: `}${message}`;
}

export type Loaded = Extract<ParsedConfig, { ok: true }>;

/** Reads the configuration; on mistakes lists every one of them (`file:line:column: …`) and gives back null. */
export async function loadConfig({ configPath }: Places, { err }: Terminal): Promise<Loaded | null> {
  const reading = await readConfigFile(configPath);
  if (reading.kind === 'absent') {
    err(
      `There is no configuration at ${configPath}. Start Watchbell once and remove the demo to get a commented one, or name a file with --config.`,
    );
    return null;
  }
  if (reading.kind === 'unreadable') {
    err(reading.reason);
    return null;
  }
  const parsed = parseConfig(reading.text, { env: process.env, unseal: () => null });
  if (!parsed.ok) {
    for (const problem of parsed.problems) {
      err(problemLine(configPath, problem));
    }
    return null;
  }
  return parsed;
}
