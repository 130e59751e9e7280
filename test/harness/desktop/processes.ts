/**
 * Programs a test starts, each ended by its own id, in the reverse order, before the test's folder goes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface Processes {
  /** Starts a program; what it says goes to `<name>.log` in the session's folder. */
  start(name: string, program: string, args: readonly string[], options?: StartOptions): Started;
  stopAll(): Promise<void>;
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Opens file descriptor 3 for the program to write to. */
  readonly extraPipe?: boolean;
}

export interface Started {
  readonly child: ChildProcess;
  /** The first line on standard output, or on descriptor 3 where that was opened. Rejects when the program ends first. */
  firstLine(): Promise<string>;
  stop(): Promise<void>;
}

/** Time to end politely. */
const GRACE_MS = 3_000;

export function createProcesses(folder: string, env: () => NodeJS.ProcessEnv): Processes {
  const running: Started[] = [];
  return {
    start(name, program, args, options = {}) {
      const child = spawn(program, args, {
        env: { ...env(), ...options.env },
        stdio: ['ignore', 'pipe', 'pipe', options.extraPipe ? 'pipe' : 'ignore'],
      });
      const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
      child.stdout?.pipe(log, { end: false });
      child.stderr?.pipe(log, { end: false });
      const failed = new Promise<never>((_resolve, reject) => {
        child.once('error', (error) => reject(new Error(`${program} did not start: ${error.message}`)));
        child.once('exit', (code, signal) =>
          reject(new Error(`${program} ended (${signal ?? code}); see ${name}.log`)),
        );
      });
      failed.catch(() => undefined); // only interesting to whoever waits for a line
      const started: Started = {
        child,
        firstLine: () =>
          Promise.race([lineOf(options.extraPipe ? (child.stdio[3] as Readable) : child.stdout), failed]),
        stop: () => stop(child),
      };
      running.push(started);
      return started;
    },
    async stopAll() {
      for (const started of running.splice(0).toReversed()) {
        await started.stop();
      }
    },
  };
}

async function lineOf(stream: Readable | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) {
    text += String(chunk);
    if (text.includes('\n')) {
      break;
    }
  }
  return text.split('\n')[0] ?? '';
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return;
  }
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(late);
}
