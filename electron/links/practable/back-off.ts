/**
 * How long to wait after a try that came to nothing: 1 s, then twice as long, up to 10 s, each a little shorter by chance so that several
 * Watchbells do not knock together.
 */
const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;
/** Of each wait, so much is left to chance. */
const SPREAD = 0.3;

export interface BackOff {
  nextMs(): number;
  /** It worked. */
  reset(): void;
}

export function createBackOff(random: () => number): BackOff {
  let failures = 0;
  return {
    nextMs() {
      const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
      failures += 1;
      return Math.max(FIRST_MS, Math.round(whole * (1 - SPREAD * random())));
    },
    reset() {
      failures = 0;
    },
  };
}
