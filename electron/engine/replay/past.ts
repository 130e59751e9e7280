/**
 * What we knew of ourselves in the time that is judged again: when nobody looked, how we stood with the world, and what of that kept
 * pages back.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings } from '../../../shared/model/config.ts';
import type { PolicyId } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import type { Away } from '../../../shared/rules/replay/absences.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { loseOne } from '../ourselves/lost.ts';
import { LATE_PERIODS } from '../sight.ts';
import type { Uplink } from './notes.ts';
import { createStood, type StoodOptions } from './stood.ts';
import { createWoken } from './woken.ts';

export interface Past {
  /** We are back: nobody looked until now. */
  away(note: Away): void;
  uplink(note: Uplink): void;
  /** A try is about to be judged. */
  tried(observation: Observation, check: Check): void;
  hold(component: ComponentSettings): EngineHold | null;
  /** Policies whose people must hear the summary of a mass failure. */
  concerned(): readonly PolicyId[];
}

export function createPast(options: StoodOptions): Past {
  const { clock, config, book } = options;
  const stood = createStood(options);
  const woken = createWoken(clock, config);

  return {
    away({ gapMs, anew, because }) {
      if (anew) {
        stood.beginAnew();
      }
      const at = clock.now();
      const missed = [...config.components.values()].filter(
        ({ checks }) => gapMs > LATE_PERIODS * Math.min(...checks.map(({ interval }) => interval)),
      );
      if (missed.length === 0) {
        return;
      }
      woken.begin(
        missed.map(({ id }) => id),
        anew,
      );
      for (const { id } of missed) {
        book.apply(id, { type: 'lost-sight', at, because });
      }
    },
    uplink: stood.moved,
    tried(observation, check) {
      const { outcome, at, endedAt } = observation;
      if (outcome.kind !== 'inconclusive') {
        stood.tried(observation, check);
        return;
      }
      const { kind, detail } = outcome.trouble;
      if (kind === 'offline' || kind === 'deaf') {
        loseOne(book, observation, kind === 'offline' ? 'We are offline' : detail);
      } else if (kind === 'just-woken') {
        woken.goOn(at, endedAt);
      }
    },
    hold: (component) => woken.hold(component) ?? stood.hold(component),
    concerned: stood.concerned,
  };
}
