/**
 * The bundled command line as a process of its own, in folders of its own: what it says, and how it ends.
 *
 * Whatever is still running when its test ends is killed with everything that it started.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest';
import { bundleChild } from './bundle-child.ts';

export interface CommandPlace {
  /** Home, working folder and, below it, the state folder (`state/watchbell`). */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number | null;
  /** Lines, without their ends. */
  readonly out: readonly string[];
  readonly err: readonly string[];
}

export interface Command {
  readonly child: ChildProcess & { readonly pid: number };
  /** Everything said so far. */
  out(): string;
  err(): string;
  /** The first match in what was said on either stream, as soon as there is one. Rejects when it ends without. */
  heard(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<Ended>;
  /** True while anything that it started (or itself) is alive. */
  isAnythingLeft(): boolean;
}

/** Starts `<script> <args>`. */
export function startCommand(script: string, args: readonly string[], { folder, env = {} }: CommandPlace): Command {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, XDG_STATE_HOME: join(folder, 'state'), TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, so that what it leaves behind can be found
  });
  const said = { out: '', err: '' };
  const listeners = new Set<() => void>();
  const note = (stream: 'out' | 'err') => (text: string) => {
    said[stream] += text;
    for (const listener of listeners) {
      listener();
    }
  };
  child.stdout.setEncoding('utf8').on('data', note('out'));
  child.stderr.setEncoding('utf8').on('data', note('err'));
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    out: linesOf(said.out),
    err: linesOf(said.err),
  }));
  const group = (signal: 0 | 'SIGKILL') => {
    try {
      return process.kill(-(child.pid ?? 0), signal);
    } catch {
      return false; // nobody is left
    }
  };
  // The number of a group that has ended may be another test's by now.
  let gone = child.pid === undefined;
  void ended.then(() => {
    gone = !group(0);
  });
  // Until it is gone it may still write into the folder that is removed next.
  onTestFinished(async () => {
    if (!gone && group('SIGKILL')) {
      await ended;
    }
  });
  return {
    child: child as Command['child'],
    out: () => said.out,
    err: () => said.err,
    heard: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(said.out) ?? pattern.exec(said.err);
          if (found !== null) {
            listeners.delete(look);
            resolve(found);
          }
        };
        listeners.add(look);
        look();
        void ended.then(({ code }) =>
          reject(new Error(`ended with ${code} without saying ${pattern}:\n${said.out}${said.err}`)),
        );
      }),
    ended,
    isAnythingLeft: () => group(0),
  };
}

/** Runs `<script> <args>` to its end. */
export function runCommand(script: string, args: readonly string[], place: CommandPlace): Promise<Ended> {
  return startCommand(script, args, place).ended;
}

/** A story starts several programs, each of which takes seconds on a machine that has other things to do. ms */
const PATIENCE_MS = 120_000;

/** Bundles the command line once for the tests of a file, which get more time. Call it before them; the result gives the script. */
export function bundledCommandLine(): () => string {
  vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });
  let folder = '';
  let script = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'watchbell-cli-'));
    script = await bundleChild('electron/cli.ts', folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => script;
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
