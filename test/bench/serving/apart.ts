/**
 * Calls from another process: see one-caller.ts.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { bundleChild } from '../../harness/bundle-child.ts';
import type { Call, Called } from './callers.ts';

export interface CallerApart {
  /** So many a second, at most so many under way at once; as `openLoop`. Once. */
  run(call: Call, perSecond: number, seconds: number, most: number): Promise<Called>;
  stop(): void;
}

/** Started beforehand, so that what it takes to start is not measured. */
export async function callerApart(origin: string): Promise<CallerApart> {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-bench-caller-'));
  const script = await bundleChild('test/bench/serving/one-caller.ts', folder);
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    async run(call, perSecond, seconds, most) {
      const said = text(child.stdout);
      child.stdin.end(`${JSON.stringify({ origin, call, perSecond, seconds, most })}\n`);
      const { statuses, ...seen } = JSON.parse(await said);
      return { ...seen, statuses: new Map(statuses) };
    },
    stop() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
