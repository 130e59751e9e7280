/**
 * A server that says what it was told to say, byte by byte, whatever it is asked: one segment for each thing it hears, and then it
 * hangs up.
 */
import type { Socket } from 'node:net';
import { type Loopback, tcpServer } from './loopback.ts';

export interface Replay {
  /** Latin-1, one character a byte. The request is what was heard last, in Latin-1 too. */
  readonly segments: readonly (string | ((heard: string) => string))[];
  /** The first segment comes without being asked for. */
  readonly greets: boolean;
}

export interface ReplayingServer extends Loopback {
  /** From the next connection on. */
  says(replay: Replay): void;
}

export async function replayingServer(): Promise<ReplayingServer> {
  let replay: Replay = { segments: [], greets: false };
  const talk = (socket: Socket) => {
    const left = [...replay.segments];
    const next = (heard: string) => {
      const segment = left.shift();
      const text = typeof segment === 'function' ? segment(heard) : (segment ?? '');
      socket.write(Buffer.from(text, 'latin1'));
      if (left.length === 0) {
        socket.end();
      }
    };
    if (replay.greets) {
      next('');
    }
    socket.on('data', (heard) => next(heard.toString('latin1')));
  };
  const server = await tcpServer(talk);
  return {
    ...server,
    says: (next) => {
      replay = next;
    },
  };
}
