/**
 * Who was refused, in the log: once in ten minutes for each caller and reason, however often they try. A flood fills no disk.
 */
import type { Clock } from '../engine/ports/clock.ts';

const SAY_AGAIN_MS = 600_000;
/** Callers that are remembered as said. */
const MOST_SAID = 1_000;

/** Because of what; each is said for itself. */
export type RefusedFor = 'name' | 'page' | 'session' | 'token' | 'secret' | 'size' | 'mail' | 'connection';

export interface RefusalLog {
  /** `caller`: as `callerKey` names them. `fields` go to the log with it: nothing secret, and no address that has a secret in it. */
  tell(caller: string, why: RefusedFor, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** @param say one line of the log */
export function createRefusalLog(
  clock: Pick<Clock, 'monotonicMs'>,
  say: (fields: Readonly<Record<string, unknown>>, message: string) => void,
): RefusalLog {
  const said = new Map<string, number>();
  return {
    tell(caller, why, message, fields = {}) {
      const key = `${why} ${caller}`;
      const last = said.get(key);
      if (last !== undefined && clock.monotonicMs() - last < SAY_AGAIN_MS) {
        return;
      }
      said.delete(key);
      said.set(key, clock.monotonicMs());
      const [oldest] = said.keys();
      if (said.size > MOST_SAID && oldest !== undefined) {
        said.delete(oldest);
      }
      say({ caller, ...fields }, `refused: ${message}`);
    },
  };
}
