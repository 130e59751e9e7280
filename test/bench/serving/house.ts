/**
 * The real `watchbell serve` as a process of its own, to be called from outside: where it is, a session, and what it takes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HEAP_FLAGS } from '../../../build/lib/command-line.mjs';
import type { Answers, Ask, AsksInput } from '../../../shared/contract/contract.ts';
import { bundleChild } from '../../harness/bundle-child.ts';

export interface ServedHouse {
  /** `http://127.0.0.1:1234` */
  readonly origin: string;
  /** A session's cookie. */
  readonly cookie: string;
  ask<A extends Ask>(name: A, question: AsksInput<A>): Promise<Answers<A>>;
  /** Linux only: it reads /proc. */
  residentMb(): number;
  stop(): Promise<void>;
}

/** @param config YAML */
export async function serveHouse(config: string): Promise<ServedHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-bench-'));
  const script = await bundleChild('electron/cli.ts', folder);
  const path = join(folder, 'watchbell.yaml');
  writeFileSync(path, config);
  const child = spawn(
    process.execPath,
    [...HEAP_FLAGS, script, 'serve', '--config', path, '--state', folder, '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env.PATH ?? '', HOME: folder } },
  );
  const gone = once(child, 'exit');
  let address = '';
  for await (const line of createInterface(child.stdout)) {
    const [, found] = /in a browser on this machine: (http:\S+)/.exec(line) ?? [];
    if (found !== undefined) {
      address = found;
      break;
    }
  }
  child.stdout.resume();
  const { origin } = new URL(address);
  const opened = await fetch(address, { redirect: 'manual' });
  const cookie = (opened.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  return {
    origin,
    cookie,
    async ask(name, question) {
      const response = await fetch(`${origin}/api/ask/${name}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify(question),
      });
      if (!response.ok) {
        throw new Error(`${name}: ${response.status} ${await response.text()}`);
      }
      return (await response.json()) as never;
    },
    residentMb() {
      const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes) / 1_024;
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
