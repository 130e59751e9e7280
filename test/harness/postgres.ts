/**
 * A real PostgreSQL for a test: its own cluster in a folder of its own, on loopback, as a user that is not root; gone afterwards.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import type { Identity } from './certificates.ts';
import { until } from './desktop/until.ts';
import { freePort } from './ports.ts';
import { handOver, isRoot, type Peer, requireProgram, runTool, serverFolder, startPeer } from './real-programs.ts';

export interface Postgres extends Peer {
  readonly port: number;
}

/** The owner of the cluster, and the password that everybody has there. */
export const PG_USER = 'owner';
export const PG_PASSWORD = 'long-and-S3cret';

export interface PostgresWishes {
  /** Lines of postgresql.conf: `max_connections=4`. */
  readonly settings?: readonly string[];
  /** Offers TLS with this. */
  readonly identity?: Identity;
  /** Run before it listens. */
  readonly sql?: string;
}

export async function startPostgres(
  test: Pick<TestContext, 'skip'>,
  { settings = [], identity, sql }: PostgresWishes = {},
): Promise<Postgres> {
  const program = requireProgram(test, 'postgres');
  const folder = serverFolder('nobody');
  const data = join(folder.path, 'data');
  const passwords = join(folder.path, 'password');
  writeFileSync(passwords, PG_PASSWORD, { mode: 0o644 });
  const setup = ['-D', data, '-U', PG_USER, '--no-sync', '--no-locale', '-E', 'UTF8', '--auth=scram-sha-256'];
  runTool(requireProgram(test, 'initdb'), [...setup, `--pwfile=${passwords}`], 'nobody');
  if (sql !== undefined) {
    single(program, data, sql);
  }
  const tls = identity === undefined ? ['ssl=off'] : ['ssl=on', ...keysOf(folder.path, identity)];
  const port = await freePort();
  const all = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder.path}`,
    'fsync=off',
    ...tls,
    ...settings,
  ];
  const args = ['-D', data, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])];
  const peer = await startPeer({ program, args, port, as: 'nobody' });
  // It listens before it lets anybody in.
  const ready = requireProgram(test, 'pg_isready');
  await until(
    'PostgreSQL lets us in',
    () => spawnSync(ready, ['-q', '-h', '127.0.0.1', '-p', `${port}`]).status === 0,
    60_000,
  );
  return {
    port,
    pid: peer.pid,
    async stop() {
      await peer.stop();
      folder.remove();
    },
  };
}

/** PostgreSQL wants its key for itself alone. */
function keysOf(place: string, { cert, key }: Identity): readonly string[] {
  const folder = join(place, 'tls');
  mkdirSync(folder);
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  handOver(join(folder, 'key.pem'));
  return [`ssl_cert_file=${folder}/cert.pem`, `ssl_key_file=${folder}/key.pem`];
}

/** Single-user mode with -j: a statement ends with a semicolon and an empty line. */
function single(program: string, data: string, sql: string): void {
  const done = spawnSync(program, ['--single', '-j', '-D', data, 'postgres'], {
    ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    cwd: '/',
    input: sql,
    encoding: 'utf8',
  });
  if (done.status !== 0 || /ERROR|FATAL/.test(done.stderr)) {
    throw new Error(`postgres --single failed: ${done.stdout}${done.stderr}`);
  }
}
