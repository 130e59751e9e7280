/**
 * What people may ask, as the contract's replies: history, charts, shifts. Reads only.
 */
import type { Replies, ShiftView } from '../../shared/contract/contract.ts';
import { ROLLUP_UNITS, type RollupUnit, UPTIME_DAYS } from '../../shared/contract/series.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { type Shift, shiftsBetween } from '../../shared/rules/oncall/oncall.ts';
import { recordedShifts } from '../../shared/rules/oncall/record.ts';
import type { Core } from './core.ts';
import { dutyEvents } from './duty.ts';
import { figuresOf } from './figures.ts';

type Queries = Pick<Replies, 'shifts' | 'events' | 'series' | 'uptime' | 'figures'>;

/** Single tries are shown up to this long a range; a chart has room for no more. */
const TRIES_UP_TO_MS = 2 * 3_600_000;
const MOST_TRIES = 5_000;
const MOST_POINTS = 1_500;
const LONGEST_PREVIEW_MS = 400 * ROLLUP_UNITS.day;

export function createQueries(core: Core): Queries {
  return {
    async shifts({ schedule: id, from, to }) {
      const schedule = core.config().schedules.get(id);
      const end = Math.min(to, from + LONGEST_PREVIEW_MS);
      const now = core.clock.now();
      if (schedule === undefined || to <= from) {
        return [];
      }
      const own = core.state.overrides.filter(({ scheduleId }) => scheduleId === id);
      const planned = (begin: EpochMs, until: EpochMs) => shiftsBetween(schedule, own, begin, until, core.personName);
      // The past is what was written down, and what the schedule says only from before anything was.
      const past =
        from < now ? recordedShifts(await dutyEvents(core, id, from, now), id, from, Math.min(end, now)) : null;
      const shifts =
        past === null
          ? planned(from, end)
          : [...planned(from, past.since), ...past.shifts, ...planned(Math.min(end, now), end)];
      return joined(shifts).map(
        (shift): ShiftView => ({
          from: shift.from,
          to: shift.to,
          people: shift.people.map(({ personId }) => ({ personId, name: core.personName(personId) })),
          because: shift.because,
          overrideId: shift.people.find(({ overrideId }) => overrideId !== null)?.overrideId ?? null,
        }),
      );
    },
    events: ({ component, incident, types, text, from, to, beforeSeq, limit }) =>
      core.store.events({
        limit,
        ...(component !== undefined && { componentId: component }),
        ...(incident !== undefined && { incidentId: incident }),
        ...(types !== undefined && { types }),
        ...(text !== undefined && { text }),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(beforeSeq !== undefined && { beforeSeq }),
      }),
    async series({ checks, from, to }) {
      if (to - from <= TRIES_UP_TO_MS) {
        const tries = await Promise.all(
          checks.map((checkId) => core.store.observations({ checkId, from, to, limit: MOST_TRIES })),
        );
        return { unit: 'try', tries: tries.flat(), rollups: [] };
      }
      const unit = unitFor(from, to);
      return {
        unit,
        tries: [],
        rollups: await core.store.rollups({ checkIds: checks, unit, from: floorTo(from, unit), to }),
      };
    },
    figures: ({ component }) => figuresOf(core, component),
    async uptime({ checks }) {
      const to = core.clock.now();
      const from = floorTo(to, 'day') - (UPTIME_DAYS - 1) * ROLLUP_UNITS.day;
      return { from, checks: await core.store.days({ checkIds: checks, from, to }) };
    },
  };
}

function unitFor(from: EpochMs, to: EpochMs): RollupUnit {
  const units: readonly RollupUnit[] = ['minute', 'hour', 'day'];
  return units.find((unit) => (to - from) / ROLLUP_UNITS[unit] <= MOST_POINTS) ?? 'day';
}

function floorTo(at: EpochMs, unit: RollupUnit): EpochMs {
  return Math.floor(at / ROLLUP_UNITS[unit]) * ROLLUP_UNITS[unit];
}

/** The shift that runs is one, though its beginning is recorded and its end is planned. */
function joined(shifts: readonly Shift[]): readonly Shift[] {
  const list: Shift[] = [];
  for (const shift of shifts) {
    const last = list.at(-1);
    const same = last?.to === shift.from && last.because === shift.because;
    if (last !== undefined && same) {
      list[list.length - 1] = { ...shift, from: last.from };
    } else {
      list.push(shift);
    }
  }
  return list;
}
