/**
 * The events of a shared calendar as a source of people on call, beside the layers.
 */
import type { ImportedShift } from '../../model/calendar.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Source } from './sources.ts';

/** Higher than any layer may be. */
const ABOVE_LAYERS = 101;

/** None where the schedule has no calendar, or none that was ever read. */
export function calendarSource({ calendar, imported }: Schedule): readonly Source[] {
  if (calendar === undefined || imported === undefined) {
    return [];
  }
  const isOverride = calendar.as === 'overrides';
  const edges = [...new Set(imported.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  /** What holds from each edge until the next; before the first nothing does. */
  const stretches = edges.map((edge) => imported.filter(({ from, to }) => from <= edge && edge < to));
  return [
    {
      priority: isOverride ? ABOVE_LAYERS : (calendar.priority ?? 0),
      dutiesAt(at) {
        const shifts = stretches[lastNotAfter(edges, at)] ?? [];
        return onePerPerson(shifts).map((shift) => ({ kind: 'calendar', personId: shift.personId, shift, isOverride }));
      },
      changeAfter: (at) => edges[lastNotAfter(edges, at) + 1] ?? Number.POSITIVE_INFINITY,
    },
  ];
}

/** Place of the last edge that is not after `at`; -1: all are. */
function lastNotAfter(edges: readonly EpochMs[], at: EpochMs): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as EpochMs) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Two events of one person at a time are one reason: the first. */
function onePerPerson(shifts: readonly ImportedShift[]): readonly ImportedShift[] {
  return shifts.filter(({ personId }, place) => shifts.findIndex((other) => other.personId === personId) === place);
}
