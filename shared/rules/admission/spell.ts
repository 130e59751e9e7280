/**
 * A spell of refusals: it begins with the first, ends when none came for a while, and is one thing to tell at each end.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Refused } from './admit.ts';

/** What was refused: for want of room or time, since we end, or since all sessions are taken. */
export const REFUSALS = ['queue', 'wait', 'draining', 'sessions'] as const satisfies readonly (Refused | 'sessions')[];
export type RefusalReason = (typeof REFUSALS)[number];

export interface Spell {
  readonly since: EpochMs;
  readonly lastAt: EpochMs;
  readonly counts: Readonly<Record<RefusalReason, number>>;
}

/** Without a refusal for so long it is over. */
export const SPELL_ENDS_MS = 30_000;

const NONE: Spell['counts'] = { queue: 0, wait: 0, draining: 0, sessions: 0 };

export function refusedAgain(spell: Spell | null, because: RefusalReason, at: EpochMs): Spell {
  const counts = spell?.counts ?? NONE;
  return { since: spell?.since ?? at, lastAt: at, counts: { ...counts, [because]: counts[because] + 1 } };
}

export const isOver = ({ lastAt }: Spell, now: EpochMs): boolean => now - lastAt >= SPELL_ENDS_MS;

const WHY: Readonly<Record<RefusalReason, string>> = {
  queue: 'too many requests at once',
  wait: 'a newcomer would wait too long',
  draining: 'Watchbell is ending',
  sessions: 'all sessions are taken',
};

/** "The local server turns callers away: too many requests at once" */
export function beginWords(because: RefusalReason): string {
  return `The local server turns callers away: ${WHY[because]}. Who answers a page comes first`;
}

/** "800 too many requests at once, 12 all sessions are taken" */
export function countWords(counts: Spell['counts']): string {
  return REFUSALS.filter((reason) => counts[reason] > 0)
    .map((reason) => `${counts[reason]} ${WHY[reason]}`)
    .join(', ');
}

export const refusedInAll = (counts: Spell['counts']): number =>
  REFUSALS.reduce((sum, reason) => sum + counts[reason], 0);

/**
 * "… no more: 812 were, within 2 min (800 too many requests at once, 12 all sessions are taken)". `closed`: because we are, and not for
 * want of callers.
 */
export function endWords({ since, lastAt, counts }: Spell, closed = false): string {
  const all = refusedInAll(counts);
  const within = formatDuration(Math.max(1_000, Math.round((lastAt - since) / 1_000) * 1_000));
  const who = closed ? 'The local server is closed, and turns' : 'The local server turns';
  return `${who} nobody away any more: ${all} ${all === 1 ? 'was' : 'were'}, within ${within} (${countWords(counts)})`;
}
