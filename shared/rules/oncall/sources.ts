/**
 * What puts people on call before any override: layers with their turns, and whatever else has the same few questions to answer.
 */
import type { ImportedShift } from '../../model/calendar.ts';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Layer } from '../../model/schedule.ts';
import { type Hours, hoursOf } from './hours.ts';
import { type Turns, turnsOf } from './turns.ts';
import { momentInstant } from './wall.ts';

/** What puts somebody on call at an instant, before any override: a layer's turn, or an event of a shared calendar. */
export type Duty =
  | {
      readonly kind: 'turn';
      readonly personId: PersonId;
      readonly layer: LayerClock;
      /** Number of the turn. */
      readonly turn: number;
    }
  | {
      readonly kind: 'calendar';
      readonly personId: PersonId;
      readonly shift: ImportedShift;
      /** Above all layers. */
      readonly isOverride: boolean;
    };

/** A layer or a calendar: it hides what is below it while it has somebody. */
export interface Source {
  readonly priority: number;
  dutiesAt(at: EpochMs): readonly Duty[];
  /** As in `Rota`. */
  changeAfter(at: EpochMs, handoffs: boolean): EpochMs;
}

export interface LayerClock {
  readonly layer: Layer;
  /** Its name, or its place in the file from 1. */
  readonly label: string;
  readonly turns: Turns;
  readonly hours: Hours;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

export function layerSource(layer: LayerClock): Source {
  const { turns, hours, from, until } = layer;
  return {
    priority: layer.layer.priority,
    dutiesAt(at) {
      if (at < from || at >= until || !hours.holds(at)) {
        return [];
      }
      const turn = turns.indexAt(at);
      return [{ kind: 'turn', personId: turns.personOf(turn), layer, turn }];
    },
    changeAfter: (at, handoffs) =>
      Math.min(
        from > at ? from : Number.POSITIVE_INFINITY,
        until > at ? until : Number.POSITIVE_INFINITY,
        hours.changeAfter(at) ?? Number.POSITIVE_INFINITY,
        handoffs || turns.count > 1 ? handoffAfter(turns, at) : Number.POSITIVE_INFINITY,
      ),
  };
}

export function layerClock(layer: Layer, label: string, zone: string): LayerClock {
  return {
    layer,
    label,
    turns: turnsOf(layer, zone),
    hours: hoursOf(layer, zone),
    from: layer.from === undefined ? Number.NEGATIVE_INFINITY : momentInstant(layer.from, zone),
    until: layer.until === undefined ? Number.POSITIVE_INFINITY : momentInstant(layer.until, zone),
  };
}

function handoffAfter(turns: Turns, at: EpochMs): EpochMs {
  return turns.startOf(turns.indexAt(at) + 1);
}
