/**
 * Where Watchbell keeps what it writes, and where its window's files are. Pure: platform, environment and home are arguments.
 *
 * Linux: XDG Base Directory Specification 0.8, the state folder: history and pages belong to this machine, not to the user's settings.
 */
import { basename, dirname, join } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The folder of database, log and last good configuration. */
export function stateFolder({ platform, env, home }: Machine): string {
  switch (platform) {
    case 'win32':
      return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Watchbell');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Watchbell', 'State');
    default: {
      const xdg = env.XDG_STATE_HOME ?? '';
      return join(xdg.startsWith('/') ? xdg : join(home, '.local', 'state'), 'watchbell');
    }
  }
}

export const databasePath = (folder: string): string => join(folder, 'watchbell.db');
export const logPath = (folder: string): string => join(folder, 'watchbell.log');

/** The window's files beside the bundled main process: `out/renderer`. The bundler may have put the asker into `out/main/chunks`. */
export function windowFolderBeside(folder: string): string {
  const mainFolder = basename(folder) === 'chunks' ? dirname(folder) : folder;
  return join(mainFolder, '..', 'renderer');
}
