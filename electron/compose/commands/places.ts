/**
 * Where the things of a command are, and how it ends. Nothing that takes time to load.
 *
 * Exit codes: 0 all well, 1 something is wrong, 2 bad configuration or bad arguments.
 */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { locateConfig } from '../../config/locate.ts';
import { stateFolder } from '../folders.ts';

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
