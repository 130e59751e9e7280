/**
 * A TCP connection to a paging terminal: say something, hear what it means, never for longer than asked. It never throws; an end
 * of any kind is a value that every later question gets too.
 */
import { connect } from 'node:net';
import { networkTrouble } from '../../../shared/rules/http/network-trouble.ts';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';
import { createTapReader, type TapToken } from './tap-reader.ts';

export type TapHeard =
  | TapToken
  /** Nothing came in the time that was given. */
  | { readonly kind: 'silence' }
  /** `timeout`: the signal was aborted. `broken`: it closed or failed. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'broken'; readonly reason: string };

export interface TapLine {
  /** 7-bit text. */
  say(text: string): void;
  hear(withinMs: number): Promise<TapHeard>;
  hangUp(): void;
}

/** A terminal that says more than this in one session is none. Tokens. */
const MOST_HEARD = 2_000;

export function openTapLine(host: string, port: number, signal: AbortSignal, clock: Clock): TapLine {
  const socket = connect({ host, port });
  const read = createTapReader();
  const heard: TapToken[] = [];
  let count = 0;
  let end: TapHeard | null = null;
  let waiting: ((news: TapHeard) => void) | null = null;

  const wake = () => {
    const listener = waiting;
    const news = heard[0] ?? end;
    if (listener !== null && news !== null && news !== undefined) {
      waiting = null;
      heard.shift();
      listener(news);
    }
  };
  const finish = (news: TapHeard) => {
    end ??= news;
    signal.removeEventListener('abort', giveUp);
    wake();
  };
  const giveUp = () => {
    heard.length = 0; // too late for all of it
    finish({ kind: 'timeout' });
    socket.destroy();
  };

  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => {
    for (const token of read(bytes)) {
      count += 1;
      heard.push(token);
    }
    if (count > MOST_HEARD) {
      finish({ kind: 'broken', reason: `${host}:${port} talks without end` });
      socket.destroy();
    }
    wake();
  });
  socket.on('error', (error) => finish({ kind: 'broken', reason: networkTrouble(error, `${host}:${port}`) }));
  socket.on('close', () => finish({ kind: 'broken', reason: `${host}:${port} hung up` }));
  signal.aborted ? giveUp() : signal.addEventListener('abort', giveUp, { once: true });

  return {
    say(text) {
      if (end === null) {
        socket.write(text, 'latin1');
      }
    },
    hear(withinMs) {
      return new Promise((resolve) => {
        let cancel: Cancel = () => undefined;
        waiting = (news) => {
          cancel();
          resolve(news);
        };
        wake();
        if (waiting !== null) {
          cancel = clock.after(withinMs, () => {
            waiting = null;
            resolve({ kind: 'silence' });
          });
        }
      });
    },
    hangUp() {
      finish({ kind: 'broken', reason: 'we left' });
      socket.end(() => socket.destroy());
    },
  };
}
