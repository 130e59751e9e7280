/**
 * A schedule's layers and temporary shifts, ready to be asked about any instant. Overrides come on top, elsewhere.
 *
 * A higher layer hides the lower ones only while it has somebody; equal ones are on call together.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import { type Layer, layersOf, type Schedule } from '../../model/schedule.ts';
import { type Hours, hoursOf } from './hours.ts';
import { type Turns, turnsOf } from './turns.ts';
import { momentInstant } from './wall.ts';

/** One layer's turn that holds at an instant. */
export interface Duty {
  readonly personId: PersonId;
  readonly layer: LayerClock;
  /** Number of the turn. */
  readonly turn: number;
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

/** Temporary shifts as instants, [from, to). */
export interface TemporaryClock {
  readonly name: string | null;
  /** Its name, or its place in the file from 1. */
  readonly label: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly shifts: readonly { readonly personId: PersonId; readonly from: EpochMs; readonly to: EpochMs }[];
}

export interface Rota {
  /** Whose turn it is; empty: no layer has anybody at that instant. */
  dutiesAt(at: EpochMs): readonly Duty[];
  /** The temporary schedule in force; null: none. The later one in the file wins. */
  temporaryAt(at: EpochMs): TemporaryClock | null;
  /**
   * The next instant after `at` at which either may be another one; Infinity: never. `handoffs` false leaves out those between
   * a layer's one and the same person.
   */
  changeAfter(at: EpochMs, handoffs: boolean): EpochMs;
}

const rotas = new WeakMap<Schedule, Rota>();

/** One for each schedule: what it has worked out is kept with it. */
export function rotaOf(schedule: Schedule): Rota {
  let rota = rotas.get(schedule);
  if (rota === undefined) {
    rota = createRota(schedule);
    rotas.set(schedule, rota);
  }
  return rota;
}

function createRota(schedule: Schedule): Rota {
  const zone = schedule.timeZone;
  const layers = layersOf(schedule)
    .map((layer, index) => layerClock(layer, layer.name ?? `${index + 1}`, zone))
    .sort((a, b) => b.layer.priority - a.layer.priority);
  const temporary = schedule.temporary.map((one, index): TemporaryClock => {
    const instant = (text: string) => momentInstant(text, zone);
    return {
      name: one.name ?? null,
      label: one.name ?? `${index + 1}`,
      from: instant(one.from),
      to: instant(one.to),
      shifts: one.shifts.map(({ person, from, to }) => ({ personId: person, from: instant(from), to: instant(to) })),
    };
  });
  const edges = temporary
    .flatMap((one) => [one, ...one.shifts])
    .flatMap(({ from, to }) => [from, to])
    .sort((a, b) => a - b);

  return {
    dutiesAt(at) {
      const duties: Duty[] = [];
      for (const layer of layers) {
        if (duties[0] !== undefined && layer.layer.priority < duties[0].layer.layer.priority) {
          break;
        }
        if (layer.from <= at && at < layer.until && layer.hours.holds(at)) {
          const turn = layer.turns.indexAt(at);
          duties.push({ personId: layer.turns.personOf(turn), layer, turn });
        }
      }
      return duties;
    },
    temporaryAt: (at) => temporary.findLast(({ from, to }) => from <= at && at < to) ?? null,
    changeAfter(at, handoffs) {
      let next = edges.find((edge) => edge > at) ?? Number.POSITIVE_INFINITY;
      for (const { turns, hours, from, until } of layers) {
        next = Math.min(
          next,
          from > at ? from : next,
          until > at ? until : next,
          hours.changeAfter(at) ?? next,
          handoffs || turns.count > 1 ? handoffAfter(turns, at) : next,
        );
      }
      return next;
    },
  };
}

function layerClock(layer: Layer, label: string, zone: string): LayerClock {
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
