/**
 * A TCP connection read line by line, as a conversation: say something, hear the reply. It never throws and never waits
 * beyond the signal; an end of any kind is a value that every later question gets too.
 */
import { connect, type Socket } from 'node:net';
import { networkTrouble } from '../../../shared/rules/http/network-trouble.ts';
import type { Clock } from '../../engine/ports/clock.ts';

/** Three digits and their text (RFC 1861, section 4). */
export interface Reply {
  readonly code: number;
  readonly text: string;
}

export type Heard =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** `timeout`: the signal was aborted. `broken`: it closed, failed, or does not speak SNPP. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'broken'; readonly reason: string };

export interface Conversation {
  /** Writes the lines, if any, and waits for the reply. */
  ask(...lines: readonly string[]): Promise<Heard>;
  /** Says QUIT and leaves. Nobody waits for the answer. */
  leave(): void;
}

/** A gateway that sends more than this without a line end is not one. Bytes. */
const LONGEST_LINE = 4_096;
const GREETING = 220;
/** After QUIT the gateway may close in peace for this long. ms */
const FAREWELL_MS = 2_000;

export function openConversation(host: string, port: number, signal: AbortSignal, clock: Clock): Conversation {
  const socket = connect({ host, port });
  let greeted = false;
  let end: Heard | null = null;
  let waiting: ((heard: Heard) => void) | null = null;
  let rest = '';

  const tell = (news: Heard) => {
    const listener = waiting;
    waiting = null;
    listener?.(news);
  };
  // One stray reply and every later one would be taken for the answer to the command after it, SEND's too.
  const hear = (reply: Reply) => {
    if (reply.code === GREETING && greeted) {
      return; // a second line of the greeting
    }
    greeted = true;
    if (waiting !== null) {
      tell({ kind: 'reply', reply });
    } else if (reply.code >= 400 && reply.code < 800) {
      finish({ kind: 'reply', reply }); // "421 Timeout, Goodbye" needs no question
    } else {
      breakOff({ kind: 'broken', reason: 'does not speak SNPP: it talks without being asked' });
    }
  };
  const finish = (news: Heard) => {
    if (end === null) {
      end = news;
      signal.removeEventListener('abort', giveUp);
      tell(news);
    }
  };
  const breakOff = (news: Heard) => {
    finish(news);
    socket.destroy();
  };
  const giveUp = () => breakOff({ kind: 'timeout' });

  signal.aborted ? giveUp() : signal.addEventListener('abort', giveUp, { once: true });
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    const lines = `${rest}${text}`.split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const reply = parseReply(line);
      if (reply === null) {
        breakOff(foreign(line));
      } else if (!reply.continued) {
        hear(reply);
      }
    }
    if (rest.length > LONGEST_LINE) {
      breakOff(foreign(rest));
    }
  });
  socket.on('error', (error) => finish({ kind: 'broken', reason: networkTrouble(error, `${host}:${port}`) }));
  socket.on('close', () => finish({ kind: 'broken', reason: `${host}:${port} hung up` }));

  return {
    ask(...lines) {
      if (lines.length > 0 && end === null) {
        socket.write(`${lines.join('\r\n')}\r\n`, 'latin1');
      }
      return end !== null
        ? Promise.resolve(end)
        : new Promise((resolve) => {
            waiting = resolve;
          });
    },
    leave() {
      finish({ kind: 'broken', reason: 'we left' });
      sayGoodbye(socket, clock);
    },
  };
}

function sayGoodbye(socket: Socket, clock: Clock): void {
  if (socket.destroyed) {
    return;
  }
  socket.unref();
  const cancel = clock.after(FAREWELL_MS, () => socket.destroy());
  socket.once('close', cancel);
  socket.write('QUIT\r\n');
}

/** Null: not a reply (four digits are a number, no code). `continued` (`250-…`): the last line of several speaks for all. */
function parseReply(line: string): (Reply & { readonly continued: boolean }) | null {
  const [, code, dash, text] = /^(\d{3})(?!\d)(-?)[ ]?(.*)$/.exec(line) ?? [];
  return code === undefined ? null : { code: Number(code), text: text ?? '', continued: dash === '-' };
}

function foreign(line: string): Heard {
  // JSON leaves DEL and its like as they are.
  const said = line.slice(0, 60).replaceAll(/\p{Cc}/gu, ' ');
  return { kind: 'broken', reason: `does not speak SNPP: it said ${JSON.stringify(said)}` };
}
