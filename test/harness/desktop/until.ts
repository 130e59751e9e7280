/**
 * Waits for something outside this process to become true. The only waiting there is in end-to-end tests: for a reason, with
 * an end, never for a length of time.
 */
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** The first answer that is neither undefined, null nor false. Throws with the reason when time is up. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  withinMs = 15_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  let trouble = '';
  while (performance.now() < end) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== null && seen !== false) {
        return seen;
      }
    } catch (error) {
      trouble = `; last trouble: ${error instanceof Error ? error.message : String(error)}`;
    }
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`not within ${withinMs} ms: ${what}${trouble}`);
}
