/**
 * How a demo server can be. Every server can be all of these, each in the way of its own protocol.
 */

export const MODES = [
  'well',
  /** Answers, and the answer is bad: 503, an error line. */
  'failing',
  /** The listener is closed: connections are refused. */
  'refusing',
  /** Takes connections and never says a word. */
  'hanging',
  /** Right answers, later than they may come (`SLOW_MS`). */
  'slow',
  /** "Warmup in progress": says of itself that it is not ready yet. */
  'warming',
] as const;
export type Mode = (typeof MODES)[number];

/** How late a slow server answers. Above every latency limit of the demo, far below every time-out. */
export const SLOW_MS = 600;
