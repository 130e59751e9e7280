/**
 * Times and lengths of time as programs written in Go print them, which the clients of the practable status server read.
 *
 * A time read off Go's own clock ends in ` m=+38.89`, the seconds since that program started (package time, "Monotonic Clocks"). Times
 * that were read out of a message have none, so whoever reads these has to bear both; ours never have it: it would mean nothing to
 * anybody but the process that wrote it.
 */
import type { EpochMs } from '../../model/ids.ts';

/** What Go prints of a time that was never set. */
export const GO_ZERO_TIME = '0001-01-01 00:00:00 +0000 UTC';

/** `2026-11-21 04:15:14.43 +0000 UTC`; null: never. */
export function goTime(at: EpochMs | null): string {
  if (at === null) {
    return GO_ZERO_TIME;
  }
  const iso = new Date(at).toISOString();
  const fraction = iso.slice(19, 23).replace(/\.?0*$/, '');
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction} +0000 UTC`;
}

/** `142.750918ms`, `6.5s`, `999h0m0s`: Duration.String(). From ms. */
export function goDurationText(ms: number): string {
  const size = Math.abs(ms);
  const sign = ms < 0 ? '-' : '';
  const part = (value: number, digits: number): string => String(Number(value.toFixed(digits)));
  if (size === 0) {
    return '0s';
  }
  if (size < 0.001) {
    return `${sign}${Math.round(size * 1e6)}ns`;
  }
  if (size < 1) {
    return `${sign}${part(size * 1e3, 3)}µs`;
  }
  if (size < 1_000) {
    return `${sign}${part(size, 6)}ms`;
  }
  const hours = Math.floor(size / 3_600_000);
  const minutes = Math.floor(size / 60_000) % 60;
  const seconds = part((size % 60_000) / 1_000, 9);
  const front = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : '';
  return `${sign}${front}${seconds}s`;
}

/** A time as JSON has it (RFC 3339), to the last digit; what is none stays as it is. */
export function goTimeOfText(text: string): string {
  const fraction = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.exec(text);
  const at = Date.parse(text);
  if (fraction === null || Number.isNaN(at)) {
    return text;
  }
  const digits = (fraction[1] ?? '').replace(/\.?0*$/, '');
  return goTime(Math.floor(at / 1_000) * 1_000).replace(' +', `${digits} +`);
}
