/**
 * The SNPP gateway on its port: connections, lines, and limits of size, number and time. What is said stands in dialogue.ts.
 *
 * Who comes when all places are taken hears 421 at once: it is for the program at the other end to come again.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import { callerKey } from '../caller-key.ts';
import { listenProblem } from '../listen-problem.ts';
import { GREETING, type Pagers, snppDialogue } from './dialogue.ts';

const MOST_CONNECTIONS = 32;
/** Characters; no message of ours is longer. */
const LONGEST_LINE = 2_000;
/** ms without a line, and in all. */
const IDLE_MS = 60_000;
const WHOLE_MS = 600_000;

export interface SnppGatewayOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  /** False: there is more to do than can be done, or we are ending. */
  readonly mayEnter: () => boolean;
  readonly knows: Pagers['knows'];
  /** `caller`: the address that it came from. */
  readonly page: (pager: string, words: string, caller: string) => ReturnType<Pagers['page']>;
}

export type SnppStarted =
  | { readonly kind: 'serving'; readonly port: number; close(): Promise<void> }
  | { readonly kind: 'refused'; readonly problem: string };

/** Starts listening. Never rejects. */
export function startSnppGateway(options: SnppGatewayOptions): Promise<SnppStarted> {
  const { host, port } = options;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy()); // whoever left is gone
    if (open.size >= MOST_CONNECTIONS || !options.mayEnter()) {
      socket.end('421 Gateway Busy, Try Again Later\r\n', () => socket.destroy()); // or it held us up when we close
      return;
    }
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    converse(socket, options);
  });
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'refused', problem: listenProblem(error, { host, port }, 'The SNPP gateway', 'settings.snpp') }),
    );
    server.listen(port, host, () => {
      const address = server.address();
      const own = typeof address === 'object' && address !== null ? address.port : port;
      server.on('error', (error) => options.log.error({ err: String(error) }, 'the SNPP gateway failed'));
      resolve({ kind: 'serving', port: own, close: () => closeAll(server, open) });
    });
  });
}

function converse(socket: Socket, { clock, log, knows, page }: SnppGatewayOptions): void {
  const caller = callerKey(socket.remoteAddress ?? '', {}, false);
  const hear = snppDialogue({ knows, page: (pager, words) => page(pager, words, caller) });
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let working: Promise<void> = Promise.resolve();

  const say = (text: string): void => void (socket.writable && socket.write(`${text}\r\n`));
  const hangUp = (text: string): void => {
    cancelIdle();
    cancelWhole();
    if (socket.writable) {
      socket.end(`${text}\r\n`, () => socket.destroy());
    }
  };
  const timeOut = (): void => hangUp('421 Timeout, Goodbye');
  let cancelIdle = clock.after(IDLE_MS, timeOut);
  const cancelWhole = clock.after(WHOLE_MS, timeOut);

  async function take(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      const said = socket.writable ? await hear(line) : null;
      if (said !== null) {
        (said.hangUp ? hangUp : say)(said.text);
      }
    }
    socket.resume();
  }

  say(GREETING);
  socket.setNoDelay(true);
  socket.on('data', (bytes) => {
    cancelIdle();
    cancelIdle = clock.after(IDLE_MS, timeOut);
    const lines = `${rest}${decoder.write(bytes)}`.split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE || lines.some((line) => line.length > LONGEST_LINE)) {
      hangUp('421 Line Too Long, Goodbye');
      return;
    }
    // Nobody is read faster than answered.
    socket.pause();
    working = working
      .then(() => take(lines))
      .catch((error: unknown) => {
        log.error({ err: String(error) }, 'the SNPP gateway stumbled: a bug of ours');
        hangUp('421 Gateway Failed, Goodbye');
      });
  });
  socket.on('close', () => {
    cancelIdle();
    cancelWhole();
  });
}

function closeAll(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of open) {
      socket.end('421 Gateway Closing, Goodbye\r\n', () => socket.destroy());
    }
  });
}
