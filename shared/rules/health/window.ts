/**
 * m of n beside the counter: so many failures among the latest results are down as well, so that *fail fail pass* for ever counts.
 *
 * Recovery empties the window: one later failure alone never makes down again. What a single pass forgives to the counter, it does
 * not forgive here.
 */
import type { Check } from '../../model/check.ts';
import type { CheckHealth } from '../../model/health.ts';
import { failuresAmong } from './results.ts';

/** What the window shows: `failed` of the latest `of` tries. */
export interface WindowCount {
  readonly failed: number;
  readonly of: number;
}

/** The latest results since the check was last recovered, at most as many as the window is wide. */
export function inWindow(
  { results, windowCount }: Pick<CheckHealth, 'results' | 'windowCount'>,
  window: Check['window'],
): WindowCount {
  const of = Math.min(windowCount, window.of);
  return { failed: failuresAmong(results, of), of };
}

/** So many failed that this is down, however single passes lie between them. */
export function isWindowFull(health: Pick<CheckHealth, 'results' | 'windowCount'>, window: Check['window']): boolean {
  return window.failures > 0 && inWindow(health, window).failed >= window.failures;
}
