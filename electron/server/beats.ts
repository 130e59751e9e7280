/**
 * GET, HEAD or POST /beat/<token> and /beat/<token>/<signal>: somebody's job says that it begins, is alive, or failed.
 *
 * Taken on the token alone, under whatever name we were called and however much is sent along: a beat refused for a
 * formality would be a false page. Of the body only the beginning is read, as the detail.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BeatSignal } from '../../shared/model/beat.ts';
import { firstWords, line, takeFirstWords } from './first-words.ts';

/** A UUID has 36 characters; whoever has longer names is told apart by their beginning. */
const RUN_ID_CHARACTERS = 64;

export interface Beats {
  /** Records a signal now for the heartbeat check with this token. */
  beat(token: string, signal: BeatSignal): 'taken' | 'unknown';
}

type BeatRequest = FastifyRequest<{
  Params: { readonly token: string; readonly signal?: string };
  Querystring: Readonly<Record<string, unknown>>;
}>;

export function serveBeats(app: FastifyInstance, beats: Beats): void {
  takeFirstWords(app);
  const take = async (request: BeatRequest, reply: FastifyReply) => {
    const { token, signal } = request.params;
    const heard = signalOf(signal ?? 'finish', request.query, firstWords(request.body));
    reply.type('text/plain; charset=utf-8');
    if (heard === null) {
      return reply
        .code(404)
        .send('Beside the plain address there are /start, /finish, /fail, /log and /<exit code>.\n');
    }
    return beats.beat(token, heard) === 'taken'
      ? reply.send('OK\n')
      : reply.code(404).send('No heartbeat check has this token. Compare it with `token` in the configuration.\n');
  };
  const method = ['GET', 'HEAD', 'POST'];
  app.route({ method, url: '/beat/:token', handler: take });
  app.route({ method, url: '/beat/:token/:signal', handler: take });
}

/** An exit code stands in the path or in `?exit=`: 0 is well. `?rid=` names the run. Null: no such signal. */
export function signalOf(signal: string, query: Readonly<Record<string, unknown>>, detail: string): BeatSignal | null {
  const runId = typeof query.rid === 'string' && query.rid !== '' ? line(query.rid).slice(0, RUN_ID_CHARACTERS) : null;
  switch (signal) {
    case 'start':
    case 'fail':
    case 'log':
      return { kind: signal, detail, runId };
    case 'finish':
      return ended(typeof query.exit === 'string' ? query.exit : '0', detail, runId);
    default:
      return /^\d{1,10}$/.test(signal) ? ended(signal, detail, runId) : null;
  }
}

/** Anything but 0 is a failure, an exit code that is no number, too: a job that ended well says so. */
function ended(exit: string, detail: string, runId: string | null): BeatSignal {
  if (/^0+$/.test(exit)) {
    return { kind: 'finish', detail, runId };
  }
  const code = `exit code ${line(exit)}`;
  return { kind: 'fail', detail: detail === '' ? code : line(`${code}: ${detail}`), runId };
}
