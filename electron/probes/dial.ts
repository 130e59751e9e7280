/**
 * From a host and a port to a connected socket, with every address of the name tried.
 *
 * Happy eyeballs (RFC 8305): addresses start one after the other and none is given up while another is tried, so
 * neither a dead IPv6 nor a slow road makes a healthy target look down. (Node's own autoSelectFamily drops an address
 * after 250 ms for good.)
 */
import { connect, type Socket } from 'node:net';
import { assertNever } from '../../shared/model/never.ts';
import type { Cancel } from '../engine/ports/clock.ts';
import type { Attempt } from './attempt.ts';
import { AllAddressesFailed, causeOf, resolverGone } from './classify.ts';
import { lookUp } from './look-up.ts';
import type { Names } from './names.ts';

/**
 * Time that one address has for itself before the next joins in (RFC 8305 section 8: 250 ms), and addresses out of an earlier
 * answer before the name is looked up anew: it may have moved.
 */
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
  let giveUp: Cancel | null = null;
  let givenUp = false;
  lookUp(host, attempt, names, (error, addresses, kept) => {
    if (givenUp) {
      return;
    }
    if (error) {
      done(error, null);
    } else {
      giveUp = race({ host, addresses, kept, port, names }, attempt, done);
    }
  });
  return () => {
    givenUp = true;
    giveUp?.();
  };
}

interface Racers {
  readonly host: string;
  readonly addresses: readonly string[];
  /** They come from an earlier answer: before they are believed to be dead, the name is looked up anew. */
  readonly kept: boolean;
  readonly port: number;
  readonly names: Names;
}

function race({ host, addresses: first, kept, port, names }: Racers, attempt: Attempt, done: Dialled): Cancel {
  const addresses = [...first];
  const trying = new Map<string, Cancel>();
  const errors: Error[] = [];
  let next = 0;
  let settled = false;
  let doubt: 'kept' | 'asking' | 'fresh' = kept ? 'kept' : 'fresh';
  let cancelNext: Cancel = ignore;
  let cancelDoubt: Cancel = ignore;

  function giveUp(): void {
    settled = true;
    cancelNext();
    cancelDoubt();
    if (doubt === 'asking') {
      attempt.ownDelay = null;
    }
    for (const abandon of trying.values()) {
      abandon();
    }
  }

  function tryNext(): void {
    cancelNext();
    const address = addresses[next];
    if (address === undefined) {
      if (trying.size === 0) {
        allFailed();
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
        if (errors.length > 0) {
          attempt.readings.alsoFailed = errors.map((one) => causeOf(one, 'connect')).join('; ');
        }
        done(null, socket);
      } else {
        errors.push(error ?? new Error('no socket'));
        tryNext();
      }
    });
    trying.set(address, abandon);
    if (next < addresses.length) {
      cancelNext = attempt.clock.after(HEAD_START_MS, attempt.guarded(tryNext));
    }
  }

  function allFailed(): void {
    switch (doubt) {
      case 'kept':
        askAnew();
        break;
      case 'asking':
        break;
      case 'fresh':
        giveUp();
        done(new AllAddressesFailed(errors), null);
        break;
      default:
        assertNever(doubt, 'doubt');
    }
  }

  function askAnew(): void {
    cancelDoubt();
    if (doubt !== 'kept') {
      return;
    }
    doubt = 'asking';
    attempt.ownDelay = () => resolverGone(host);
    const answered = attempt.guarded((error: Error | null, fresh: readonly string[]) => {
      if (settled || attempt.over) {
        return;
      }
      doubt = 'fresh';
      attempt.ownDelay = null;
      addresses.push(...fresh.filter((address) => !addresses.includes(address)));
      if (error && trying.size === 0) {
        giveUp();
        done(error, null);
      } else {
        tryNext();
      }
    });
    names(host, answered, { anew: true });
  }

  attempt.enter('connect');
  if (doubt === 'kept') {
    cancelDoubt = attempt.clock.after(HEAD_START_MS, attempt.guarded(askAnew));
  }
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
