/**
 * Can we see at all? Blind, starved of our own turns, or unable to judge some of what is watched: the first of these that is so, when
 * it has lasted.
 */
import type { Config } from '../../../shared/model/config.ts';
import type { Blindness } from '../blindness.ts';
import type { Clock } from '../ports/clock.ts';
import type { Verdict } from './report.ts';
import type { Starved } from './starved.ts';

export interface OwnSightOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly config: () => Config;
  readonly blindness: Pick<Blindness, 'blindForMs' | 'watcher'>;
  readonly starved: Pick<Starved, 'verdict'>;
  readonly unjudged: (forMs: number) => Verdict;
  /** Without a way out, which is said by itself. */
  readonly isOut: () => boolean;
}

export function createOwnSight(options: OwnSightOptions): () => Verdict | null {
  const { clock, config, blindness, starved, unjudged, isOut } = options;
  return () => {
    const { blindAfter } = config().settings;
    const blindMs = config().checks.size === 0 ? null : blindness.blindForMs();
    if (blindMs !== null && blindMs >= blindAfter) {
      return { well: false, since: Math.round(clock.now() - blindMs), detail: blindness.watcher().because };
    }
    const stood = starved.verdict(blindAfter);
    if (blindMs !== null || !stood.well) {
      return stood.well ? null : stood;
    }
    return isOut() ? null : unjudged(blindAfter);
  };
}
