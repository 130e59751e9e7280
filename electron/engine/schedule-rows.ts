/**
 * The self-check's word about schedules: whether somebody is on call at every instant of four weeks, and will be there.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import { type Shift, shiftsBetween } from '../../shared/rules/oncall/oncall.ts';
import { awayDuring } from '../../shared/rules/presence.ts';
import { wallClock } from '../../shared/rules/wall-clock.ts';
import type { Core } from './core.ts';
import { row } from './self-check-row.ts';

const AHEAD_MS = 28 * 86_400_000;

export function scheduleRows(core: Core): readonly SelfCheckRow[] {
  const now = core.clock.now();
  return [...core.config().schedules.values()].map((schedule) => {
    const own = core.state.overrides.filter(({ scheduleId }) => scheduleId === schedule.id);
    const shifts = shiftsBetween(schedule, own, now, now + AHEAD_MS, core.personName);
    const gap = shifts.find(({ people }) => people.length === 0);
    return gap === undefined ? presenceRow(core, schedule, shifts, now) : gapRow(schedule, gap, now);
  });
}

function gapRow({ id, name, standby }: Schedule, { from, to, because }: Shift, now: EpochMs): SelfCheckRow {
  const when = from <= now ? 'now' : `in ${formatDuration(from - now)}`;
  const instead = standby.length === 0 ? '' : '; standby steps in';
  return row(
    `schedule:${id}`,
    `Schedule ${name}`,
    from <= now && standby.length === 0 ? 'red' : 'amber',
    `Nobody is on call ${when}, for ${formatDuration(to - from)}: ${because}${instead}`,
    'Add an override, or remove the one that leaves the gap',
  );
}

/** Somebody is on call at every instant; not all of them may be there. */
function presenceRow(
  core: Core,
  { id, name, timeZone }: Schedule,
  shifts: readonly Shift[],
  now: EpochMs,
): SelfCheckRow {
  for (const { from, to, people } of shifts) {
    for (const { personId } of people) {
      const person = core.config().people.get(personId);
      const away = person === undefined ? null : awayDuring(person, core.state.presences, from, to, core.timeZone);
      if (person !== undefined && away !== null) {
        const note = away.note === '' ? '' : ` (${away.note})`;
        return row(
          `schedule:${id}`,
          `Schedule ${name}`,
          away.from <= now ? 'red' : 'amber',
          `${person.name} is on call but away from ${wallClock(Math.max(from, away.from), now, timeZone)}${note}`,
          'Add an override, or let somebody take over',
        );
      }
    }
  }
  return row(
    `schedule:${id}`,
    `Schedule ${name}`,
    'green',
    'Somebody is on call at every instant of the next four weeks, and nobody of them has said to be away',
  );
}
