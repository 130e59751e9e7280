/**
 * Start with the session: an XDG file on Linux, the system's own list elsewhere. The truth is what the system would do, read
 * each time; nothing is remembered here.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { App } from 'electron';
import { autostartEntry, autostartFile, isOn, lastingCommand } from './autostart-entry.ts';

export interface Autostart {
  readonly supported: boolean;
  readonly on: boolean;
}

export interface AutostartOptions {
  readonly platform: NodeJS.Platform;
  readonly app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The program and its arguments as they must be at the next start. */
  readonly command: readonly string[];
}

/** @param on true or false sets it, null only asks */
export async function autostart(options: AutostartOptions, on: boolean | null): Promise<Autostart> {
  switch (options.platform) {
    case 'linux':
      return { supported: true, on: await onLinux(options, on) };
    case 'darwin':
    case 'win32':
      return { supported: true, on: elsewhere(options, on) };
    default:
      return { supported: false, on: false };
  }
}

async function onLinux({ env, home, command }: AutostartOptions, on: boolean | null): Promise<boolean> {
  const file = autostartFile(env, home);
  if (on === true) {
    await mkdir(dirname(file), { recursive: true });
    // Never half a file: a session that starts right now would read it.
    await writeFile(`${file}.new`, autostartEntry(lastingCommand(command, env)));
    await rename(`${file}.new`, file);
  } else if (on === false) {
    await rm(file, { force: true });
  }
  try {
    return isOn(await readFile(file, 'utf8'));
  } catch {
    return false; // not there: not started
  }
}

function elsewhere({ app, command }: AutostartOptions, on: boolean | null): boolean {
  const [path, ...args] = command;
  const item = { args, ...(path === undefined ? {} : { path }) };
  if (on !== null) {
    app.setLoginItemSettings({ ...item, openAtLogin: on });
  }
  return app.getLoginItemSettings(item).openAtLogin;
}
