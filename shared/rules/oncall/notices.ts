/**
 * Which words about a shift somebody is owed: so long before it, as it begins, as it ends. Each once, whenever we look.
 *
 * Turns of one person that follow one another are one shift. What was missed while nobody looked is said late where it still helps.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { ShiftNotices } from '../../model/roster.ts';
import type { Shift } from './shifts.ts';

export interface ShiftNotice {
  readonly kind: 'before' | 'start' | 'end';
  /** The shift it is about; `to` is where the shifts that were looked at end, at the latest. */
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A shift that began longer ago needs no word about its beginning any more. */
const LATE_MS = 3_600_000;

/**
 * @param shifts of one schedule, around `now`, as far as the longest notice
 * @param since when we looked last; what was due then has been said
 */
export function noticesDue(
  shifts: readonly Shift[],
  personId: PersonId,
  { before, start, end }: ShiftNotices,
  since: EpochMs,
  now: EpochMs,
): readonly ShiftNotice[] {
  return stretchesOf(shifts, personId).flatMap(({ from, to }): ShiftNotice[] => {
    const passed = (at: EpochMs) => since < at && at <= now;
    // Of several that have come meanwhile one is enough.
    const early = from > now && before.some((lead) => passed(from - lead));
    return [
      ...(early ? [{ kind: 'before' as const, from, to }] : []),
      ...(start && passed(from) && now - from < LATE_MS && to > now ? [{ kind: 'start' as const, from, to }] : []),
      ...(end && passed(to) && now - to < LATE_MS ? [{ kind: 'end' as const, from, to }] : []),
    ];
  });
}

function stretchesOf(shifts: readonly Shift[], personId: PersonId): readonly { from: EpochMs; to: EpochMs }[] {
  const stretches: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to, people } of shifts) {
    const last = stretches.at(-1);
    if (!people.some((one) => one.personId === personId)) {
      continue;
    }
    if (last !== undefined && last.to === from) {
      last.to = to;
    } else {
      stretches.push({ from, to });
    }
  }
  return stretches;
}
