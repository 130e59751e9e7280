/**
 * A folder of small programs in place of notify-send, gdbus and dbus-send: real child processes without a desktop.
 *
 * They use nothing but the shell's own words, so that a PATH of this folder alone is enough for them.
 */
import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type ProgramName = 'notify-send' | 'gdbus' | 'dbus-send';

export interface FakeDesktop {
  readonly env: NodeJS.ProcessEnv;
  /** Puts a program there; `script` is the body of an `sh` script. */
  install(name: ProgramName, script: string): void;
  /** Arguments of each call that did more than ask for help, in order. */
  calls(name: ProgramName): ReadonlyArray<readonly string[]>;
  /** Resolves when this program has been called. */
  called(name: ProgramName): Promise<void>;
  remove(): void;
}

/** Every real one of version 0.7.10 or later prints these words. */
export const NUMBERED_HELP = 'case "$1" in --help) echo "  -r, --replace-id=REPLACE_ID"; exit 0;; esac';
export const DAEMON_ANSWERS = `case "$*" in
  *GetServerInformation*) echo "('Test Daemon', 'Nobody', '1.2.3', '1.2')";;
  *) echo "(['actions', 'body', 'body-markup'],)";;
esac`;
/** Stays until it is killed. */
export const HANG = 'exec /bin/sleep 600';

export function fakeDesktop(): FakeDesktop {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-desktop-'));
  const logOf = (name: ProgramName) => join(folder, `${name}.log`);

  function calls(name: ProgramName): ReadonlyArray<readonly string[]> {
    const log = readFileSync(logOf(name), 'utf8');
    return log
      .split('\x1e')
      .slice(0, -1)
      .map((call) => call.split('\x1f').slice(0, -1))
      .filter(([first]) => first !== '--help');
  }

  return {
    env: { PATH: folder, DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/bus` },
    install(name, script) {
      writeFileSync(logOf(name), '');
      const record = `for word in "$@"; do printf '%s\\037' "$word"; done >> ${logOf(name)}; printf '\\036' >> ${logOf(name)}`;
      writeFileSync(join(folder, name), `#!/bin/sh\n${record}\n${script}\n`, { mode: 0o755 });
    },
    calls,
    called: (name) =>
      new Promise((resolve) => {
        const look = () => {
          if (calls(name).length > 0) {
            watcher.close();
            resolve();
          }
        };
        const watcher = watch(logOf(name), look);
        look();
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
