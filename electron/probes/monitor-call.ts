/**
 * One command to a zc.monitor, and all it answers: sends a line, then reads until the answer is whole or the server closes.
 *
 * Never half-closes: the real server then usually closes without its answer (7 of 8 tries).
 */
import type { Attempt } from './attempt.ts';
import { converse, converseByPath, type Partner } from './conversation.ts';
import { isWholeReply } from './monitor-reply.ts';
import type { Names } from './names.ts';
import { excerpt } from './words.ts';

/** Where a monitor listens. */
export type MonitorPlace =
  | { readonly host: string; readonly port: number; readonly proxy?: string | undefined }
  | { readonly path: string };

/** A list of open requests may be long, but not this long. */
const MAX_REPLY = 64 * 1024;

/** `done` gets what came, once; the connection is closed by then. Everything that goes wrong ends the attempt instead. */
export function callMonitor(
  place: MonitorPlace,
  command: string,
  attempt: Attempt,
  names: Names,
  done: (reply: string) => void,
): void {
  let reply = '';
  let over = false;

  function end(): void {
    if (!over) {
      over = true;
      attempt.timeoutWords = null; // what comes next has words of its own
      attempt.stop?.();
      done(reply);
    }
  }

  const partner: Partner = {
    opened(send) {
      send(Buffer.from(`${command}\n`, 'latin1'));
      attempt.timeoutWords = (within) => ({
        detail:
          reply === ''
            ? `connected, but no answer to ${command} within ${within}`
            : `no whole answer to ${command} within ${within}, got ${excerpt(reply)}`,
      });
    },
    received(chunk) {
      reply += chunk.toString('latin1');
      if (reply.length > MAX_REPLY || isWholeReply(command, reply)) {
        end();
      }
    },
    ended: end,
  };
  if ('path' in place) {
    converseByPath(place.path, attempt, partner);
  } else {
    converse(place.host, place.port, attempt, names, partner, { proxy: place.proxy });
  }
}
