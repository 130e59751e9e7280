/**
 * What a time cost the people on call, gathered from the store: the same for the window and for `watchbell report`. Reads only.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import type { Config } from '../../shared/model/config.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Schedule, StoredOverride } from '../../shared/model/schedule.ts';
import { type Shift, shiftsBetween } from '../../shared/rules/oncall/oncall.ts';
import { recordedShifts } from '../../shared/rules/oncall/record.ts';
import { type Report, reportOf } from '../../shared/rules/report/report.ts';
import type { Core } from './core.ts';
import type { Store } from './ports/store.ts';

const MOST = 100_000;
/** More would be years of turns. ms */
const LONGEST_MS = 400 * 86_400_000;

export interface Gathering {
  readonly store: Pick<Store, 'incidents' | 'events'>;
  readonly config: Config;
  readonly overrides: readonly StoredOverride[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Of people who name none. */
  readonly timeZone: string;
}

export async function gatherReport({ store, config, overrides, from, to, timeZone }: Gathering): Promise<Report> {
  const range = { from, to };
  const incidents = await store.incidents({ ...range, limit: MOST });
  const acknowledgements = await store.events({ types: ['incident-acknowledged'], ...range, limit: MOST });
  const duty = [
    ...(await store.events({ types: ['on-call'], ...range, limit: MOST })),
    ...(await store.events({ types: ['on-call'], to: from, limit: 100 })),
  ];
  return reportOf({
    ...range,
    incidents: incidents.filter(({ openedAt }) => openedAt >= from && openedAt < to),
    acknowledgements,
    schedules: [...config.schedules.values()].map((schedule) => ({
      id: schedule.id,
      timeZone: schedule.timeZone,
      shifts: shiftsOf(schedule, overrides, duty, from, to),
    })),
    zoneOf: (person) => config.people.get(person)?.timeZone ?? timeZone,
  });
}

export function createReportQuery(core: Core): Pick<Replies, 'dutyReport'> {
  return {
    async dutyReport({ from, to }) {
      // What is still to come has cost nobody anything.
      const end = Math.min(to, core.clock.now());
      const { store, state, timeZone } = core;
      return end <= from || end - from > LONGEST_MS
        ? null
        : gatherReport({ store, config: core.config(), overrides: state.overrides, from, to: end, timeZone });
    },
  };
}

/** What was recorded, and before that what the schedule says. */
function shiftsOf(
  schedule: Schedule,
  overrides: readonly StoredOverride[],
  duty: Parameters<typeof recordedShifts>[0],
  from: EpochMs,
  to: EpochMs,
): readonly Shift[] {
  const own = overrides.filter(({ scheduleId }) => scheduleId === schedule.id);
  const recorded = recordedShifts(duty, schedule.id, from, to);
  return recorded === null
    ? shiftsBetween(schedule, own, from, to)
    : [...shiftsBetween(schedule, own, from, recorded.since), ...recorded.shifts];
}
