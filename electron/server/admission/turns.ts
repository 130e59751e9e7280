/**
 * The line inside the door: whoever can wait is served one in each turn of the loop, what matters more before what matters less.
 *
 * The sockets of hundreds become readable in one moment. Served as they come, somebody who answers a page would stand behind all of
 * them, with every step of the answer; like this there is one of them between two steps. And only what waits here is seen by the
 * gate: what waits in the sockets is not.
 */
import { TRAFFIC, type Traffic } from '../../../shared/rules/admission/traffic.ts';

/** They are served at once: somebody who answers a page, and whoever asks whether we live. */
const AT_ONCE: ReadonlySet<Traffic> = new Set(['answer', 'health']);

export interface Turns {
  /** Does the work, now or when it has its turn. `wanted`: asked then; false, and it is left out. */
  take(traffic: Traffic, work: () => void, wanted: () => boolean): void;
}

interface Waiting {
  readonly work: () => void;
  readonly wanted: () => boolean;
}

export function createTurns(): Turns {
  const lines = new Map<Traffic, Waiting[]>(TRAFFIC.map((traffic) => [traffic, []]));
  let armed = false;

  function first(): Waiting | undefined {
    for (const line of lines.values()) {
      while (line.length > 0) {
        const one = line.shift();
        if (one?.wanted()) {
          return one;
        }
      }
    }
    return undefined;
  }

  function turn(): void {
    const one = first();
    armed = one !== undefined;
    if (one !== undefined) {
      setImmediate(turn);
      one.work();
    }
  }

  return {
    take(traffic, work, wanted) {
      if (AT_ONCE.has(traffic)) {
        work();
        return;
      }
      lines.get(traffic)?.push({ work, wanted });
      if (!armed) {
        armed = true;
        setImmediate(turn);
      }
    },
  };
}
