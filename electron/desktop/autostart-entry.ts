/**
 * The XDG autostart file that starts us with the session on Linux (Desktop Entry Specification 1.5, "The Exec key";
 * Autostart Specification 0.5). Electron has no call for it (electron/electron#15198).
 */
import { join } from 'node:path';

/** Where it lives. `XDG_CONFIG_HOME` counts only when it is absolute (Base Directory Specification). */
export function autostartFile(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const xdg = env.XDG_CONFIG_HOME;
  return join(xdg?.startsWith('/') ? xdg : join(home, '.config'), 'autostart', 'watchbell.desktop');
}

/**
 * The command as it will be true at the next start: a program inside an AppImage runs from a mount that is gone by then, and
 * the image itself is named by APPIMAGE. (That variable is inherited by other programs, so our own path decides.)
 */
export function lastingCommand(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const [program = '', ...args] = command;
  const inImage = env.APPIMAGE && env.APPDIR && program.startsWith(`${env.APPDIR}/`);
  return inImage ? [env.APPIMAGE ?? program, ...args] : command;
}

/** @param command the program and its arguments, unquoted */
export function autostartEntry(command: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Watchbell',
    'Comment=Pages whoever is on call',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ];
  return `${lines.join('\n')}\n`;
}

/** Switched off in the file, by us or by the desktop's own settings. */
export function isOn(entry: string): boolean {
  return !/^\s*(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(entry);
}

/**
 * One argument of an Exec line. Quoted always: simpler than knowing when. Inside quotes backslash, quote, backtick and dollar
 * are escaped, and the value of the key escapes backslashes once more; a percent sign is doubled.
 */
function quoted(argument: string): string {
  const inner = argument.replaceAll(/["`$\\]/g, (character) => `\\${character}`);
  return `"${inner.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}
