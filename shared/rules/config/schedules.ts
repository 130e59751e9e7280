/**
 * What is wrong, or merely odd, in the schedules of a configuration: said at load, not found out at three in the morning.
 */
import type { ConfigFile } from '../../model/config.ts';
import { layerPath, layersOf, type Schedule } from '../../model/schedule.ts';
import { fileOverrideProblems, peopleIn } from '../oncall/oncall.ts';
import { momentInstant } from '../oncall/wall.ts';
import type { Complaint, Path } from './complaint.ts';

export function scheduleComplaints(file: ConfigFile): readonly Complaint[] {
  return file.schedules.flatMap((schedule, index) => {
    const at = (...path: Path) => ['schedules', index, ...path];
    return [
      ...schedule.overrides.flatMap(({ kind, by }, place) =>
        kind !== 'replace' && by !== undefined
          ? [
              {
                path: at('overrides', place, 'by'),
                message: `\`by\` goes with \`kind: replace\`; this one is \`${kind}\``,
              },
            ]
          : [],
      ),
      ...fileOverrideProblems(schedule).map(({ index: place, message }) => ({ path: at('overrides', place), message })),
      ...layerComplaints(schedule, at()),
      ...temporaryComplaints(schedule, at('temporary')),
    ];
  });
}

function layerComplaints(schedule: Schedule, path: Path): readonly Complaint[] {
  return layersOf(schedule).flatMap((layer, index) => {
    const { from, until, between } = layer;
    const at = [...path, ...layerPath(schedule, index)];
    const zone = schedule.timeZone;
    return [
      ...(from !== undefined && until !== undefined && momentInstant(until, zone) <= momentInstant(from, zone)
        ? [{ path: [...at, 'until'], message: 'it ends before it begins; `until` must be later than `from`' }]
        : []),
      ...(between !== undefined && between.from === between.to
        ? [
            {
              path: [...at, 'between'],
              message: 'it begins and ends at the same time of day; leave it out for the whole day',
            },
          ]
        : []),
    ];
  });
}

function temporaryComplaints({ temporary, timeZone }: Schedule, path: Path): readonly Complaint[] {
  const spans = temporary.map(({ from, to }) => ({
    from: momentInstant(from, timeZone),
    to: momentInstant(to, timeZone),
  }));
  return temporary.flatMap(({ shifts }, index) => {
    const span = spans[index] as (typeof spans)[number];
    if (span.to <= span.from) {
      return [{ path: [...path, index, 'to'], message: 'it ends before it begins; `to` must be later than `from`' }];
    }
    const earlier = spans.slice(0, index).findIndex((other) => other.from < span.to && span.from < other.to);
    return [
      ...(earlier === -1
        ? []
        : [{ path: [...path, index], message: `overlaps temporary[${earlier}]; only one can hold at a time` }]),
      ...shifts.flatMap((shift, place) => {
        const from = momentInstant(shift.from, timeZone);
        const to = momentInstant(shift.to, timeZone);
        const where = [...path, index, 'shifts', place];
        if (to <= from) {
          return [{ path: where, message: 'it ends before it begins; `to` must be later than `from`' }];
        }
        return from < span.from || to > span.to
          ? [{ path: where, message: 'reaches outside its temporary schedule; widen that one, or shorten the shift' }]
          : [];
      }),
    ];
  });
}

/** Overrides that can never apply: surprising at three in the morning, but not wrong. */
export function idleOverrides(file: ConfigFile): readonly Complaint[] {
  return file.schedules.flatMap((schedule, index) => {
    const inTurns = new Set([
      ...layersOf(schedule).flatMap(({ people }) => people),
      ...Object.values(schedule.calendar?.people ?? {}),
    ]);
    return schedule.overrides.flatMap(({ kind, person }, place) =>
      kind === 'add' || inTurns.has(person)
        ? []
        : [
            {
              path: ['schedules', index, 'overrides', place, 'person'],
              message: `\`${person}\` has no turn in ${schedule.name}, so this override never applies`,
            },
          ],
    );
  });
}

/** People who are never on call and never told: perhaps forgotten. */
export function idleStandby(file: ConfigFile): readonly Complaint[] {
  return file.schedules.flatMap((schedule, index) =>
    schedule.standby.length > 0 && peopleIn({ ...schedule, standby: [] }).every((id) => schedule.standby.includes(id))
      ? [
          {
            path: ['schedules', index, 'standby'],
            message: 'everybody on standby is on call anyway, so nobody steps in when they cannot be reached',
          },
        ]
      : [],
  );
}
