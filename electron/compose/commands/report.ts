/**
 * `watchbell report`: what a time cost the people on call, out of the store beside the running app. Reads only.
 */
import type { Config } from '../../../shared/model/config.ts';
import type { PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import type { Schedule, StoredOverride } from '../../../shared/model/schedule.ts';
import { type Shift, shiftsBetween } from '../../../shared/rules/oncall/oncall.ts';
import { recordedShifts } from '../../../shared/rules/oncall/record.ts';
import { reportOf } from '../../../shared/rules/report/report.ts';
import { reportText } from '../../../shared/rules/report/text.ts';
import type { Store } from '../../engine/ports.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, loadConfig, type Places } from './context.ts';
import { instantOf } from './times.ts';

export interface ReportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json: boolean;
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
const MONTH_MS = 30 * 86_400_000;
const MOST = 100_000;

export async function reportCommand(places: Places, options: ReportOptions, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = systemClock.now();
  const to = options.to === undefined ? now : instantOf(options.to, now, zone);
  const from = options.from === undefined ? (to ?? now) - MONTH_MS : instantOf(options.from, now, zone);
  if (from === null || to === null || from >= to) {
    terminal.err('--from and --to are times like 2026-12-01, and --to is the later one');
    return EXIT.badInput;
  }
  try {
    const store = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    try {
      const report = await gather(store, loaded.config, { from, to }, zone);
      const nameOf = (id: PersonId): string => loaded.config.people.get(id)?.name ?? id;
      const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      for (const line of options.json ? [JSON.stringify({ ...span, ...report })] : reportText(report, nameOf)) {
        terminal.out(line);
      }
      return EXIT.well;
    } finally {
      await store.close();
    }
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return EXIT.badInput;
  }
}

type Reader = Pick<Store, 'incidents' | 'events' | 'restore'>;

async function gather(store: Reader, config: Config, range: { from: number; to: number }, zone: string) {
  const { from, to } = range;
  const incidents = await store.incidents({ ...range, limit: MOST });
  const acknowledgements = await store.events({ types: ['incident-acknowledged'], ...range, limit: MOST });
  const duty = [
    ...(await store.events({ types: ['on-call'], ...range, limit: MOST })),
    ...(await store.events({ types: ['on-call'], to: from, limit: 100 })),
  ];
  const { overrides } = await store.restore();
  return reportOf({
    from,
    to,
    incidents: incidents.filter(({ openedAt }) => openedAt >= from && openedAt < to),
    acknowledgements,
    schedules: [...config.schedules.values()].map((schedule) => ({
      id: schedule.id as ScheduleId,
      timeZone: schedule.timeZone,
      shifts: shiftsOf(schedule, overrides, duty, from, to),
    })),
    zoneOf: (person) => config.people.get(person)?.timeZone ?? zone,
  });
}

/** What was recorded, and before that what the schedule says. */
function shiftsOf(
  schedule: Schedule,
  overrides: readonly StoredOverride[],
  duty: Parameters<typeof recordedShifts>[0],
  from: number,
  to: number,
): readonly Shift[] {
  const own = overrides.filter(({ scheduleId }) => scheduleId === schedule.id);
  const recorded = recordedShifts(duty, schedule.id, from, to);
  return recorded === null
    ? shiftsBetween(schedule, own, from, to)
    : [...shiftsBetween(schedule, own, from, recorded.since), ...recorded.shifts];
}
