/**
 * Services of the demo that speak in lines: one answers PING (as Redis does inline), one is the monitor of a Zope instance.
 *
 * The monitor keeps to what zc.monitor does: one command a connection, LF or CRLF, an empty line is no command, and after the
 * answer the server closes.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { assertNever } from '../../../shared/model/never.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { type Mode, SLOW_MS } from '../modes.ts';

/** A command is a word; whoever sends more without a line end is not ours. */
const LONGEST_LINE = 1_024;

/** `PING` -> `+PONG`, and the connection stays open; without room for another guest it is closed (Redis, inline commands). */
export function pingServer(clock: Clock, mode: () => Mode): Server {
  const words = {
    well: '+PONG',
    failing: '-ERR max number of clients reached',
    warming: '-LOADING Redis is loading the dataset in memory',
  };
  return createServer((socket) => {
    eachLine(socket, (line) => {
      const command = line.trim();
      reply(clock, mode(), socket, (state) => {
        socket.write(`${command.toUpperCase() === 'PING' ? words[state] : `-ERR unknown command '${command}'`}\r\n`);
        if (state === 'failing') {
          socket.end();
        }
      });
    });
  });
}

/** `health_check` -> `OK`, as ftw.monitor answers on a Zope instance's port + 80. */
export function monitorServer(clock: Clock, mode: () => Mode): Server {
  const words = { well: 'OK', failing: "Error: Database 'main' disconnected.", warming: 'Warmup in progress' };
  return createServer((socket) => {
    let asked = false;
    eachLine(socket, (line) => {
      const command = line.trim().split(/\s+/)[0] ?? '';
      if (command === '' || asked) {
        return;
      }
      asked = true;
      reply(clock, mode(), socket, (state) => socket.end(`${monitorAnswer(command, words[state])}\n`));
    });
  });
}

function monitorAnswer(command: string, health: string): string {
  switch (command) {
    case 'health_check':
      return health;
    case 'help':
      return 'Supported commands:\n  health_check -- Check whether the instance is alive and ready to serve requests.\n  help -- Get help about server commands';
    default:
      return `Invalid command '${command}'\nTry "help".`;
  }
}

/** Says something now, later or never, as the mode has it. */
function reply(clock: Clock, mode: Mode, socket: Socket, say: (state: 'well' | 'failing' | 'warming') => void): void {
  switch (mode) {
    case 'well':
    case 'failing':
    case 'warming':
      say(mode);
      break;
    case 'slow': {
      const cancel = clock.after(SLOW_MS, () => say('well'));
      socket.on('close', cancel);
      break;
    }
    case 'hanging':
    case 'refusing': // reached by a connection from just before the listener closed
      break;
    default:
      assertNever(mode, 'mode');
  }
}

function eachLine(socket: Socket, onLine: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) {
      socket.destroy();
      return;
    }
    for (const line of lines) {
      onLine(line);
    }
  });
}
