/**
 * Schedules of the Cachet API: maintenance that programs announce. Where one names components it is a window like those begun by hand.
 */
import { ChangeSchedule, MakeSchedule } from '../../../shared/model/cachet/asks.ts';
import { Scheduled } from '../../../shared/model/cachet/schedule.ts';
import type { ComponentId, EpochMs } from '../../../shared/model/ids.ts';
import type { StoredMaintenance } from '../../../shared/model/maintenance.ts';
import type { Row } from '../../../shared/rules/cachet/component-wire.ts';
import { dateIn } from '../../../shared/rules/cachet/dates.ts';
import { isScheduleWindow, scheduleRow, windowOf } from '../../../shared/rules/cachet/schedule.ts';
import { loose } from '../commands.ts';
import type { Collection, Made } from '../ports/cachet.ts';
import { MAINTENANCE_KEY } from '../state.ts';
import { asking, GONE, MISSING, type Wrong, wrong } from './asking.ts';
import type { Parts } from './parts.ts';
import { isWrong } from './posts.ts';
import { createShelf, type Rows } from './shelf.ts';

const MOST_SCHEDULES = 500;
/** As for windows of the file: longer is no maintenance. */
const LONGEST_MS = 31 * 86_400_000;

type Said = Pick<Scheduled, 'from' | 'to' | 'components'>;

export function createSchedules({ core, book, facts, restored }: Parts): Collection {
  const { clock, state, timeZone } = core;
  const schedules = createShelf('cachet-schedule', Scheduled, restored, ({ number }) => String(number));

  function rowOf(one: Scheduled): Row {
    const numbers = one.components.flatMap((id) => book.components.get(id)?.number ?? []);
    return scheduleRow(one, numbers, clock.now(), timeZone);
  }

  const shown = (one: Scheduled): Made => ({ kind: 'done', row: rowOf(one) });

  /** What is held back changes at once with what is announced. */
  async function keep(rows: Rows, text: string): Promise<void> {
    const now = clock.now();
    const before = state.maintenance.filter(isScheduleWindow);
    const after = schedules.all().flatMap((one): StoredMaintenance[] => [windowOf(one, now)].filter((w) => w !== null));
    state.maintenance = [...state.maintenance.filter((one) => !isScheduleWindow(one) && one.until > now), ...after];
    await book.keep({ ...rows, [MAINTENANCE_KEY]: state.maintenance }, [loose(now, 'maintenance', text)]);
    for (const id of new Set([...before, ...after].flatMap(({ components }) => components))) {
      core.book.apply(id, { type: 'timer', at: now });
    }
    core.touch(null);
  }

  function instant(field: string, said: string): EpochMs | Wrong {
    return (
      dateIn(said, timeZone) ?? wrong(`The ${field} field is ${JSON.stringify(said)}: write it as 2026-11-21 04:28.`)
    );
  }

  function componentsIn(said: MakeSchedule['components']): readonly ComponentId[] | Wrong {
    const numbers = Array.isArray(said)
      ? said.map((one) => (typeof one === 'number' ? one : one.component_id))
      : Object.keys(said ?? {}).map(Number);
    const found = numbers.map((number) => [number, facts.component(number)?.kept.id] as const);
    const unknown = found.flatMap(([number, id]) => (id === undefined ? [number] : []));
    return unknown.length > 0
      ? wrong(`The components field names ${unknown.join(', ')}: there is no such component.`)
      : found.flatMap(([, id]) => id ?? []);
  }

  function read(ask: ChangeSchedule, before: Said): Said | Wrong {
    const from = ask.scheduled_at === undefined ? before.from : instant('scheduled_at', ask.scheduled_at);
    const to = ask.completed_at === undefined ? before.to : instant('completed_at', ask.completed_at);
    const components = ask.components === undefined ? before.components : componentsIn(ask.components);
    if (isWrong(from) || isWrong(to) || isWrong(components)) {
      return [from, to, components].find(isWrong) ?? wrong();
    }
    if (to !== null && (to <= from || to - from > LONGEST_MS)) {
      return wrong('The completed_at field must be after scheduled_at, by at most 31 days.');
    }
    return { from, to, components: [...components] };
  }

  const find = (number: number): Scheduled | undefined => schedules.get(String(number));

  return {
    list: async () => schedules.all().map(rowOf),
    make: (_above, body, by) =>
      asking(MakeSchedule, body, async (ask) => {
        const now = clock.now();
        const said = read(ask, { from: now, to: null, components: [] });
        if (isWrong(said)) {
          return said;
        }
        if (schedules.all().length >= MOST_SCHEDULES) {
          return wrong(`There are ${MOST_SCHEDULES} schedules already: delete some first.`);
        }
        const one: Scheduled = {
          ...said,
          number: book.numbers.next('schedule'),
          name: ask.name,
          message: ask.message ?? '',
          complete: ask.status === 2,
          by: by.name,
          createdAt: now,
          updatedAt: now,
        };
        await keep(schedules.put(one), `${by.name} announced maintenance: ${one.name}`);
        return shown(one);
      }),
    async change(_above, number, body, by) {
      const before = find(number);
      if (before === undefined) {
        return MISSING;
      }
      return asking(ChangeSchedule, body, async (ask) => {
        const said = read(ask, before);
        if (isWrong(said)) {
          return said;
        }
        const one: Scheduled = {
          ...before,
          ...said,
          name: ask.name ?? before.name,
          message: ask.message ?? before.message,
          complete: ask.status === undefined ? before.complete : ask.status === 2,
          updatedAt: clock.now(),
        };
        await keep(schedules.put(one), `${by.name} changed the announced maintenance ${one.name}`);
        return shown(one);
      });
    },
    async remove(_above, number, by) {
      const before = find(number);
      if (before === undefined) {
        return MISSING;
      }
      await keep(schedules.remove(before), `${by.name} deleted the announced maintenance ${before.name}`);
      return GONE;
    },
  };
}
