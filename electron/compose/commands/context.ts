/**
 * What every command of the command line needs: where things are, and the configuration read once.
 *
 * Exit codes: 0 all well, 1 something is wrong, 2 bad configuration or bad arguments.
 */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { ConfigProblem } from '../../../shared/model/config.ts';
import { locateConfig } from '../../config/locate.ts';
import { type ParsedConfig, parseConfig } from '../../config/parse.ts';
import { readConfigFile } from '../../config/read-file.ts';
import { stateFolder } from '../folders.ts';
import type { Terminal } from '../terminal.ts';

export const EXIT = { well: 0, wrong: 1, badInput: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface Places {
  readonly configPath: string;
  readonly configNamed: boolean;
  readonly stateFolder: string;
}

/** @param config, state what stands after `--config` and `--state`; absent: the places that the system has for them */
export function places(config?: string, state?: string): Places {
  const { platform, env } = process;
  const home = homedir();
  return {
    configPath: locateConfig(config ?? null, { platform, env, home, cwd: process.cwd() }),
    configNamed: config !== undefined,
    stateFolder: state === undefined ? stateFolder({ platform, env, home }) : resolve(state),
  };
}

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
