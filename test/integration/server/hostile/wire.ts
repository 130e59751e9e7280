/** Bytes as they are, to a port of this machine: what was said until they hung up, and how much of a flood they took before that. */
import { connect } from 'node:net';

/** ms for a test of all doors: generous, for a hang is what it must catch, not a busy machine. */
export const TIMEOUT_MS = 120_000;

export interface Poured {
  /** All that was answered, as Latin-1. */
  readonly heard: string;
  /** Bytes that left us, at most: what the system holds for them counts. */
  readonly sent: number;
}

/**
 * Says `first`, and then `part` again and again up to so many bytes, for as long as they listen. Ends when they hang up, or as soon as
 * `enough` has been heard.
 */
export function pour(
  port: number,
  first: string,
  {
    part = '',
    most = 0,
    enough,
  }: { readonly part?: string; readonly most?: number; readonly enough?: RegExp | undefined } = {},
): Promise<Poured> {
  const bytes = Buffer.from(part, 'latin1');
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: false });
    let heard = '';
    let sent = 0;
    const more = (): void => {
      while (sent < most && !socket.destroyed) {
        sent += bytes.length;
        if (!socket.write(bytes)) {
          return;
        }
      }
    };
    socket.on('connect', () => {
      socket.write(Buffer.from(first, 'latin1'));
      more();
    });
    socket.on('drain', more);
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      if (enough?.test(heard) === true) {
        socket.destroy();
      }
    });
    socket.on('error', () => undefined); // they hung up on us: that is the point, and `close` follows
    socket.on('close', () => resolve({ heard, sent }));
  });
}

/** The status of each answer in what was heard. */
export const statuses = (heard: string): readonly number[] =>
  [...heard.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
