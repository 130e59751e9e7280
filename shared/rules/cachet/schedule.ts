/**
 * Announced maintenance: how far it is, the window that it means, and how the Cachet API writes it.
 */
import type { Scheduled } from '../../model/cachet/schedule.ts';
import type { EpochMs } from '../../model/ids.ts';
import { MaintenanceId, type StoredMaintenance } from '../../model/maintenance.ts';
import type { Row } from './component-wire.ts';
import { dateOut } from './dates.ts';
import { scheduleWord } from './statuses.ts';

/** Who forgets to say that it is complete must not be silent for ever. */
const LONGEST_OPEN_MS = 86_400_000;

const PREFIX = 'cachet-schedule-';

/** Held back from then until then; null: it holds nothing back any more, or never did. */
export function windowOf(one: Scheduled, now: EpochMs): StoredMaintenance | null {
  const until = endOf(one);
  if (one.components.length === 0 || one.complete || until <= now) {
    return null;
  }
  return {
    id: MaintenanceId.parse(`${PREFIX}${one.number}`),
    components: [...one.components],
    from: one.from,
    until,
    note: one.name,
    by: one.by,
  };
}

export const isScheduleWindow = ({ id }: Pick<StoredMaintenance, 'id'>): boolean => id.startsWith(PREFIX);

/** 0 lies ahead, 1 goes on, 2 is over. */
export function progressOf(one: Scheduled, now: EpochMs): 0 | 1 | 2 {
  return one.complete || endOf(one) <= now ? 2 : one.from <= now ? 1 : 0;
}

function endOf({ from, to }: Scheduled): EpochMs {
  return to ?? from + LONGEST_OPEN_MS;
}

/** @param numbers of its components */
export function scheduleRow(one: Scheduled, numbers: readonly number[], now: EpochMs, zone: string): Row {
  const progress = progressOf(one, now);
  return {
    id: one.number,
    name: one.name,
    message: one.message,
    status: progress,
    scheduled_at: dateOut(one.from, zone),
    completed_at: one.to === null ? null : dateOut(one.to, zone),
    created_at: dateOut(one.createdAt, zone),
    updated_at: dateOut(one.updatedAt, zone),
    components: numbers.map((number) => ({ component_id: number })),
    human_status: scheduleWord(progress),
  };
}
