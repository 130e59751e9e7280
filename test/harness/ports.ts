/**
 * Ports on which nobody listens, and on which nobody else will before the test does.
 *
 * A port that the system has just given out and taken back is the next one that it may give to somebody else: to a neighbour test that listens
 * on 0, or to any connection as its own end (even to one that knocks at that very port, and meets itself). So these come from below the range of
 * which the system gives. Whoever has been given one keeps it for as long as the process lives.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Above what services of a machine have, below what the system gives out by itself (Linux: from 32768, others: from 49152). */
const LOWEST = 15_000;
const COUNT = 17_000;
/** Neighbours (another worker, another run) begin somewhere else. */
const APART = 61;

/** A name server listens on both, and some tests need the same number on each of several addresses. */
const HOSTS = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];

let looked = process.pid * APART;

/** A port of this machine, free for TCP and UDP, which no other caller of this is given. */
export async function freePort(): Promise<number> {
  for (let looks = 0; looks < COUNT; looks += 1) {
    looked += 1;
    const port = LOWEST + (looked % COUNT);
    if ((await claimed(port)) && (await isFree(port))) {
      return port;
    }
  }
  throw new Error(`no port from ${LOWEST} to ${LOWEST + COUNT - 1} is free`);
}

/** A name that is gone with our process (an abstract socket of Linux) says to the other processes that it is ours. */
async function claimed(port: number): Promise<boolean> {
  if (process.platform !== 'linux') {
    return true;
  }
  const claim = createServer().unref();
  return began(() => once(claim.listen(`\0watchbell-test-port-${port}`), 'listening'));
}

async function isFree(port: number): Promise<boolean> {
  for (const host of HOSTS) {
    if (!((await listens(host, port)) && (await receives(host, port)))) {
      return false;
    }
  }
  return true;
}

async function listens(host: string, port: number): Promise<boolean> {
  const server = createServer();
  const free = await began(() => once(server.listen(port, host), 'listening'));
  if (server.listening) {
    await once(server.close(), 'close');
  }
  return free;
}

async function receives(host: string, port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const free = await began(() => {
    socket.bind(port, host);
    return once(socket, 'listening');
  });
  await once(socket.close(), 'close');
  return free;
}

/** Whether it could be begun; an address that this machine does not have is free. */
async function began(begin: () => Promise<unknown>): Promise<boolean> {
  try {
    await begin();
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL';
  }
}
