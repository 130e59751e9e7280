/**
 * The health port: connections, lines, and limits of size, number and time. What is said stands in dialogue.ts.
 *
 * Whoever sends the end of the connection behind the command still hears the answer (zc.monitor's would be lost). When all places are
 * taken the oldest one goes: a check never waits behind somebody who says nothing.
 */
import { createServer, type Socket } from 'node:net';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Said } from './dialogue.ts';
import { type Listening, type ListenOptions, linger, listenOn } from './listen.ts';

const MOST_CONNECTIONS = 64;
/** Characters; no command is longer. */
const LONGEST_LINE = 1_000;
/** What may wait for somebody who asks and does not read, in bytes. */
const MOST_UNREAD = 64 * 1_024;
/** ms for a command to come, and for a conversation as a whole. */
const IDLE_MS = 30_000;
const WHOLE_MS = 600_000;

export interface HealthPortOptions extends ListenOptions {
  /** A new conversation: called with each line. */
  readonly converse: () => (line: string) => Said | null;
}

/** Starts listening. Never rejects. */
export function startHealthPort({ converse, ...options }: HealthPortOptions): Promise<Listening> {
  // Half-open: the end of what they say is not the end of what we say.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    talk(socket, converse(), options.clock),
  );
  return listenOn(server, MOST_CONNECTIONS, options);
}

function talk(socket: Socket, hear: (line: string) => Said | null, clock: Clock): void {
  let rest = '';
  let over = false;
  let cancelIdle = clock.after(IDLE_MS, hangUp);
  const cancelWhole = clock.after(WHOLE_MS, hangUp);
  socket.on('close', () => {
    cancelIdle();
    cancelWhole();
  });

  function hangUp(lastWords = ''): void {
    if (!over) {
      over = true;
      cancelIdle();
      linger(socket, lastWords, clock);
    }
  }

  function take(line: string): void {
    const said = over ? null : hear(line);
    if (said === null) {
      return;
    }
    if (said.hangUp) {
      hangUp(said.text);
    } else {
      socket.write(said.text);
      if (socket.writableLength > MOST_UNREAD) {
        socket.destroy();
        over = true;
      }
    }
  }

  socket.on('data', (bytes) => {
    if (over) {
      return;
    }
    const lines = `${rest}${bytes.toString('latin1')}`.split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) {
      cancelIdle();
      cancelIdle = clock.after(IDLE_MS, hangUp);
    }
    for (const line of lines) {
      take(line);
    }
    if (rest.length > LONGEST_LINE) {
      hangUp('Line too long\n');
    }
  });
  socket.on('end', () => {
    take(rest);
    hangUp();
  });
}
