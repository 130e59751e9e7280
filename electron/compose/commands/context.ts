/**
 * What every command of the command line needs: where things are, and the configuration read once.
 *
 * Exit codes: 0 all well, 1 something is wrong, 2 bad configuration or bad arguments.
 */
import { homedir } from 'node:os';
import { locateConfig } from '../../config/locate.ts';
import { type ParsedConfig, parseConfig } from '../../config/parse.ts';
import { problemText } from '../../config/problems.ts';
import { readConfigFile } from '../../config/read-file.ts';
import { stateFolder } from '../folders.ts';

export const EXIT = { well: 0, wrong: 1, badInput: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where output goes; tests hand in their own. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

export const terminal: Terminal = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

export interface Places {
  readonly configPath: string;
  readonly configNamed: boolean;
  readonly stateFolder: string;
}

export function places(config: string | undefined): Places {
  const { platform, env } = process;
  const home = homedir();
  return {
    configPath: locateConfig(config ?? null, { platform, env, home, cwd: process.cwd() }),
    configNamed: config !== undefined,
    stateFolder: stateFolder({ platform, env, home }),
  };
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
      err(`${configPath}:${problemText(problem)}`);
    }
    return null;
  }
  return parsed;
}
