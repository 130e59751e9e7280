/**
 * The real `watchbell serve` as a process of its own, in folders of its own: to be used from outside, and to be killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { FileInput } from './watch-story.ts';

export interface Served {
  /** The window's address with its key. */
  readonly address: string;
  readonly child: ChildProcess;
  /** kill -9, over when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, over when it has ended by itself. Returns the exit code. */
  end(): Promise<number | null>;
}

/** Starts the bundled command line on `file` and waits until it says that it watches. */
export async function serve(
  script: string,
  folder: string,
  file: FileInput,
  env: Record<string, string> = {},
): Promise<Served> {
  const config = join(folder, 'watchbell.yaml');
  writeFileSync(config, stringify(file));
  const child = spawn(process.execPath, [script, 'serve', '--config', config, '--port', '0'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, XDG_STATE_HOME: join(folder, 'state'), TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    const listen = (data: Buffer): void => {
      said += data.toString();
      const found = /http:\/\/\S+/.exec(said);
      if (found !== null) {
        resolve(found[0]);
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void gone.then(([code]) => reject(new Error(`watchbell serve ended with ${code}: ${said}`)));
  });
  return {
    address,
    child,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async end() {
      child.kill('SIGTERM');
      const [code] = await gone;
      return code as number | null;
    },
  };
}
