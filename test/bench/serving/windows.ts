/**
 * Windows that follow the feed, all in one process of its own: how many changes came to them, and how late.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Windows {
  /** Ends them. What they saw, all together. */
  close(): Promise<{ readonly changes: number; readonly lost: number; readonly p50Ms: number; readonly p99Ms: number }>;
}

/** Resolves when all of them hear the feed. */
export async function openWindows(origin: string, cookie: string, count: number): Promise<Windows> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', READER, origin, cookie, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  return {
    async close() {
      const told = once(lines, 'line') as Promise<[string]>;
      child.stdin.end();
      const [line] = await told;
      return JSON.parse(line);
    },
  };
}

/** Each change carries when it was made, in ms of the machine's clock. A gap in the numbers is a loss. */
const READER = `
import { get } from 'node:http';
const [origin, cookie, count] = process.argv.slice(1);
const late = [];
let changes = 0;
let lost = 0;
let open = 0;
const now = () => performance.timeOrigin + performance.now();
for (let n = 0; n < Number(count); n += 1) {
  get(origin + '/api/follow', { headers: { cookie, accept: 'text/event-stream' }, agent: false }, (answer) => {
    let rest = '';
    let last = null;
    answer.setEncoding('utf8');
    answer.once('data', () => { open += 1; if (open === Number(count)) console.log('open'); });
    answer.on('data', (text) => {
      const frames = (rest + text).split('\\n\\n');
      rest = frames.pop();
      for (const frame of frames) {
        const id = /^id: (\\d+)/.exec(frame);
        if (id === null) continue;
        const number = Number(id[1]);
        lost += last === null ? 0 : number - last - 1;
        last = number;
        changes += 1;
        if (changes % 7 === 0) late.push(now() - Number(/"at":([\\d.]+)/.exec(frame)[1]));
      }
    });
  });
}
process.stdin.resume().on('end', () => {
  late.sort((one, other) => one - other);
  const at = (share) => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? null;
  console.log(JSON.stringify({ changes, lost, p50Ms: at(0.5), p99Ms: at(0.99) }));
  process.exit(0);
});
`;
