/**
 * A conversation over TCP: connects, then hands everything that comes to the probe, until the attempt is over.
 *
 * Never half-closes: zc.monitor drops its answer when it sees our end (7 of 8 tries), and it is not the only one.
 */
import { connect, type Socket } from 'node:net';
import type { Attempt } from './attempt.ts';
import type { Names } from './names.ts';
import { dialThrough } from './proxy-tunnel.ts';
import { type SecureOptions, secure } from './secure.ts';

/** What a probe does with a connection. What it throws is our bug, and ends the attempt as such. */
export interface Partner {
  /**
   * Connected. `send` puts bytes on the wire. `startTls` goes on under TLS and then calls `secured`; what was still to come
   * unprotected is never handed over (CVE-2011-0411 was such a mixture).
   */
  opened(send: (bytes: Uint8Array) => void, startTls: (options: SecureOptions) => void): void;
  /** TLS stands, and the certificate is accepted. Only after `startTls`. */
  secured?(): void;
  received(chunk: Buffer): void;
  /** The other side has said all it will say. */
  ended(): void;
}

export interface Way {
  /** From the first byte on; `opened` is then called under TLS. */
  readonly tls?: SecureOptions | undefined;
  /** The address of a proxy. */
  readonly proxy?: string | undefined;
}

export function converse(
  host: string,
  port: number,
  attempt: Attempt,
  names: Names,
  partner: Partner,
  { tls, proxy }: Way = {},
): void {
  attempt.stop = dialThrough(proxy, host, port, attempt, names, (error, socket) => {
    if (!socket) {
      attempt.broke(error);
    } else if (tls) {
      shake(socket, tls, attempt, (safe) => listen(safe, attempt, partner));
    } else {
      listen(socket, attempt, partner);
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

function listen(first: Socket, attempt: Attempt, partner: Partner): void {
  let socket = first;
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
  const received = attempt.guarded((chunk: Buffer) => {
    if (attempt.over) {
      return;
    }
    if (!answering) {
      answering = true;
      attempt.enter('body');
    }
    partner.received(chunk);
  });
  const ended = attempt.guarded(() => {
    if (!attempt.over) {
      partner.ended();
    }
  });
  const broke = (error: Error) => attempt.broke(error);
  const hearken = () => {
    attempt.stop = () => socket.destroy();
    // A tunnel hands its socket over paused, and such a one does not flow by a listener alone.
    socket.on('error', broke).on('data', received).on('end', ended).resume();
  };
  const startTls = (options: SecureOptions) => {
    const plain = socket.off('error', broke).off('data', received).off('end', ended);
    sent = true;
    answering = true; // a write that is confirmed late must not end the handshake's phase
    shake(plain, options, attempt, (safe) => {
      socket = safe;
      answering = false;
      attempt.enter('headers');
      hearken();
      partner.secured?.();
    });
  };
  hearken();
  attempt.guarded(() => partner.opened(send, startTls))();
  if (!sent && !attempt.over) {
    attempt.enter('headers'); // the other side speaks first
  }
}

function shake(plain: Socket, options: SecureOptions, attempt: Attempt, done: (safe: Socket) => void): void {
  // The handshake reports what breaks; what the wire says after it was given up is nobody's business.
  plain.on('error', ignore);
  attempt.stop = secure(plain, options, attempt, (error, safe) => {
    if (safe) {
      done(safe);
    } else {
      attempt.broke(error);
    }
  });
}

const ignore = () => undefined;
