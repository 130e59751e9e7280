/**
 * The beginning of a body as one line of text, whatever it calls itself and however long it is. The rest is thrown away.
 */
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Characters that are kept. */
const CHARACTERS = 200;

/** Bytes that hold them in any writing: UTF-8 takes at most 4 each. */
const BYTES = CHARACTERS * 4;

/**
 * From here on a request's body in this scope is its first words, and none is refused for its type or size.
 *
 * What they say is done at once. Where the connection ends with our answer, that waits for the end of the body: bytes that nobody reads any
 * more reset the connection, and a job whose heartbeat was taken would be told that it failed.
 */
export function takeFirstWords(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => beginning(payload, done));
  app.addHook('onSend', (request, reply, _payload, done) => {
    const { raw, body } = request;
    if (typeof body === 'string' && !raw.complete && isLastAnswer(reply)) {
      const leave = finished(raw, () => {
        leave();
        done();
      });
    } else {
      done();
    }
  });
}

const isLastAnswer = ({ raw }: FastifyReply): boolean =>
  !raw.shouldKeepAlive || raw.getHeader('connection') === 'close';

/** What `takeFirstWords` made of a body; empty when there was none. */
export const firstWords = (body: unknown): string => (typeof body === 'string' ? body : '');

/** Answers as soon as it has enough; Node throws the rest away as it comes. */
function beginning(payload: IncomingMessage, done: (error: Error | null, words?: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Whoever hangs up, or sends pieces that are none, is the one who is wrong.
  const broken = (error: Error) => done(Object.assign(error, { statusCode: 400 }));
  const finish = () => {
    payload.off('data', onData).off('end', finish).off('error', broken);
    payload.resume();
    done(null, line(Buffer.concat(chunks).toString('utf8')));
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= BYTES) {
      finish();
    }
  };
  payload.on('data', onData).on('end', finish).on('error', broken);
}

/** On one line, without control characters, cut between characters. */
export function line(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return [...plain].slice(0, CHARACTERS).join('');
}
