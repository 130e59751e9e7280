/**
 * The clock on a Cachet's wall: it writes dates without a zone, and does not tell which it is in. Found out by what it writes now.
 */
import type { EpochMs } from '../../../model/ids.ts';

/** Every zone is some quarters of an hour from UTC. */
const QUARTER_MS = 15 * 60_000;
/** Further than any zone. */
const FURTHEST_MS = 16 * 3_600_000;

/**
 * How far the wall is ahead of UTC, in minutes, given what it showed at an instant; null: it cannot have shown that then.
 *
 * @param wall `2026-11-21 04:28:51`
 */
export function offsetOf(wall: string, at: EpochMs): number | null {
  const shown = Date.parse(`${wall.trim().replace(' ', 'T')}Z`);
  const ahead = Math.round((shown - at) / QUARTER_MS) * QUARTER_MS;
  return Number.isNaN(shown) || Math.abs(ahead) > FURTHEST_MS || Math.abs(shown - at - ahead) > QUARTER_MS / 3
    ? null
    : ahead / 60_000;
}

/** `2026-11-21 04:28` for 2 and `2026-11-21 04:28:51` for 3, on that wall. */
export function wallText(at: EpochMs, offsetMinutes: number, seconds: boolean): string {
  return new Date(at + offsetMinutes * 60_000)
    .toISOString()
    .slice(0, seconds ? 19 : 16)
    .replace('T', ' ');
}
