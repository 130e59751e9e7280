/**
 * What a time cost the people who were on call: how soon somebody took it, how long it lasted, who was woken how often, and how
 * nights and weekends were shared. From what was recorded; what is still open counts in no mean.
 */
import type { WatchEvent } from '../../model/event.ts';
import type { EpochMs, PersonId, ScheduleId } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { SEVERITIES, type Severity } from '../../model/status.ts';
import type { Shift } from '../oncall/oncall.ts';
import { wasSent } from '../watch/told.ts';
import { isNight, loadOf, type ShiftLoad } from './load.ts';

export interface ReportInput {
  /** [from, to), epoch ms. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Those that opened in it. */
  readonly incidents: readonly Incident[];
  /** `incident-acknowledged` events of these, in any order. */
  readonly acknowledgements: readonly Pick<WatchEvent, 'incidentId' | 'at'>[];
  /** Who was on call in each schedule, over all of it. */
  readonly schedules: readonly {
    readonly id: ScheduleId;
    readonly timeZone: string;
    readonly shifts: readonly Shift[];
  }[];
  /** A person's own zone. */
  readonly zoneOf: (person: PersonId) => string;
}

export interface Report {
  readonly incidents: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Mean from opening to the first acknowledgement; null: none was acknowledged. ms */
  readonly mttaMs: number | null;
  readonly acknowledged: number;
  /** Mean from the first failed try until it was well or resolved; null: none is over. ms */
  readonly mttrMs: number | null;
  readonly over: number;
  /** Worst first. */
  readonly people: readonly PersonLoad[];
  readonly schedules: readonly {
    readonly id: ScheduleId;
    readonly people: readonly (ShiftLoad & { personId: PersonId })[];
  }[];
}

/** Messages about trouble that went out to somebody; closings are quiet and do not count. */
export interface PersonLoad {
  readonly personId: PersonId;
  readonly pages: number;
  /** Of these between 22:00 and 07:00 on the person's own clock. */
  readonly atNight: number;
  /** Nights (each named by the day on which it began) with a page at least. */
  readonly nightsBroken: number;
}

export function reportOf(input: ReportInput): Report {
  const { incidents, acknowledgements, schedules } = input;
  const firstAck = new Map<string, EpochMs>();
  for (const { incidentId, at } of acknowledgements) {
    if (incidentId !== null) {
      firstAck.set(incidentId, Math.min(at, firstAck.get(incidentId) ?? at));
    }
  }
  const waits = incidents.flatMap(({ id, openedAt }) => {
    const at = firstAck.get(id);
    return at === undefined ? [] : [Math.max(0, at - openedAt)];
  });
  const lengths = incidents.flatMap(({ since, recoveredAt, resolvedAt }) => {
    const end = recoveredAt ?? resolvedAt;
    return end === null || resolvedAt === null ? [] : [Math.max(0, end - since)];
  });
  return {
    incidents: incidents.length,
    bySeverity: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, incidents.filter((one) => one.severity === severity).length]),
    ) as Record<Severity, number>,
    mttaMs: mean(waits),
    acknowledged: waits.length,
    mttrMs: mean(lengths),
    over: lengths.length,
    people: peopleOf(input),
    schedules: schedules.map(({ id, timeZone, shifts }) => ({ id, people: loadOf(shifts, timeZone) })),
  };
}

function peopleOf({ incidents, zoneOf }: ReportInput): readonly PersonLoad[] {
  const byPerson = new Map<PersonId, { pages: number; atNight: number; nights: Set<string> }>();
  for (const told of incidents.flatMap((incident) => incident.told)) {
    if (told.personId === null || told.closedBy === told.pageId || !wasSent(told)) {
      continue;
    }
    const load = byPerson.get(told.personId) ?? { pages: 0, atNight: 0, nights: new Set<string>() };
    const night = isNight(told.at, zoneOf(told.personId));
    load.pages += 1;
    if (night !== null) {
      load.atNight += 1;
      load.nights.add(night);
    }
    byPerson.set(told.personId, load);
  }
  return [...byPerson]
    .map(([personId, { pages, atNight, nights }]) => ({ personId, pages, atNight, nightsBroken: nights.size }))
    .toSorted((a, b) => b.atNight - a.atNight || b.pages - a.pages);
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
