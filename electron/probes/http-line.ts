/**
 * The connections of one HTTP check: undici's client, kept from try to try, over sockets that we dial ourselves.
 *
 * A client is kept even for fresh connections: making one costs more than the connection. It carries one try at a
 * time, so that each connection's phases belong to the try that asked for it.
 */
import type { Socket } from 'node:net';
import { type buildConnector, Client } from 'undici';
import type { Cancel } from '../engine/ports.ts';
import type { Attempt } from './attempt.ts';
import { dial } from './dial.ts';
import type { HttpCheck, HttpPlan } from './http-plan.ts';
import { secure } from './secure.ts';
import type { ProbeTools } from './tools.ts';

export interface HttpLine {
  readonly check: HttpCheck;
  readonly plan: HttpPlan;
  /** The try that is on the line; null when it is free. */
  attempt: Attempt | null;
  /** Set whenever a connection is dialled: what follows without it goes over a kept one. */
  dialled: boolean;
  /** Gives up the connection being made, if any. */
  hangUp: Cancel | null;
  client(origin: string): Client;
  close(): Promise<void>;
}

export function openLine(check: HttpCheck, plan: HttpPlan, tools: ProbeTools): HttpLine {
  const clients = new Map<string, Client>();
  const line: HttpLine = {
    check,
    plan,
    attempt: null,
    dialled: false,
    hangUp: null,
    client(origin) {
      const known = clients.get(origin);
      if (known) {
        return known;
      }
      const client = new Client(origin, {
        connect: (options, done) => connect(line, tools, options, done),
        // The attempt keeps the deadline for all phases.
        headersTimeout: 0,
        bodyTimeout: 0,
        // Until the next try; a server that closes earlier says so in its keep-alive header, and undici heeds it.
        keepAliveTimeout: check.interval * 2,
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

function connect(
  line: HttpLine,
  tools: ProbeTools,
  options: buildConnector.Options,
  done: buildConnector.Callback,
): void {
  const { attempt, check } = line;
  if (!attempt) {
    // undici connects for a waiting request only; the try behind this one has ended meanwhile.
    done(new Error('nobody is on the line'), null);
    return;
  }
  line.dialled = true;
  const https = options.protocol === 'https:';
  const port = Number(options.port || (https ? 443 : 80));
  let giveUp = dial(options.hostname, port, attempt, tools.names, (error, socket) => {
    if (!socket || !https) {
      finish(error, socket);
      return;
    }
    // A Host header of the check's own names the server, as for undici: so one machine behind a balancer can be asked.
    const host = options.servername || options.hostname;
    giveUp = secure(socket, { host, verify: check.verifyTls, trust: tools.trust() }, attempt, finish);
  });
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
