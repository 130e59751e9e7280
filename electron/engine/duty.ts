/**
 * Writes down who is on call as it happens, and tells people about their shifts: before, at the start with a brief, at the end with
 * a summary. Decides nothing about pages.
 */
import { z } from 'zod';
import type { EpochMs, PersonId, ScheduleId } from '../../shared/model/ids.ts';
import type { Person } from '../../shared/model/roster.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import { noticesDue, type ShiftNotice } from '../../shared/rules/oncall/notices.ts';
import { onCallAt, type Shift, shiftsBetween } from '../../shared/rules/oncall/oncall.ts';
import { dutyData } from '../../shared/rules/oncall/record.ts';
import { loose } from './commands.ts';
import type { AlreadyTold, Core } from './core.ts';
import type { Cancel } from './ports/clock.ts';
import { shiftPage } from './shift-page.ts';

const DUTY_KEY = 'duty';
const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** Who was on call when we looked last, and when that was. */
const Kept = z.object({ at: z.number(), people: z.record(z.string(), z.string()) });
type Kept = z.infer<typeof Kept>;

export interface Duty {
  /** The roster is another one: looked at now, not at the next minute. */
  look(told?: AlreadyTold): void;
  stop(): void;
}

/** @param restored the store's values at the start */
export function startDuty(core: Core, restored: ReadonlyMap<string, unknown>): Duty {
  const { clock } = core;
  let kept: Kept = Kept.safeParse(restored.get(DUTY_KEY)).data ?? { at: clock.now(), people: {} };
  let cancel: Cancel = () => undefined;

  function look(told?: AlreadyTold): void {
    const now = clock.now();
    let next = now + LOOK_EVERY_MS;
    const people: Record<string, string> = {};
    for (const schedule of core.config().schedules.values()) {
      const own = core.state.overrides.filter(({ scheduleId }) => scheduleId === schedule.id);
      const answer = onCallAt(schedule, own, now, core.personName);
      const ids = answer.people.map(({ personId }) => personId);
      people[schedule.id] = ids.join(' ');
      next = Math.min(next, answer.next?.at ?? next);
      if (kept.people[schedule.id] !== people[schedule.id]) {
        record(schedule, ids, answer.because, now);
      }
      tell(schedule, now, told?.schedule === schedule.id ? told.people : []);
    }
    const changed = JSON.stringify(people) !== JSON.stringify(kept.people);
    kept = { at: now, people };
    void core.write({ values: { [DUTY_KEY]: kept }, events: [] });
    if (changed) {
      core.touch(null);
    }
    cancel();
    cancel = clock.after(Math.max(1, next - now), () => look());
  }

  function record(schedule: Schedule, ids: readonly PersonId[], because: string, at: EpochMs): void {
    const who = ids.length === 0 ? 'nobody is on call' : `${ids.map(core.personName).join(', ')} on call`;
    const text = `${schedule.name}: ${who} (${because})`;
    void core.write({ events: [{ ...loose(at, 'on-call', text), data: dutyData(schedule.id, ids, because) }] });
  }

  function tell(schedule: Schedule, now: EpochMs, told: readonly PersonId[]): void {
    const people = [...core.config().people.values()];
    const wanting = people.filter(({ id, shiftNotices }) => shiftNotices !== undefined && !told.includes(id));
    if (wanting.length === 0) {
      return;
    }
    const shifts = shiftsAround(core, schedule, wanting, now);
    for (const person of wanting) {
      const { shiftNotices } = person;
      const due = shiftNotices === undefined ? [] : noticesDue(shifts, person.id, shiftNotices, kept.at, now);
      for (const notice of due) {
        void send(core, schedule, person, notice, now);
      }
    }
  }

  look();
  return { look, stop: () => cancel() };
}

/** From a while ago, so that ends are seen, until the longest notice before a shift and a day of it. */
function shiftsAround(core: Core, schedule: Schedule, people: readonly Person[], now: EpochMs): readonly Shift[] {
  const lead = Math.max(0, ...people.flatMap(({ shiftNotices }) => shiftNotices?.before ?? []));
  const own = core.state.overrides.filter(({ scheduleId }) => scheduleId === schedule.id);
  return shiftsBetween(schedule, own, now - 8 * DAY_MS, now + lead + 8 * DAY_MS, core.personName);
}

async function send(core: Core, schedule: Schedule, person: Person, notice: ShiftNotice, now: EpochMs): Promise<void> {
  const page = await shiftPage(core, schedule, person, notice, now);
  if (page !== null) {
    const item = { page, state: 'queued' as const, attempts: 0, nextAttemptAt: now, lastReason: null };
    const text = `Told ${person.name} about the shift in ${schedule.name}: ${page.text}`;
    await core.write({
      outbox: [item],
      events: [{ ...loose(now, 'on-call', text), personId: person.id, channelId: page.channelId }],
    });
  }
}

/** Events of the record are those that name their schedule. */
export async function dutyEvents(core: Core, scheduleId: ScheduleId, from: EpochMs, to: EpochMs) {
  const types = ['on-call'] as const;
  const within = await core.store.events({ types, from, to, limit: 500 });
  const before = await core.store.events({ types, to: from, limit: 100 });
  return [...within, ...before].filter(({ data }) => data.schedule === scheduleId);
}
