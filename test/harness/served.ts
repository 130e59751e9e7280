/**
 * The real `watchbell serve` as a process of its own, in folders of its own: to be used from outside, and to be killed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Command, type Ended, startCommand } from './command.ts';
import type { FileInput } from './watch-story.ts';

export interface Served {
  /** The window's address with its key. */
  readonly address: string;
  readonly child: Command['child'];
  readonly command: Command;
  /** The configuration file. */
  readonly config: string;
  /** Writes the configuration anew, as an editor would. */
  configure(file: FileInput | string): void;
  /** kill -9, over when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, over when it has ended by itself. Returns the exit code. */
  end(): Promise<number | null>;
}

/** Starts the bundled command line on `file` and waits until it has printed its address. */
export async function serve(
  script: string,
  folder: string,
  file: FileInput | string,
  env: Record<string, string> = {},
  more: readonly string[] = ['--port', '0'],
): Promise<Served> {
  const config = writeConfig(folder, file);
  const command = startCommand(script, ['serve', '--config', config, ...more], { folder, env });
  const [, address = ''] = await command.heard(/Open the window in a browser on this machine: (http:\S+)\n/);
  return {
    address,
    child: command.child,
    command,
    config,
    configure: (next) => void writeConfig(folder, next),
    async kill() {
      command.child.kill('SIGKILL');
      await command.ended;
    },
    end: async () => (await told(command, 'SIGTERM')).code,
  };
}

/** Sends a signal; over when the process has ended. */
export function told(command: Command, signal: 'SIGTERM' | 'SIGINT'): Promise<Ended> {
  command.child.kill(signal);
  return command.ended;
}

/** `watchbell.yaml` in the folder. Returns its path. */
export function writeConfig(folder: string, file: FileInput | string): string {
  const path = join(folder, 'watchbell.yaml');
  writeFileSync(path, typeof file === 'string' ? file : stringify(file));
  return path;
}
