/**
 * When nobody watched, seen from tries alone: a silence of all checks that is long beside their own rhythm. Pure.
 */
import type { StoredTry } from '../../contract/series.ts';
import { formatDuration } from '../../model/duration.ts';
import type { CheckId, EpochMs } from '../../model/ids.ts';

/** As the watch itself counts: so many turns that were missed. */
const MISSED_TURNS = 3;

/** Nobody of ours was there from `from` to `at`. */
export interface Away {
  readonly type: 'away';
  readonly from: EpochMs;
  readonly at: EpochMs;
  /** What it comes to for the rules; less than from `from` to `at` where we were only late. */
  readonly gapMs: number;
  /** A new run began with its end. */
  readonly anew: boolean;
  readonly because: string;
}

/** In order of time; `tries` too. */
export function absencesIn(tries: readonly StoredTry[]): readonly Away[] {
  const rhythmMs = Math.min(...rhythms(tries));
  return tries.flatMap(({ at }, index) => {
    const before = tries[index - 1];
    const from = before === undefined ? at : Math.min(at, before.at + Math.round(before.latencyMs ?? 0));
    const gapMs = at - from;
    return gapMs > MISSED_TURNS * rhythmMs
      ? [
          {
            type: 'away' as const,
            from,
            at,
            gapMs,
            anew: false,
            because: `No try is known of ${formatDuration(gapMs)}`,
          },
        ]
      : [];
  });
}

/** The usual distance between two tries of each check: the one in the middle. */
function rhythms(tries: readonly StoredTry[]): readonly number[] {
  const last = new Map<CheckId, EpochMs>();
  const distances = new Map<CheckId, number[]>();
  for (const { checkId, at } of tries) {
    const before = last.get(checkId);
    last.set(checkId, at);
    const own = distances.get(checkId) ?? [];
    distances.set(checkId, own);
    if (before !== undefined && at > before) {
      own.push(at - before);
    }
  }
  return [...distances.values()].flatMap((own) => own.toSorted((a, b) => a - b)[Math.floor(own.length / 2)] ?? []);
}
