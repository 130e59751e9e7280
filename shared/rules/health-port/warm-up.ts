/**
 * Warming up: what must have happened since the start before we say that we are healthy (as ftw.monitor's IWarmupPerformer, whose
 * steps these are). Once over it never comes back.
 */

/** One thing to be done. Its order is that of the list. */
export interface WarmUpStep {
  readonly name: string;
  readonly done: boolean;
  /** How far it is: "3 of 12 checks have answered". */
  readonly words: string;
}

export interface WarmUp {
  /** `given-up`: the grace was over before all was done. `off`: nobody asked for it. */
  readonly state: 'off' | 'in-progress' | 'done' | 'given-up';
  readonly steps: readonly WarmUpStep[];
}

/** ms after which whoever does not answer is no reason to stay out of service: as long as a target may say that it is starting. */
export const WARM_UP_GRACE_MS = 300_000;

const OFF: ReadonlySet<string> = new Set(['0', 'false', 'no', 'off']);

/** Nothing is warmed up, or waited for. */
export const NO_WARM_UP: WarmUp = { state: 'off', steps: [] };

/** `WATCHBELL_AUTOWARMUP` as ftw.monitor reads FTW_MONITOR_AUTOWARMUP: 0, false, no, off in any case turn it off. Unset: the file says. */
export function autoWarmUp(written: boolean, environment: string | undefined): boolean {
  const word = environment?.trim().toLowerCase() ?? '';
  return word === '' ? written : !OFF.has(word);
}

/** How it stands after so many ms. */
export function warmUpOf(steps: readonly WarmUpStep[], sinceMs: number): WarmUp {
  if (steps.every(({ done }) => done)) {
    return { state: 'done', steps };
  }
  return { state: sinceMs >= WARM_UP_GRACE_MS ? 'given-up' : 'in-progress', steps };
}

/** What is not done yet, for whoever asks meanwhile. */
export function leftWords({ steps }: WarmUp): string {
  return steps
    .filter(({ done }) => !done)
    .map(({ words }) => words)
    .join(', ');
}
