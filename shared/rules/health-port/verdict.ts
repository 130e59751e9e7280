/**
 * Healthy or not, from what the main process said last and from how long ago that is: silence is never health.
 */
import { assertNever } from '../../model/never.ts';
import type { Known } from './picture.ts';
import { leftWords, type WarmUp } from './warm-up.ts';

/** ms: so many beats missed in a row are no pause of a busy process any more. */
export const SILENT_AFTER_MS = 5_000;

export type Verdict =
  | { readonly kind: 'healthy' }
  /** The main process has not answered; nothing is known. */
  | { readonly kind: 'silent'; readonly words: string }
  | { readonly kind: 'starting'; readonly words: string }
  | { readonly kind: 'draining'; readonly words: string }
  /** It runs, and nobody watches. */
  | { readonly kind: 'blind'; readonly words: string };

/** Nothing that was said is believed any longer than this. */
export function isSilent({ beat, ageMs }: Pick<Known, 'beat' | 'ageMs'>, silentAfterMs = SILENT_AFTER_MS): boolean {
  return beat !== null && ageMs >= silentAfterMs;
}

/** The words begin as ftw.monitor's do: programs look for `Warmup in progress`. */
export function verdictOf(known: Pick<Known, 'beat' | 'ageMs'>, silentAfterMs = SILENT_AFTER_MS): Verdict {
  const { beat, ageMs } = known;
  if (beat === null) {
    return { kind: 'starting', words: 'Instance is booting' };
  }
  if (isSilent(known, silentAfterMs)) {
    return { kind: 'silent', words: `Not watching: ${silentWords(ageMs)}` };
  }
  const { phase, warmUp, watcher } = beat;
  switch (phase.kind) {
    case 'draining':
      return { kind: 'draining', words: `Draining: ${phase.reason}` };
    case 'starting':
      return { kind: 'starting', words: warmUp.state === 'in-progress' ? warmingWords(warmUp) : 'Instance is booting' };
    case 'serving':
      if (warmUp.state === 'in-progress') {
        return { kind: 'starting', words: warmingWords(warmUp) };
      }
      return watcher?.watching === true
        ? { kind: 'healthy' }
        : { kind: 'blind', words: `Not watching: ${watcher?.because ?? 'the engine does not run'}` };
    default:
      return assertNever(phase, 'phase');
  }
}

export const silentWords = (ageMs: number): string =>
  `main process has not answered for ${Math.floor(ageMs / 1_000)} s`;

const warmingWords = (warmUp: WarmUp): string => `Warmup in progress: ${leftWords(warmUp)}`;
