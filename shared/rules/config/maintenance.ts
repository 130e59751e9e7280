/**
 * Maintenance windows: which component has which, and windows that cannot be meant.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { MaintenanceFile, MaintenanceWindow } from '../../model/maintenance.ts';
import type { Times } from '../../model/window.ts';
import { momentInstant } from '../oncall/wall.ts';
import { cronTrouble, isEndless } from '../window.ts';
import type { Complaint, Path } from './complaint.ts';

/** Longer than this is no maintenance: nobody would notice that nobody is paged any more. */
const LONGEST_MS = 31 * 86_400_000;
/** Any day does; this one is the same for everybody who reads the file. */
const SOME_DAY = Date.UTC(2026, 0, 1);

/** The windows that are for this component. */
export function windowsFor(
  { id, group, tags }: Pick<ConfigFile['components'][number], 'id' | 'group' | 'tags'>,
  all: readonly MaintenanceFile[],
): readonly MaintenanceWindow[] {
  return all.filter(
    ({ for: scope }) =>
      scope.everything === true ||
      scope.components.includes(id) ||
      (group !== undefined && scope.groups.includes(group)) ||
      scope.tags.some((tag) => tags.includes(tag)),
  );
}

/** Windows without an end, without a length, or with a pattern that means nothing. */
export function maintenanceComplaints(file: ConfigFile): readonly Complaint[] {
  return file.maintenance.flatMap((window, index) => windowComplaints(window, ['maintenance', index]));
}

/** What is wrong with the times of a window. */
export function windowComplaints(window: Times, path: Path): readonly Complaint[] {
  const zone = window.timeZone ?? 'UTC';
  if (window.kind === 'once') {
    return momentInstant(window.to, zone) > momentInstant(window.from, zone)
      ? []
      : [{ path: [...path, 'to'], message: 'must be after `from`' }];
  }
  if (window.lasts === 0 || window.lasts > LONGEST_MS) {
    return [{ path: [...path, 'lasts'], message: 'must be above 0 and at most 31d' }];
  }
  const trouble = window.kind === 'cron' ? cronTrouble(window.cron, SOME_DAY) : null;
  if (trouble !== null) {
    return [{ path: [...path, 'cron'], message: trouble }];
  }
  return isEndless(window, SOME_DAY, zone)
    ? [
        {
          path: [...path, 'lasts'],
          message: 'one window follows the other without end, so nobody would ever be told; make it shorter',
        },
      ]
    : [];
}
