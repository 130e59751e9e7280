/**
 * A conversation over plain TCP: connects, then hands everything that comes to the probe, until the attempt is over.
 *
 * Never half-closes: zc.monitor drops its answer when it sees our end (7 of 8 tries), and it is not the only one.
 */
import { connect, type Socket } from 'node:net';
import type { Attempt } from './attempt.ts';
import { dial } from './dial.ts';
import type { Names } from './names.ts';

/** What a probe does with a connection. What it throws is our bug, and ends the attempt as such. */
export interface Partner {
  /** Connected. `send` puts bytes on the wire. */
  opened(send: (bytes: Uint8Array) => void): void;
  received(chunk: Buffer): void;
  /** The other side has said all it will say. */
  ended(): void;
}

export function converse(host: string, port: number, attempt: Attempt, names: Names, partner: Partner): void {
  attempt.stop = dial(host, port, attempt, names, (error, socket) => {
    if (socket) {
      attempt.stop = () => socket.destroy();
      listen(socket, attempt, partner);
    } else {
      attempt.broke(error);
    }
  });
}

/** The same over a Unix socket of this machine. No such socket: the program behind it does not run. */
export function converseByPath(path: string, attempt: Attempt, partner: Partner): void {
  const socket = connect({ path });
  const failed = (error: NodeJS.ErrnoException) => {
    switch (error.code) {
      case 'ENOENT':
      case 'ECONNREFUSED':
        attempt.fail({ kind: 'refused', detail: `nobody listens at ${path}` });
        break;
      case 'EACCES':
      case 'EPERM':
        attempt.cannotJudge({
          kind: 'not-allowed',
          detail: `this account may not open ${path}; add it to the socket's group`,
        });
        break;
      default:
        attempt.broke(error);
    }
  };
  attempt.enter('connect');
  attempt.readings.address = path;
  attempt.stop = () => socket.destroy();
  socket.once('error', failed).once('connect', () => {
    socket.off('error', failed);
    listen(socket, attempt, partner);
  });
}

function listen(socket: Socket, attempt: Attempt, partner: Partner): void {
  let answering = false;
  let sent = false;
  const send = (bytes: Uint8Array) => {
    answering = false;
    sent = true;
    attempt.enter('send');
    socket.write(bytes, () => {
      if (!answering && !attempt.over) {
        attempt.enter('headers');
      }
    });
  };
  const received = (chunk: Buffer) => {
    if (attempt.over) {
      return;
    }
    if (!answering) {
      answering = true;
      attempt.enter('body');
    }
    partner.received(chunk);
  };
  socket.on('error', (error) => attempt.broke(error));
  socket.on('data', attempt.guarded(received));
  socket.on(
    'end',
    attempt.guarded(() => {
      if (!attempt.over) {
        partner.ended();
      }
    }),
  );
  attempt.guarded(() => partner.opened(send))();
  if (!sent && !attempt.over) {
    attempt.enter('headers'); // the other side speaks first
  }
}
