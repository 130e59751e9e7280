/**
 * Lengths of time as Go writes them (`1h30m`, `1.5s`, `107.17µs`; time.ParseDuration), and Prometheus (`1d`, `2w`; model.ParseDuration).
 */

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

const WHOLE = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w|y))+$/;
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w|y)/g;
const LONGEST = 100;

/** In ms, with fractions; null when it is none. Go itself knows no `d`, `w` and `y`. */
export function goDurationMs(text: string): number | null {
  if (/^[+-]?0$/.test(text)) {
    return 0;
  }
  if (text.length > LONGEST || !WHOLE.test(text)) {
    return null;
  }
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) {
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  }
  return text.startsWith('-') ? -total : total;
}
