/**
 * A listener on loopback that can be shut and opened again on the same port, as a service that dies and returns.
 *
 * Port 0 only at the first opening: whoever watches it was told that port.
 */
import type { Server, Socket } from 'node:net';

export interface Doorway {
  readonly port: number;
  /** Refuses new connections and drops those there are. */
  shut(): Promise<void>;
  /** Listens again. Rejects when somebody took the port in the meantime (EADDRINUSE). */
  open(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Opens the server on a free port of 127.0.0.1. */
export async function openDoorway(server: Server): Promise<Doorway> {
  const guests = new Set<Socket>();
  server.on('connection', (socket) => {
    guests.add(socket);
    socket.on('close', () => guests.delete(socket));
    socket.on('error', () => socket.destroy()); // a probe that hangs up in the middle is an everyday thing
  });
  await listen(server, 0);
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('a demo server has no port');
  }
  const { port } = address;
  let turn: Promise<void> = Promise.resolve();
  /** Shutting and opening one after the other, also when asked for at once. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined); // told to whoever asked
    return mine;
  };
  return {
    port,
    open: () => inTurn(() => (server.listening ? Promise.resolve() : listen(server, port))),
    shut: () => inTurn(() => (server.listening ? close(server, guests) : Promise.resolve())),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server, guests: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    for (const socket of guests) {
      socket.destroy();
    }
  });
}
