/** Debian's HAProxy with a configuration of the test's own, and what it thinks of its servers. Skips the test where there is none. */
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished, type TestContext } from 'vitest';
import { until } from './desktop/until.ts';
import { requireProgram, serverFolder, startPeer } from './real-programs.ts';

export type ServerRow = Readonly<Record<string, string>>;

export interface RealHaproxy {
  /** One server's line of `show stat`, by the names of its columns. */
  row(backend: string, server: string): Promise<ServerRow>;
  /** The line, as soon as it is as wanted; else the last one after some seconds. */
  until(backend: string, server: string, wanted: (row: ServerRow) => boolean): Promise<ServerRow>;
}

/** @param port where a front end of the configuration listens; @param backends the rest of the configuration */
export async function startHaproxy(test: TestContext, port: number, backends: string): Promise<RealHaproxy> {
  const program = requireProgram(test, 'haproxy');
  const folder = serverFolder('us');
  const socket = join(folder.path, 'admin.sock');
  const file = join(folder.path, 'haproxy.cfg');
  const head = [
    'global',
    `  stats socket ${socket} mode 600 level admin`,
    'defaults',
    '  mode http',
    '  timeout connect 2s',
    '  timeout client 60s',
    '  timeout server 60s',
    'frontend in',
    `  bind 127.0.0.1:${port}`,
  ];
  writeFileSync(file, `${head.join('\n')}\n${backends}\n`);
  const peer = await startPeer({ program, args: ['-db', '-f', file], port });
  onTestFinished(async () => {
    await peer.stop();
    folder.remove();
  });
  // It listens everywhere before it gives the socket its name.
  await until('the socket of HAProxy', () => existsSync(socket));
  const row: RealHaproxy['row'] = async (backend, server) => {
    const [header = '', ...lines] = (await say(socket, 'show stat')).split('\n');
    const names = header.replace(/^# /, '').split(',');
    const fields = lines.map((line) => line.split(',')).find(([proxy, name]) => proxy === backend && name === server);
    if (fields === undefined) {
      throw new Error(`HAProxy has no server ${backend}/${server}`);
    }
    // `* L7OK`: so it was, and the next look is under way.
    return Object.fromEntries(names.map((name, index) => [name, (fields[index] ?? '').replace(/^\* /, '')]));
  };
  return {
    row,
    async until(backend, server, wanted) {
      let seen = await row(backend, server);
      for (let looks = 0; looks < 400 && !wanted(seen); looks += 1) {
        await new Promise((resolve) => setTimeout(resolve, 25));
        seen = await row(backend, server);
      }
      return seen;
    },
  };
}

function say(socket: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const admin = connect({ path: socket }, () => admin.write(`${line}\n`));
    admin.on('data', (chunk) => {
      said += chunk.toString();
    });
    admin.on('end', () => resolve(said)).on('error', reject);
  });
}
