/** A line of a text protocol from its client's end: what is written as it is, what comes back kept. Closed when the test ends. */
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection, and all that came over it so far. */
export function dial(port: number) {
  const socket: Socket = connect(port, '127.0.0.1').setEncoding('latin1');
  let heard = '';
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) {
      look();
    }
  };
  let closed = false;
  socket.on('data', (text: string) => {
    heard += text;
    wake();
  });
  socket.on('error', () => undefined); // it hung up on us: that is the point in some tests, and 'close' follows
  socket.on('close', () => {
    closed = true;
    wake();
  });
  onTestFinished(() => void socket.destroy());
  const until = (there: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => there() && waiting.delete(look) && resolve();
      waiting.add(look);
      look();
    });
  let read = 0;
  /** Where the next answer ends: its last line has a blank behind the code. -1: it has not come. */
  const answerEnd = () => {
    const found = /^\d{3}(?: [^\r\n]*)?\r\n/m.exec(heard.slice(read));
    return found === null ? -1 : read + found.index + found[0].length;
  };
  return {
    socket,
    /** The next answer, all of its lines; what has come when it was closed. */
    async answer(): Promise<string> {
      await until(() => answerEnd() >= 0 || closed);
      const end = answerEnd() < 0 ? heard.length : answerEnd();
      const text = heard.slice(read, end);
      read = end;
      return text.replace(/\r\n$/, '');
    },
    /** All that has come so far. */
    heard: () => heard,
    /** No further answer has come. */
    waits: () => answerEnd() < 0,
    /** The answers of so many lines. */
    async lines(count: number): Promise<string[]> {
      await until(() => heard.split('\r\n').length > count || closed);
      return heard.split('\r\n').slice(0, -1);
    },
    async end(): Promise<string> {
      await until(() => closed);
      return heard;
    },
  };
}
