/**
 * POST /api/ask/<name>: one question of the contract, parsed by its schema, answered by its reply.
 *
 * Who gave a command is decided here, by where it came from; nothing in the question can claim it.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Ask, contract, type Replies } from '../../shared/contract/contract.ts';
import { didYouMean } from '../../shared/rules/nearest.ts';
import { isLoopback, plainAddress } from './callers.ts';
import { mistakesIn, mistakeWords } from './mistakes.ts';
import { refuse } from './refusal.ts';

/** Says how a question came here: no page of a browser can send it along (it is not safelisted, and we answer no preflight). */
export const COMMAND_LINE_HEADER = 'x-watchbell-command-line';

type Reply = (ask: unknown, by: string) => Promise<unknown>;

export interface AskOptions {
  readonly replies: Replies;
  /** Who sits at this machine, when that is known: "Kim at this desk". */
  readonly deskName: () => string | null;
}

export function serveQuestions(api: FastifyInstance, { replies, deskName }: AskOptions): void {
  /** Somebody at this very machine is the desk's person; anybody else is somebody somewhere. */
  function by(request: FastifyRequest): string {
    const who = (isLoopback(request.ip) ? deskName() : null) ?? `someone at ${plainAddress(request.ip)}`;
    return request.headers[COMMAND_LINE_HEADER] === undefined ? who : `${who} on the command line`;
  }

  api.post<{ Params: { name: string } }>('/ask/:name', async (request, reply) => {
    const { name } = request.params;
    if (!isAsk(name)) {
      return refuse(reply, 404, `there is no question \`${name}\`${didYouMean(name, Object.keys(contract))}`);
    }
    const asked = contract[name].asks.safeParse(request.body);
    if (!asked.success) {
      const mistakes = mistakesIn(request.body, asked.error.issues);
      return refuse(reply, 400, mistakeWords(name, mistakes), mistakes);
    }
    // The schema belongs to the name, and so does the reply; the compiler cannot follow one name through two tables.
    const answer = await (replies[name] as Reply)(asked.data, by(request));
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
  });
}

function isAsk(name: string): name is Ask {
  return Object.hasOwn(contract, name);
}
