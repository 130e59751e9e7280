/**
 * A schedule's layers and temporary shifts, ready to be asked about any instant. Overrides come on top, elsewhere.
 *
 * A higher layer hides the lower ones only while it has somebody; equal ones are on call together.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import { layersOf, type Schedule } from '../../model/schedule.ts';
import { calendarSource } from './calendar-source.ts';
import { type Duty, layerClock, layerSource } from './sources.ts';
import { momentInstant } from './wall.ts';

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
  const layers = layersOf(schedule).map((layer, index) => layerClock(layer, layer.name ?? `${index + 1}`, zone));
  const sources = [...layers.map(layerSource), ...calendarSource(schedule)].sort((a, b) => b.priority - a.priority);
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
      let priority = Number.NEGATIVE_INFINITY;
      for (const source of sources) {
        if (source.priority < priority) {
          break;
        }
        const own = source.dutiesAt(at);
        if (own.length > 0) {
          priority = source.priority;
          duties.push(...own);
        }
      }
      return duties;
    },
    temporaryAt: (at) => temporary.findLast(({ from, to }) => from <= at && at < to) ?? null,
    changeAfter(at, handoffs) {
      const next = edges.find((edge) => edge > at) ?? Number.POSITIVE_INFINITY;
      return Math.min(next, ...sources.map((source) => source.changeAfter(at, handoffs)));
    },
  };
}
