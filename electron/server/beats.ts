/**
 * GET, HEAD or POST /beat/<token> and /beat/<token>/fail: somebody's job says that it is alive, or that it failed.
 *
 * Taken on the token alone, under whatever name we were called and however much is sent along: a beat refused for a
 * formality would be a false page. Of the body only the beginning is read, as the detail.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Characters of the body kept as detail. */
const DETAIL_CHARACTERS = 200;

/** Bytes that hold them in any writing: UTF-8 takes at most 4 each. The rest is thrown away as it comes. */
const DETAIL_BYTES = DETAIL_CHARACTERS * 4;

export interface Beats {
  /** Records a beat now for the heartbeat check with this token. */
  beat(token: string, beat: { readonly ok: boolean; readonly detail: string }): 'taken' | 'unknown';
}

type BeatRequest = FastifyRequest<{ Params: { token: string } }>;

export function serveBeats(app: FastifyInstance, beats: Beats): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => beginning(payload, done));

  const take = (ok: boolean) => async (request: BeatRequest, reply: FastifyReply) => {
    const detail = typeof request.body === 'string' ? request.body : '';
    reply.type('text/plain; charset=utf-8');
    return beats.beat(request.params.token, { ok, detail }) === 'taken'
      ? reply.send('OK\n')
      : reply.code(404).send('No heartbeat check has this token. Compare it with `token` in the configuration.\n');
  };

  app.route<{ Params: { token: string } }>({
    method: ['GET', 'HEAD', 'POST'],
    url: '/beat/:token',
    handler: take(true),
  });
  app.route<{ Params: { token: string } }>({
    method: ['GET', 'HEAD', 'POST'],
    url: '/beat/:token/fail',
    handler: take(false),
  });
}

/** The first characters of a body as one line. Answers as soon as it has them; Node throws the rest away. */
function beginning(payload: IncomingMessage, done: (error: Error | null, detail?: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const finish = () => {
    payload.off('data', onData).off('end', finish).off('error', done);
    payload.resume();
    const text = Buffer.concat(chunks)
      .toString('utf8')
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim();
    done(null, [...text].slice(0, DETAIL_CHARACTERS).join(''));
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= DETAIL_BYTES) {
      finish();
    }
  };
  payload.on('data', onData).on('end', finish).on('error', done);
}
