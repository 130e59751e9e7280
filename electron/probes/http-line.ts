/**
 * The connections to one HTTP target: undici's client, kept from try to try, over sockets that we dial ourselves.
 *
 * A client is kept even for fresh connections: making one costs more than the connection. It carries one try at a
 * time, so that each connection's phases belong to the try that asked for it.
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type buildConnector, Client } from 'undici';
import type { HttpTarget } from '../../shared/model/checks/http-target.ts';
import type { Cancel } from '../engine/ports/clock.ts';
import type { Attempt } from './attempt.ts';
import { NotThatVersion } from './classify.ts';
import { dialThrough } from './proxy-tunnel.ts';
import { secure } from './secure.ts';
import type { ProbeTools } from './tools.ts';
import type { Trust } from './trust.ts';

export interface HttpLine {
  readonly target: HttpTarget;
  /** The try that is on the line; null when it is free. */
  attempt: Attempt | null;
  /** Set whenever a connection is dialled: what follows without it goes over a kept one. */
  dialled: boolean;
  /** Gives up the connection being made, if any. */
  hangUp: Cancel | null;
  client(origin: string): Client;
  close(): Promise<void>;
}

/** `keepMs`: how long a connection may wait for the next try. */
export function openLine(target: HttpTarget, keepMs: number, tools: ProbeTools): HttpLine {
  const clients = new Map<string, Client>();
  const home = new URL(target.url).origin;
  /** Wherever a redirect leads: not everybody is to know who we are. */
  const stranger = { ca: target.ca };
  const line: HttpLine = {
    target,
    attempt: null,
    dialled: false,
    hangUp: null,
    client(origin) {
      const known = clients.get(origin);
      if (known) {
        return known;
      }
      const client = new Client(origin, {
        connect: (options, done) => connect(line, tools, origin === home ? target : stranger, options, done),
        // The attempt keeps the deadline for all phases.
        headersTimeout: 0,
        bodyTimeout: 0,
        // Until the next try; a server that closes earlier says so in its keep-alive header, and undici heeds it.
        keepAliveTimeout: keepMs,
        ...(target.httpVersion !== '1.1' && { allowH2: true }),
      });
      forgetOldest(clients);
      clients.set(origin, client);
      return client;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.destroy()));
    },
  };
  return line;
}

/** More origins than one try can be led through (20 redirects) are left over from earlier tries. */
const MOST_ORIGINS = 24;

function forgetOldest(clients: Map<string, Client>): void {
  for (const [origin, client] of clients) {
    if (clients.size < MOST_ORIGINS) {
      return;
    }
    clients.delete(origin);
    void client.destroy();
  }
}

/** What is offered, best first (RFC 7301, RFC 9113 section 3.2). */
const ALPN: Readonly<Record<HttpTarget['httpVersion'], readonly string[]>> = {
  '1.1': ['http/1.1'],
  '2': ['h2'],
  auto: ['h2', 'http/1.1'],
};

function connect(
  line: HttpLine,
  tools: ProbeTools,
  trusting: Parameters<Trust>[0],
  options: buildConnector.Options,
  done: buildConnector.Callback,
): void {
  const { attempt, target } = line;
  if (!attempt) {
    // undici connects for a waiting request only; the try behind this one has ended meanwhile.
    done(new Error('nobody is on the line'), null);
    return;
  }
  const https = options.protocol === 'https:';
  const port = Number(options.port || (https ? 443 : 80));
  // Before anything is dialled, since it may throw; undici tells the try of it.
  const trust = https ? tools.trust(trusting) : null;
  line.dialled = true;
  let giveUp = dialThrough(target.proxy, options.hostname, port, attempt, tools.names, (error, socket) => {
    if (!socket) {
      finish(error, null);
    } else if (trust) {
      // A Host header of the check's own names the server, as for undici: so one machine behind a balancer can be asked.
      const host = options.servername || options.hostname;
      const alpn = ALPN[target.httpVersion];
      giveUp = secure(socket, { host, verify: target.verifyTls, trust, alpn }, attempt, shaken);
    } else {
      if (target.httpVersion === '2') {
        Object.assign(socket, { alpnProtocol: 'h2' }); // by which undici chooses; on plain connections nobody else says it
      }
      finish(null, socket);
    }
  });
  function shaken(error: Error | null, socket: TLSSocket | null): void {
    if (socket && target.httpVersion === '2' && socket.alpnProtocol !== 'h2') {
      socket.on('error', () => undefined).destroy();
      finish(new NotThatVersion('the server does not speak HTTP/2 here (ALPN); set httpVersion to auto or 1.1'), null);
    } else {
      if (socket?.alpnProtocol === 'h2' && line.attempt) {
        line.attempt.readings.protocol = 'HTTP/2';
      }
      finish(error, socket);
    }
  }
  line.hangUp = () => {
    giveUp();
    finish(new Error('given up'), null);
  };
  function finish(error: Error | null, socket: Socket | null): void {
    line.hangUp = null;
    if (socket) {
      done(null, socket);
    } else {
      done(error ?? new Error('no socket'), null);
    }
  }
}
