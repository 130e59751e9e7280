/**
 * Tells a program or an address of the user's own when callers of the local server begin to be turned away, and when that is over.
 *
 * Best effort, once each: it is there to scale up or to note, not to page. Nothing waits for it.
 */
import { request } from 'undici';
import type { RefusalHook } from '../../shared/model/overload.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Programs } from '../engine/ports/programs.ts';
import { networkReason } from './network-reason.ts';
import { createOwnConnections } from './own-connections.ts';

const TIMEOUT_MS = 10_000;
/** What it answers interests nobody; so much is read to end politely. */
const MOST_BYTES = 16_384;
const LONGEST_SAID = 200;

export interface RefusalHookDoor {
  /** Null: it was told. Otherwise why not, without the address. Never rejects. */
  call(hook: RefusalHook, word: object): Promise<string | null>;
  /** What is under way ends with it. */
  close(): Promise<void>;
}

export function createRefusalHook(programs: Programs, clock: Clock, timeoutMs = TIMEOUT_MS): RefusalHookDoor {
  const connections = createOwnConnections();

  async function post(url: string, body: string): Promise<string | null> {
    try {
      return await connections.use({ timeout: timeoutMs }, async (dispatcher) => {
        const answer = await request(url, {
          method: 'POST',
          dispatcher,
          signal: AbortSignal.timeout(timeoutMs),
          headers: { 'user-agent': 'Watchbell', 'content-type': 'application/json' },
          body,
        });
        await answer.body.dump({ limit: MOST_BYTES });
        return answer.statusCode >= 200 && answer.statusCode <= 299 ? null : `it answered ${answer.statusCode}`;
      });
    } catch (error) {
      return networkReason(error, timeoutMs);
    }
  }

  function run([command = '', ...args]: readonly string[], input: string): Promise<string | null> {
    return new Promise((resolve) => {
      const child = programs.start(
        { command, args, env: { PATH: process.env.PATH ?? '' }, input: `${input}\n` },
        clock,
        (end) => {
          cancel();
          switch (end.kind) {
            case 'exited':
              resolve(end.code === 0 ? null : `it ended with ${end.code}: ${end.errors.trim().slice(0, LONGEST_SAID)}`);
              break;
            case 'killed':
              resolve(`it was ended by ${end.signal}`);
              break;
            case 'unable':
              resolve(end.words ?? end.error.message);
          }
        },
      );
      const cancel = clock.after(timeoutMs, () => {
        child.end();
        resolve(`it did not end within ${timeoutMs / 1_000} s, ended by us`);
      });
    });
  }

  return {
    call: (hook, word) =>
      'url' in hook ? post(hook.url, JSON.stringify(word)) : run(hook.command, JSON.stringify(word)),
    async close() {
      await connections.destroy(); // whoever still hangs has had their time
      await programs.close();
    },
  };
}
