/**
 * Swaps as people see them: in the window, in the history, and in the words to the two whom one concerns.
 */
import type { SwapView } from '../../shared/contract/asks/moves.ts';
import type { EpochMs, PersonId } from '../../shared/model/ids.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import type { Swap, SwapShift } from '../../shared/model/swap.ts';
import { swapLapsesAt } from '../../shared/rules/oncall/oncall.ts';
import { wallClock } from '../../shared/rules/wall-clock.ts';
import type { Core } from './core.ts';
import { personalNotice, queued } from './personal-notice.ts';

/** The proposals as people see them. */
export function swapViews(core: Core): readonly SwapView[] {
  const person = (id: PersonId) => ({ id, name: core.personName(id) });
  return core.state.swaps.flatMap((swap) => {
    const schedule = core.config().schedules.get(swap.scheduleId);
    const { id, scheduleId, note, askedAt } = swap;
    const span = ({ from, to }: SwapShift) => ({ from, to });
    return schedule === undefined
      ? []
      : [
          {
            id,
            scheduleId,
            schedule: schedule.name,
            timeZone: schedule.timeZone,
            asker: person(swap.asker),
            other: person(swap.other),
            gives: span(swap.gives),
            wants: swap.wants === null ? null : span(swap.wants),
            note,
            askedAt,
            lapsesAt: swapLapsesAt(swap),
          },
        ];
  });
}

/** "Primary: Kim gives Tue 09:00 – Wed 09:00 to Sam for Thu 09:00 – Fri 09:00" */
export function termsOf(core: Core, { scheduleId, asker, other, gives, wants }: Swap, now: EpochMs): string {
  const schedule = core.config().schedules.get(scheduleId);
  const zone = schedule?.timeZone ?? core.timeZone;
  const span = ({ from, to }: SwapShift) => `${wallClock(from, now, zone)} – ${wallClock(to, now, zone)}`;
  const exchange = wants === null ? '' : ` for ${span(wants)}`;
  return `${schedule?.name ?? scheduleId}: ${core.personName(asker)} gives ${span(gives)} to ${core.personName(other)}${exchange}`;
}

/** Quiet words to one of the two. */
export function swapNotice(
  core: Core,
  { id, scheduleId }: Swap,
  personId: PersonId,
  what: string,
  title: string,
  text: string,
  now: EpochMs,
): readonly OutboxItem[] {
  const person = core.config().people.get(personId);
  const page =
    person &&
    personalNotice({
      person,
      about: `swap.${id}.${personId}.${what}`,
      dedupKey: `swap/${id}/${personId}`,
      from: core.config().schedules.get(scheduleId)?.name ?? scheduleId,
      title,
      text,
      because: 'a swap of shifts that concerns them',
      now,
    });
  return page === undefined || page === null ? [] : [queued(page)];
}
