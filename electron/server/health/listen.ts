/**
 * Listening on a port of our own, with so many places at most; and taking leave so that the last words arrive.
 */
import type { Server, Socket } from 'node:net';
import type { Clock } from '../../engine/ports/clock.ts';
import { listenProblem } from '../listen-problem.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock: Clock;
  /** The name of its group of settings, for words about it: "settings.health". */
  readonly setting: string;
}

export type Listening =
  | { readonly kind: 'listening'; readonly port: number; close(): Promise<void> }
  /** Expected: the port is taken, the address is not ours. `problem`: which, and what to do; without a full stop. */
  | { readonly kind: 'refused'; readonly problem: string };

/** ms until whoever does not hang up is hung up on. */
const LEAVE_MS = 2_000;

/** Never rejects. With one more than `most` the one goes that came first. */
export function listenOn(server: Server, most: number, options: ListenOptions): Promise<Listening> {
  const { host, port } = options;
  /** In the order in which they came. */
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    socket.on('error', () => socket.destroy()); // HAProxy resets the connection once it has seen enough
    socket.on('close', () => open.delete(socket));
    const [oldest] = open;
    if (open.size >= most && oldest !== undefined) {
      oldest.destroy();
      open.delete(oldest);
    }
    open.add(socket);
  });
  return new Promise((resolve) => {
    server.once('error', (error) =>
      resolve({ kind: 'refused', problem: listenProblem(error, options, 'It', options.setting) }),
    );
    server.listen(port, host, () => {
      const address = server.address();
      server.on('error', () => undefined); // no place for one more connection: that one goes, we stay
      resolve({
        kind: 'listening',
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of open) {
              socket.destroy();
            }
          }),
      });
    });
  });
}

/**
 * Says the last words and ends our side; goes on reading until theirs ends, for bytes that nobody reads reset the connection, and the
 * words are lost with it.
 */
export function linger(socket: Socket, lastWords: string, clock: Clock): void {
  const cancel = clock.after(LEAVE_MS, () => socket.destroy());
  socket.on('close', cancel);
  socket.resume();
  socket.end(lastWords);
}
