/**
 * The floor under an HTTP check: undici alone, asked for the same thing on the same grid, with nothing around it.
 *
 * What a check costs above this is ours. Measure both in one run and on one machine; only the ratio means anything.
 */
import { Agent, type Dispatcher } from 'undici';

/** `fresh` opens a connection per check (an Agent with `reset`, the cheapest that undici offers by itself). */
export type Connection = 'fresh' | 'reused';

/** One bare check and the way to let go of its connections, for runs that interleave it with something else. Rejects unless it is answered 200. */
export function bareUndici(url: string, connection: Connection) {
  const agent = new Agent();
  const { origin, pathname } = new URL(url);
  const request: Dispatcher.RequestOptions = { origin, path: pathname, method: 'GET', reset: connection === 'fresh' };
  return {
    check: async (): Promise<void> => {
      const { statusCode, body } = await agent.request(request);
      await body.dump();
      if (statusCode !== 200) {
        throw new Error(`the target answered ${statusCode}`);
      }
    },
    close: () => agent.close(),
  };
}
