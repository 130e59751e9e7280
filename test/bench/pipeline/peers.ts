/**
 * The other ends of the wire, each in a process of its own so that its CPU does not count: a target that fails at a given time
 * and a receiver of pages.
 *
 * They leave with us, even when we are killed: their standard input ends then.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface Peer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * Answers 200 at once; below `/fails-at/<epoch ms>` it answers 503 from that time on. `onCount` hears each second how often it
 * was asked so far.
 */
export const startFailingTarget = (onCount: (asked: number) => void = () => undefined): Promise<Peer> =>
  startPeer(TARGET, (line) => onCount(Number(line)));

/** `at`: when the first byte of a page about `component` came, in ns of the machine's monotonic clock (`hrtime`). */
export type Arrival = { readonly component: string; readonly at: bigint };

/** Takes webhooks and tells when each began to arrive. */
export const startReceiver = (onArrival: (arrival: Arrival) => void): Promise<Peer> =>
  startPeer(RECEIVER, (line) => {
    const [component = '', at = '0'] = line.split(' ');
    onArrival({ component, at: BigInt(at) });
  });

/** Takes any POST and answers after so many ms; that share of its answers (0 to 1) is 500. */
export const startSlowReceiver = (afterMs: number, failing: number): Promise<Peer> =>
  startPeer(SLOW.replace('AFTER', String(afterMs)).replace('FAILING', String(failing)), () => undefined);

/** Its first line is the port it listens on; what the others mean is between the two of them. */
async function startPeer(text: string, onLine: (line: string) => void): Promise<Peer> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    ['--input-type=module', '-e', text],
    {
      // An Electron binary runs the same text as a plain Node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const gone = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const [port] = (await once(lines, 'line')) as [string];
  lines.on('line', onLine);
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.stdin.end();
      await gone;
    },
  };
}

const TARGET = `
import { createServer } from 'node:http';
const body = JSON.stringify({ status: 'ok', version: '1.2.3' });
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  request.resume();
  const failsAt = /^\\/fails-at\\/(\\d+)/.exec(request.url)?.[1];
  const status = failsAt !== undefined && Date.now() >= Number(failsAt) ? 503 : 200;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
setInterval(() => console.log(asked), 1000).unref();
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
`;

const SLOW = `
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  request.resume().on('end', () => setTimeout(() => {
    response.writeHead(Math.random() < FAILING ? 500 : 204);
    response.end();
  }, AFTER));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
`;

const RECEIVER = `
import { createServer } from 'node:net';
const server = createServer({ noDelay: true }, (socket) => {
  let text = '';
  let at = 0n;
  socket.on('error', () => undefined).on('data', (chunk) => {
    at ||= process.hrtime.bigint();
    text += chunk.toString('latin1');
    const end = text.indexOf('\\r\\n\\r\\n');
    const length = Number(/content-length: *(\\d+)/i.exec(text)?.[1]);
    if (end >= 0 && text.length >= end + 4 + length) {
      console.log(JSON.parse(text.slice(end + 4)).data.componentId + ' ' + at);
      socket.end('HTTP/1.1 204 No Content\\r\\nconnection: close\\r\\n\\r\\n');
    }
  });
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
`;
