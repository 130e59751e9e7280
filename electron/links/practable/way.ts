/**
 * How a system is reached: whom we believe on the way, and one pool of connections for all its questions.
 */
import { readFileSync } from 'node:fs';
import { Agent } from 'undici';
import type { PractableSettings } from '../../../shared/model/practable/settings.ts';

export type WaySettings = Pick<PractableSettings, 'verifyTls' | 'ca' | 'timeout'>;

export interface Trusting {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string[];
}

export interface Ways {
  /** Throws when a file of `ca` cannot be read; its message names it. */
  agent(settings: WaySettings): Agent;
  /** Files are read again with the next question: they may have been mended. */
  forget(settings: WaySettings): void;
  close(): Promise<void>;
}

/** Throws when a file cannot be read. */
export function trustingOf({ verifyTls, ca }: WaySettings): Trusting {
  const texts = ca?.map((one) => (one.trimStart().startsWith('-----BEGIN ') ? one : read(one)));
  return { rejectUnauthorized: verifyTls, ...(texts !== undefined && { ca: texts }) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new Error(`cannot read ${path} (${code}); mend ca`);
  }
}

export function createWays(): Ways {
  const agents = new Map<string, Agent>();
  const keyOf = ({ verifyTls, ca, timeout }: WaySettings): string => JSON.stringify([verifyTls, ca, timeout]);
  return {
    agent(settings) {
      const known = agents.get(keyOf(settings));
      if (known !== undefined) {
        return known;
      }
      const agent = new Agent({ pipelining: 0, connect: { timeout: settings.timeout, ...trustingOf(settings) } });
      agents.set(keyOf(settings), agent);
      return agent;
    },
    forget(settings) {
      const agent = agents.get(keyOf(settings));
      agents.delete(keyOf(settings));
      void agent?.close();
    },
    async close() {
      const all = [...agents.values()];
      agents.clear();
      await Promise.all(all.map((agent) => agent.destroy()));
    },
  };
}
