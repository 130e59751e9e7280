/** A connection to a port of this machine, byte by byte, and all that came over it so far. Gone when the test is. */
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Dialled {
  send(text: string): void;
  /** Says that nothing more comes from us. */
  halfClose(): void;
  /** Goes without a word. */
  leave(): void;
  /** All that came, as soon as it is at least this. */
  heard(text: string): Promise<string>;
  /** All that came until they hung up. */
  ended(): Promise<string>;
}

/** Stands for a connection that could not be made. */
export const REFUSED = 'refused';

/** `stays`: does not hang up when they do. */
export function dial(port: number, { stays = false } = {}): Dialled {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let heard = '';
  let closed = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of [...waiting]) {
      look();
    }
  };
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    heard += text;
    wake();
  });
  socket.on('end', () => stays || socket.end());
  socket.on('error', (error: NodeJS.ErrnoException) => {
    heard = error.code === 'ECONNREFUSED' ? REFUSED : heard; // hung up on: `close` follows
  });
  socket.on('close', () => {
    closed = true;
    wake();
  });
  onTestFinished(() => void socket.destroy());
  const until = (there: () => boolean) =>
    new Promise<string>((resolve) => {
      const look = () => {
        if (there() || closed) {
          waiting.delete(look);
          resolve(heard);
        }
      };
      waiting.add(look);
      look();
    });
  return {
    send: (text) => void socket.write(text, 'latin1'),
    halfClose: () => void socket.end(),
    leave: () => void socket.destroy(),
    heard: (text) => until(() => heard.includes(text)),
    ended: () => until(() => false),
  };
}

/** One command, and all that was said to it. */
export function askPort(port: number, command: string): Promise<string> {
  const line = dial(port);
  line.send(`${command}\n`);
  return line.ended();
}
