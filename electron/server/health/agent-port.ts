/**
 * The port of HAProxy's agent-check: says one line to whoever comes, whatever they say (`agent-send`), and hangs up.
 */
import { createServer } from 'node:net';
import { type Listening, type ListenOptions, linger, listenOn } from './listen.ts';

const MOST_CONNECTIONS = 64;

export interface AgentPortOptions extends ListenOptions {
  /** Without the end of the line: without that HAProxy ignores it. */
  readonly line: () => string;
}

/** Starts listening. Never rejects. */
export function startAgentPort({ line, ...options }: AgentPortOptions): Promise<Listening> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    linger(socket, `${line()}\n`, options.clock),
  );
  return listenOn(server, MOST_CONNECTIONS, options);
}
