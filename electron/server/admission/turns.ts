/**
 * The line inside the door: whoever can wait is served one after the other, what matters more before what matters less, and in between
 * we look who else has come.
 *
 * The sockets of hundreds become readable in one moment. Served as they come, somebody who answers a page would stand behind all of
 * them, with every step of the answer. And the loop takes one new connection a turn (libuv since 1.45): the longer its turns, the later
 * even the newcomer is seen who is to be served at once. What waits in the sockets no gate sees.
 */
import { TRAFFIC, type Traffic } from '../../../shared/rules/admission/traffic.ts';

/** They are served at once: somebody who answers a page, and whoever asks whether we live. */
const AT_ONCE: ReadonlySet<Traffic> = new Set(['answer', 'health']);

/** While others keep coming, so much of the time that one was served goes to looking who they are, */
const LOOKING = 0.5;
/** but never longer than this, in ms. */
const MOST_LOOKING_MS = 20;

export interface Turns {
  /** Somebody has come, whatever becomes of them. */
  arrived(): void;
  /** Does the work, now or when it has its turn. `wanted`: asked then; false, and it is left out. */
  take(traffic: Traffic, work: () => void, wanted: () => boolean): void;
}

interface Waiting {
  readonly work: () => void;
  readonly wanted: () => boolean;
}

/** @param monotonicMs a clock */
export function createTurns(monotonicMs: () => number): Turns {
  const lines = new Map<Traffic, Waiting[]>(TRAFFIC.map((traffic) => [traffic, []]));
  let armed = false;
  /** Somebody came in this turn of the loop. */
  let busy = false;
  /** When the one before was begun; null: what it took is known. */
  let begunAt: number | null = null;
  let lookingUntil = 0;

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
    const now = monotonicMs();
    if (begunAt !== null) {
      lookingUntil = now + Math.min(MOST_LOOKING_MS, (now - begunAt) * LOOKING);
      begunAt = null;
    }
    const others = busy;
    busy = false;
    if (others && now < lookingUntil) {
      setImmediate(turn);
      return;
    }
    const one = first();
    armed = one !== undefined;
    if (one !== undefined) {
      begunAt = now;
      setImmediate(turn);
      one.work();
    }
  }

  return {
    arrived() {
      busy = true;
    },
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
