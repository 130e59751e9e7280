/**
 * Runs one kind of check again and again, flat out or on a grid, and says what it cost this process in CPU.
 *
 * The target lives in a child process, so its CPU does not count; everything else this process does meanwhile does.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How the checks are laid out in time. On a grid, all that fall due fire together (the scheduler's own way). */
export type Pace =
  | { readonly kind: 'flat-out'; readonly concurrency: number }
  | { readonly kind: 'grid'; readonly ratePerSecond: number; readonly gridMs: number };

export interface Load {
  readonly seconds: number;
  readonly pace: Pace;
}

/** What a run cost. CPU is user and system time of this process, in microseconds. */
export interface Cost {
  readonly checks: number;
  readonly cpuUsPerCheck: number;
  readonly checksPerSecond: number;
}

/**
 * Runs `check` under `load` and measures. `slot` tells the checks in flight apart: flat out it is below `concurrency`,
 * on a grid below the number that fire in one turn, so a slot is never busy twice unless a check outlasts the grid.
 * A check that rejects ends the run: a floor made of failures would be a lie.
 */
export async function runLoad(load: Load, check: (slot: number) => Promise<unknown>): Promise<Cost> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + load.seconds * 1_000;
  const checks =
    load.pace.kind === 'flat-out'
      ? await flatOut(load.pace, endsAt, check)
      : await onGrid(load.pace, startedAt, endsAt, check);
  const tookMs = performance.now() - startedAt;
  const cpu = process.cpuUsage(cpuBefore);
  return { checks, cpuUsPerCheck: (cpu.user + cpu.system) / checks, checksPerSecond: checks / (tookMs / 1_000) };
}

async function flatOut(
  pace: Pace & { kind: 'flat-out' },
  endsAt: number,
  check: (slot: number) => Promise<unknown>,
): Promise<number> {
  let checks = 0;
  const lanes = Array.from({ length: pace.concurrency }, async (_, slot) => {
    while (performance.now() < endsAt) {
      await check(slot);
      checks += 1;
    }
  });
  await Promise.all(lanes);
  return checks;
}

/** Turns are due at fixed times, so a late one does not shift the rest; fractions of a check are carried over. */
function onGrid(
  pace: Pace & { kind: 'grid' },
  startedAt: number,
  endsAt: number,
  check: (slot: number) => Promise<unknown>,
): Promise<number> {
  const perTurn = (pace.ratePerSecond * pace.gridMs) / 1_000;
  const dueBefore = (turn: number) => Math.floor(turn * perTurn);
  return new Promise((resolve, reject) => {
    const running: Promise<unknown>[] = [];
    const planNext = (turn: number): void => {
      const dueAt = startedAt + turn * pace.gridMs;
      if (dueAt >= endsAt) {
        Promise.all(running).then(() => resolve(running.length), reject);
        return;
      }
      setTimeout(() => fire(turn), Math.max(0, dueAt - performance.now()));
    };
    const fire = (turn: number): void => {
      const count = dueBefore(turn + 1) - dueBefore(turn);
      for (let slot = 0; slot < count; slot += 1) {
        const one = check(slot);
        one.catch(reject); // at once, not when all the others have ended
        running.push(one);
      }
      planNext(turn + 1);
    };
    planNext(0);
  });
}

/** A small HTTP server in a process of its own. Answers 200 with a few dozen bytes, at once. */
export async function startTarget(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', TARGET], {
    // An Electron binary runs the same text as a plain Node.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${port.toString().trim()}/health`,
    stop: async () => {
      const gone = once(child, 'exit');
      child.stdin.end(); // it leaves with us, even when we are killed
      await gone;
    },
  };
}

const TARGET = `
import { createServer } from 'node:http';
const body = JSON.stringify({ status: 'ok', version: '1.2.3' });
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
`;
