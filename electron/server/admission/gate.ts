/**
 * The gate before the server: counts who is inside, and turns away whom it cannot serve, before their body is read and before anything
 * of ours has looked at the request.
 *
 * It stands before the framework, since saying no must cost next to nothing: that is what there is most of when it matters.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  type AdmissionLimits,
  admit,
  type Load,
  REFUSED_BY,
  type Refused,
  retryAfterS,
} from '../../../shared/rules/admission/admit.ts';
import { type ServiceTime, served, serviceMs, UNKNOWN_SERVICE } from '../../../shared/rules/admission/service-time.ts';
import type { RefusalReason } from '../../../shared/rules/admission/spell.ts';
import { type Traffic, trafficOf } from '../../../shared/rules/admission/traffic.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { SERVER_NAME } from '../headers.ts';
import { createLoopLag } from './loop-lag.ts';
import { createTurns } from './turns.ts';

/** It may change something: what another program reports (heartbeats come by GET as well), what somebody did in a window or on a page. */
function saysSomething(method: string, traffic: Traffic): boolean {
  return traffic === 'events' || (method !== 'GET' && method !== 'HEAD' && traffic !== 'history');
}

export interface GateOptions {
  readonly clock: Pick<Clock, 'monotonicMs' | 'after'>;
  /** 0 to below 1. */
  readonly random: () => number;
  readonly limits: () => AdmissionLimits;
  /** Names this Watchbell to itself. */
  readonly instance: string;
  readonly onRefused: (because: RefusalReason) => void;
}

export interface Gate {
  /** The same handler, for those who are let in. `isLine`: it stays open, has a limit of its own, and is no work. */
  guard(handler: RequestListener, isLine?: (request: IncomingMessage) => boolean): RequestListener;
  load(): Load;
  /** From now on nobody new is let in. */
  drain(): void;
  /** Somebody else at this door (another protocol) may come in. */
  mayEnter(): boolean;
  /** Resolves when nobody is inside, or after so long (ms). */
  empty(mostMs: number): Promise<void>;
  close(): void;
}

export function createGate({ clock, random, limits, instance, onRefused }: GateOptions): Gate {
  const lag = createLoopLag(clock);
  const turns = createTurns(clock.monotonicMs);
  let inFlight = 0;
  let draining = false;
  let time: ServiceTime = UNKNOWN_SERVICE;
  /** Since when the one in front is worked on: the last end, or the first beginning. */
  let frontSince = 0;
  const waiting = new Set<() => void>();

  const load = (): Load => ({ inFlight, serviceMs: serviceMs(time), lagMs: lag.ms() });

  function enter(response: ServerResponse): void {
    if (inFlight === 0) {
      frontSince = clock.monotonicMs();
    }
    inFlight += 1;
    let inside = true;
    // `close` comes after every `finish`, and alone when the caller has hung up.
    response.once('close', () => {
      if (inside) {
        inside = false;
        leave();
      }
    });
  }

  function leave(): void {
    const now = clock.monotonicMs();
    time = served(time, now - frontSince);
    frontSince = now;
    inFlight -= 1;
    if (inFlight === 0) {
      for (const tell of waiting) {
        tell();
      }
    }
  }

  function turnAway(request: IncomingMessage, response: ServerResponse, because: Refused, waitMs: number): void {
    const seconds = retryAfterS(waitMs, random());
    const words =
      because === 'draining'
        ? 'This Watchbell is shutting down.\n'
        : `This Watchbell has more to do than it can: come back in ${seconds} s.\n`;
    // A body that nobody reads would be taken for the next request.
    const hasBody = request.headers['content-length'] !== undefined || 'transfer-encoding' in request.headers;
    response.writeHead(503, {
      server: SERVER_NAME,
      'retry-after': `${seconds}`,
      'cache-control': 'no-store',
      'content-type': 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(words),
      [REFUSED_BY]: instance,
      ...(hasBody || draining ? { connection: 'close' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : words);
    onRefused(because);
  }

  return {
    guard: (handler, isLine) => (request, response) => {
      lag.look();
      turns.arrived();
      if (isLine?.(request) === true) {
        return handler(request, response);
      }
      const traffic = trafficOf(request.method ?? '', request.url ?? '/');
      const verdict = admit(traffic, load(), limits(), draining);
      if (verdict.kind === 'refused') {
        return turnAway(request, response, verdict.because, verdict.waitMs);
      }
      if (draining) {
        response.setHeader('connection', 'close');
      }
      enter(response);
      turns.take(
        traffic,
        () => handler(request, response),
        // Whoever says something has said it, whether they wait for our answer or not.
        () => saysSomething(request.method ?? '', traffic) || !response.destroyed,
      );
    },
    load,
    drain() {
      draining = true;
    },
    mayEnter: () => !draining && admit('answer', load(), limits(), draining).kind === 'admitted',
    empty(mostMs) {
      return inFlight === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            const done = (): void => {
              cancel();
              waiting.delete(done);
              resolve();
            };
            const cancel = clock.after(mostMs, done);
            waiting.add(done);
          });
    },
    close() {
      lag.stop();
      for (const tell of waiting) {
        tell();
      }
    },
  };
}
