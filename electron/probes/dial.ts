/**
 * From a host and a port to a connected socket, with every address of the name tried.
 *
 * Happy eyeballs (RFC 8305): addresses start one after the other and none is given up while another is tried, so
 * neither a dead IPv6 nor a slow road makes a healthy target look down. (Node's own autoSelectFamily drops an address
 * after 250 ms for good.)
 */
import { connect, isIP, type Socket } from 'node:net';
import type { Cancel } from '../engine/ports.ts';
import type { Attempt } from './attempt.ts';
import { AllAddressesFailed } from './classify.ts';
import type { Names } from './names.ts';

/** Time that one address has for itself before the next joins in. RFC 8305 section 8: 250 ms. */
const HEAD_START_MS = 250;

/** The socket has no listeners of ours any more: whoever takes it listens for its errors at once. */
export type Dialled = (error: Error | null, socket: Socket | null) => void;

/** Connects, and tells the attempt its phases and the address. Call the result to give up; `done` is not called then. */
export function dial(host: string, port: number, attempt: Attempt, names: Names, dialled: Dialled): Cancel {
  const hand = attempt.guarded(dialled);
  const done: Dialled = (error, socket) => {
    hand(error, socket);
    if (attempt.over) {
      socket?.on('error', ignore).destroy(); // it may have ended before anybody took the socket over
    }
  };
  if (isIP(host) !== 0) {
    return dialOne(host, port, attempt, done);
  }
  let giveUp: Cancel | null = null;
  let givenUp = false;
  attempt.enter('dns');
  const answered = attempt.guarded((error: Error | null, addresses: readonly string[]) => {
    if (givenUp) {
      return;
    }
    const [only] = addresses;
    if (error) {
      done(error, null);
    } else if (only !== undefined && addresses.length === 1) {
      giveUp = dialOne(only, port, attempt, done);
    } else {
      giveUp = dialAll(addresses, port, attempt, done);
    }
  });
  names(host, answered);
  return () => {
    givenUp = true;
    giveUp?.();
  };
}

function dialOne(address: string, port: number, attempt: Attempt, done: Dialled): Cancel {
  attempt.enter('connect');
  attempt.readings.address = address;
  return open(address, port, done);
}

function dialAll(addresses: readonly string[], port: number, attempt: Attempt, done: Dialled): Cancel {
  const trying = new Map<string, Cancel>();
  const errors: Error[] = [];
  let next = 0;
  let cancelNext: Cancel = () => undefined;

  function giveUp(): void {
    cancelNext();
    for (const abandon of trying.values()) {
      abandon();
    }
  }

  function tryNext(): void {
    cancelNext();
    const address = addresses[next];
    if (address === undefined) {
      if (trying.size === 0) {
        done(new AllAddressesFailed(errors), null);
      }
      return;
    }
    next += 1;
    attempt.readings.address = addresses.slice(0, next).join(', ');
    const abandon = open(address, port, (error, socket) => {
      trying.delete(address);
      if (socket) {
        giveUp();
        attempt.readings.address = address;
        done(null, socket);
      } else {
        errors.push(error ?? new Error('no socket'));
        tryNext();
      }
    });
    trying.set(address, abandon);
    if (next < addresses.length) {
      cancelNext = attempt.clock.after(HEAD_START_MS, tryNext);
    }
  }

  attempt.enter('connect');
  tryNext();
  return giveUp;
}

/** One address, one socket. No delay: a script's short lines would wait for each other's acknowledgement (Nagle). */
function open(host: string, port: number, done: Dialled): Cancel {
  const socket = connect({ host, port, noDelay: true });
  const connected = () => {
    socket.off('error', failed);
    done(null, socket);
  };
  const failed = (error: Error) => {
    socket.off('connect', connected);
    done(error, null);
  };
  socket.once('connect', connected).once('error', failed);
  return () => {
    socket.off('connect', connected).off('error', failed).on('error', ignore);
    socket.destroy();
  };
}

const ignore = () => undefined;
