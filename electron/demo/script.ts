/**
 * What happens to the demo fleet, and when. In the first minute somebody sees detect, page, acknowledge and recover; after that
 * something happens every two to four minutes, and never to more than two servers at once.
 */
import type { Mode } from './modes.ts';

export const SERVERS = ['shop', 'api', 'player', 'ingest', 'intranet', 'queue'] as const;
export type ServerId = (typeof SERVERS)[number];

/** One server is like this from `fromMs` to `toMs`, counted from the beginning of its scene; then it is well. */
export interface Act {
  readonly server: ServerId;
  readonly mode: Mode;
  readonly fromMs: number;
  readonly toMs: number;
}
export type Scene = readonly Act[];

/** The intranet is still starting while the shop breaks: shown and not paged, beside shown and paged. */
export const OPENING: Scene = [
  { server: 'intranet', mode: 'warming', fromMs: 0, toMs: 20_000 },
  { server: 'shop', mode: 'failing', fromMs: 6_000, toMs: 42_000 },
];

/** From the beginning of one scene to the beginning of the next. */
export const SHORTEST_GAP_MS = 120_000;
export const LONGEST_GAP_MS = 240_000;
/** A trouble's length. The longest is over before the next scene can begin. */
const SHORTEST_TROUBLE_MS = 40_000;
const LONGEST_TROUBLE_MS = 100_000;
/** The second of a pair follows the first: a storm in one group comes one by one. */
const SECOND_AFTER_MS = 4_000;

/** What can happen: one or two servers, each in its way. */
const TROUBLES: ReadonlyArray<readonly [ServerId, Mode, ServerId?, Mode?]> = [
  ['api', 'slow'],
  ['ingest', 'refusing'],
  ['queue', 'hanging'],
  ['intranet', 'warming'],
  ['player', 'failing', 'ingest', 'refusing'],
  ['shop', 'hanging'],
  ['intranet', 'failing'],
  ['api', 'failing', 'shop', 'slow'],
  ['queue', 'failing'],
];

/** The next scene, other servers than in the one before. `random` gives numbers in [0, 1). */
export function nextScene(random: () => number, before: Scene): Scene {
  const fresh = TROUBLES.filter(
    ([first, , second]) => !before.some(({ server }) => server === first || server === second),
  );
  const [first, mode, second, secondMode] = fresh[Math.floor(random() * fresh.length)] ??
    TROUBLES[0] ?? ['api', 'slow'];
  const toMs = between(SHORTEST_TROUBLE_MS, LONGEST_TROUBLE_MS, random());
  const act: Act = { server: first, mode, fromMs: 0, toMs };
  return second === undefined || secondMode === undefined
    ? [act]
    : [act, { server: second, mode: secondMode, fromMs: SECOND_AFTER_MS, toMs }];
}

/** How long to wait from the beginning of a scene to the next one, in ms. */
export const nextGapMs = (random: () => number): number => between(SHORTEST_GAP_MS, LONGEST_GAP_MS, random());

const between = (from: number, to: number, share: number): number => Math.round(from + (to - from) * share);
