/**
 * Requests that have a connection of their own each.
 *
 * A pool would not do (undici's `Agent` with `pipelining: 0`): after a request that was given up it opens a connection that nobody asked
 * for, and sends the next request over that one, however it has fared since.
 */
import { Agent } from 'undici';

export interface OwnConnections {
  /** The connection ends with the work. */
  use<T>(connect: NonNullable<Agent.Options['connect']>, work: (agent: Agent) => Promise<T>): Promise<T>;
  /** Resolves when all that is under way has come to its end. */
  close(): Promise<void>;
  /** What is under way fails. */
  destroy(): Promise<void>;
}

export function createOwnConnections(): OwnConnections {
  const open = new Map<Agent, Promise<unknown>>();
  return {
    async use(connect, work) {
      const agent = new Agent({ pipelining: 0, connect });
      const working = work(agent);
      open.set(agent, working);
      try {
        return await working;
      } finally {
        open.delete(agent);
        void agent.destroy();
      }
    },
    async close() {
      await Promise.allSettled(open.values());
    },
    async destroy() {
      await Promise.all([...open.keys()].map((agent) => agent.destroy()));
    },
  };
}
