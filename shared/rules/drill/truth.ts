/**
 * What is true of a target at an instant, and when a component is really down. Pure; known to nobody who watches.
 */
import type { ComponentSettings } from '../../model/config.ts';
import type { Segment } from '../../model/drill/world.ts';
import type { CheckId } from '../../model/ids.ts';

/** Segments of one target; null: up, as outside of all of them. */
export type Truth = (at: number) => Segment | null;

/** A span of time in ms since the start of the drill; it holds its start, not its end. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Piece extends Span {
  readonly segment: Segment;
}

/** Later segments win where they overlap. Asked about times that mostly go forward. */
export function truthOf(segments: readonly Segment[]): Truth {
  const pieces = piecesOf(segments);
  let last = 0;
  return (at) => {
    if (last >= pieces.length || at < (pieces[last]?.from ?? 0)) {
      last = 0;
    }
    while (last < pieces.length && (pieces[last] as Piece).to <= at) {
      last += 1;
    }
    const piece = pieces[last];
    return piece !== undefined && piece.from <= at ? piece.segment : null;
  };
}

/** Which of the states hold for any check of the component, in whole spans that do not touch. */
export function spansOf(
  component: ComponentSettings,
  targets: ReadonlyMap<CheckId, readonly Segment[]>,
  states: readonly Segment['state'][],
): readonly Span[] {
  const spans = component.checks
    .flatMap(({ id }) => piecesOf(targets.get(id) ?? []))
    .filter(({ segment }) => states.includes(segment.state))
    .toSorted((one, other) => one.from - other.from);
  return joined(spans);
}

/** Overlapping and touching spans as one. In order of their beginnings. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const { from, to } of spans) {
    const before = result.at(-1);
    if (before !== undefined && from <= before.to) {
      result[result.length - 1] = { from: before.from, to: Math.max(before.to, to) };
    } else {
      result.push({ from, to });
    }
  }
  return result;
}

/** How long both hold, in ms. Both in order, neither with overlaps of its own. */
export function overlapMs(ones: readonly Span[], others: readonly Span[]): number {
  let sum = 0;
  for (const one of ones) {
    for (const other of others) {
      sum += Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
    }
  }
  return sum;
}

/** The spans without what lies in `holes`. */
export function without(spans: readonly Span[], holes: readonly Span[]): readonly Span[] {
  return holes.reduce<readonly Span[]>(
    (left, hole) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, hole.from) },
          { from: Math.max(from, hole.to), to },
        ].filter((piece) => piece.to > piece.from),
      ),
    spans,
  );
}

function piecesOf(segments: readonly Segment[]): readonly Piece[] {
  const borders = [...new Set(segments.flatMap(({ from, to }) => [from, to]))].sort((one, other) => one - other);
  return borders.flatMap((from, index): readonly Piece[] => {
    const to = borders[index + 1];
    const segment = to === undefined ? undefined : segments.findLast((one) => one.from <= from && from < one.to);
    return to === undefined || segment === undefined ? [] : [{ from, to, segment }];
  });
}
