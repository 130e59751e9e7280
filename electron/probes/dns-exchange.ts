/**
 * A question to one name server and whatever comes back, over UDP or TCP (RFC 1035 section 4.2).
 *
 * A connected datagram socket: the kernel gives it a random port and lets in only what that server sends.
 */
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { Cancel } from '../engine/ports/clock.ts';

export interface Server {
  readonly address: string;
  readonly port: number;
}

export interface Listener {
  /** Out of our hands. */
  sent(): void;
  /** A whole message; over UDP perhaps several, and perhaps none of them ours. */
  received(message: Buffer): void;
  /** Nothing more will come. */
  broke(error: Error): void;
}

/** Call the result to end it; nothing is told any more then. */
export function askUdp({ address, port }: Server, question: Buffer, listener: Listener): Cancel {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  let over = false;
  const close = () => {
    if (!over) {
      over = true;
      socket.close();
    }
  };
  const broke = (error: Error) => {
    if (!over) {
      close();
      listener.broke(error);
    }
  };
  socket.on('error', broke);
  socket.on('message', (message) => {
    if (!over) {
      listener.received(message);
    }
  });
  socket.once('connect', () => {
    if (!over) {
      socket.send(question, (error) => (error ? broke(error) : over || listener.sent()));
    }
  });
  socket.connect(port, address);
  return close;
}

/** Over TCP each message has its length in front: two bytes. */
export function askTcp({ address, port }: Server, question: Buffer, listener: Listener): Cancel {
  const socket = connect({ host: address, port, noDelay: true });
  let over = false;
  let came = Buffer.alloc(0);
  const close = () => {
    over = true;
    socket.destroy();
  };
  const broke = (error: Error) => {
    if (!over) {
      close();
      listener.broke(error);
    }
  };
  socket.on('error', broke);
  socket.once('connect', () => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(question.length);
    socket.write(Buffer.concat([length, question]), () => over || listener.sent());
  });
  socket.on('data', (chunk) => {
    came = Buffer.concat([came, chunk]);
    while (!over && came.length >= 2 && came.length >= 2 + came.readUInt16BE()) {
      const end = 2 + came.readUInt16BE();
      const message = came.subarray(2, end);
      came = came.subarray(end);
      listener.received(message);
    }
  });
  // As Node itself says "ended early": the house's table of errors knows this one.
  socket.once('end', () => broke(Object.assign(new Error('closed by the name server'), { code: 'ECONNRESET' })));
  return close;
}
