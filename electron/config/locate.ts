/**
 * Where the configuration file is. Pure: the platform, the environment and the home folder are arguments.
 */
import { posix, win32 } from 'node:path';

export const CONFIG_NAME = 'watchbell.yaml';

export interface Host {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly cwd: string;
}

/**
 * The absolute path of the file. `asked` is what stands after `--config`, null when nothing does.
 *
 * Linux: XDG Base Directory Specification 0.8 (a relative XDG_CONFIG_HOME is invalid and passed over). macOS: Application
 * Support, as Apple's File System Programming Guide has it. Windows: the roaming application data.
 */
export function locateConfig(asked: string | null, { platform, env, home, cwd }: Host): string {
  if (platform === 'win32') {
    return asked === null
      ? win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'Watchbell', CONFIG_NAME)
      : win32.resolve(cwd, asked);
  }
  if (asked !== null) {
    return posix.resolve(cwd, asked);
  }
  if (platform === 'darwin') {
    return posix.join(home, 'Library', 'Application Support', 'Watchbell', CONFIG_NAME);
  }
  const xdg = env.XDG_CONFIG_HOME ?? '';
  return posix.join(posix.isAbsolute(xdg) ? xdg : posix.join(home, '.config'), 'watchbell', CONFIG_NAME);
}
