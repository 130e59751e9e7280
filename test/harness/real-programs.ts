/**
 * Real servers of the operating system, as children of a test: on loopback, with their own settings in a folder of their own,
 * and ended by their id. A test whose program is not installed is skipped, and says so.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

/** Debian keeps servers where the path of ordinary users does not lead. */
const FOLDERS = [
  ...(process.env.PATH ?? '').split(':'),
  '/usr/sbin',
  '/sbin',
  '/usr/lib/postfix/sbin',
  ...postgresFolders(),
];

function postgresFolders(): readonly string[] {
  try {
    return readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`);
  } catch {
    return [];
  }
}

/** Where the program is; null when it is not installed. */
export function findProgram(name: string): string | null {
  for (const folder of FOLDERS) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // not here
    }
  }
  return null;
}

/** Where the program is; without it the test is skipped with that reason. */
export function requireProgram(test: Pick<TestContext, 'skip'>, name: string): string {
  return findProgram(name) ?? test.skip(`${name} is not installed`);
}

/** Some servers refuse to run as root; then they run as this user. */
const NOBODY = 65_534;
export const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** A folder that a server of another user can write to; the caller removes it by `remove`. */
export function serverFolder(owner: 'us' | 'nobody'): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'watchbell-peer-'));
  chmodSync(path, 0o755);
  if (owner === 'nobody' && isRoot) {
    chownSync(path, NOBODY, NOBODY);
  }
  // Helpers of a server may outlive it by a moment and still write there: then it is looked through once more.
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }) };
}

export interface PeerOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** Ready as soon as this port on 127.0.0.1 lets somebody in. */
  readonly port: number;
  readonly as?: 'us' | 'nobody';
  readonly env?: Readonly<Record<string, string>>;
}

export interface Peer {
  readonly pid: number;
  /** Ends it, at first politely, and waits until it is gone. */
  stop(): Promise<void>;
}

/** How long a server may take to listen, on a machine that has other things to do, and to end. */
const PATIENCE_MS = { listen: 60_000, end: 15_000 };
const KNOCK_AGAIN_MS = 20;

/** Starts a server and waits until it listens. Rejects with its own words when it ends before. */
export async function startPeer({ program, args, port, as = 'us', env }: PeerOptions): Promise<Peer> {
  const child = spawn(program, args, {
    ...(as === 'nobody' ? asNobody : {}),
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own. Apache (prefork) ends by a signal to its whole group: in ours that is every server that a neighbour
    // test runs as the same user, and where nobody is root, all of us.
    detached: true,
  });
  const leaveNobody = () => void child.kill('SIGKILL');
  process.once('exit', leaveNobody);
  let said = '';
  const keep = (chunk: Buffer) => {
    said = (said + chunk.toString('latin1')).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'exit');
  let wanted = false;
  // What a test then says is "refused", and nobody knows why.
  void ended.then(([code, signal]) => {
    process.off('exit', leaveNobody);
    if (wanted) {
      console.error(`${program} ended by itself (${code ?? signal}): ${said}`);
    }
  });
  const stop = async () => {
    wanted = false;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS.end);
      await ended;
      clearTimeout(hard);
    }
  };
  const deadline = performance.now() + PATIENCE_MS.listen;
  while (!(await listens(port))) {
    if (isGone(child) || performance.now() > deadline) {
      await stop();
      throw new Error(`${program} does not listen on ${port}: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, KNOCK_AGAIN_MS));
  }
  wanted = true;
  return { pid: child.pid ?? 0, stop };
}

/** Gives a file to the user that servers run as, for that user alone. */
export function handOver(path: string): void {
  chmodSync(path, 0o600);
  if (isRoot) {
    chownSync(path, NOBODY, NOBODY);
  }
}

/** Runs a program of a server's installation to its end. Throws with its words when it fails. */
export function runTool(program: string, args: readonly string[], as: 'us' | 'nobody' = 'us'): void {
  const done = spawnSync(program, args, {
    ...(as === 'nobody' ? asNobody : {}),
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (done.status !== 0) {
    throw new Error(`${program} failed: ${done.stdout}${done.stderr}`);
  }
}

const isGone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => done(true)).once('error', () => done(false));
  });
}
