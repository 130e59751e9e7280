/**
 * A server that says what it was told to say, byte by byte, whatever it is asked: one segment for each thing it hears, and then it
 * hangs up.
 */
import type { Socket } from 'node:net';
import { type Loopback, tcpServer } from './loopback.ts';

export interface Replay {
  /** Latin-1, one character a byte. */
  readonly segments: readonly string[];
  /** The first segment comes without being asked for. */
  readonly greets: boolean;
  /** A segment as an answer to what was heard last (a number or a key to be repeated). Default: as it stands. */
  readonly bind?: (segment: string, heard: string) => string;
}

export interface ReplayingServer extends Loopback {
  /** From the next connection on. */
  says(replay: Replay): void;
}

export async function replayingServer(): Promise<ReplayingServer> {
  let replay: Replay = { segments: [], greets: false };
  const talk = (socket: Socket) => {
    const { segments, greets, bind = asItStands } = replay;
    const left = [...segments];
    const next = (heard: string) => {
      const segment = left.shift() ?? '';
      socket.write(Buffer.from(bind(segment, heard), 'latin1'));
      if (left.length === 0) {
        socket.end();
      }
    };
    if (greets) {
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

const asItStands = (segment: string): string => segment;
