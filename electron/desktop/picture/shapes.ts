/**
 * What each state looks like in the tray. Shape first: in one colour, at 16 px, no two may be confused.
 *
 * Seven states, seven outlines; the words beside them say the same.
 */
import type { Shape } from '../../../shared/contract/view.ts';
import { box, disc, type Field, grow, intersect, polygon, rim, stroke, union, without } from './geometry.ts';

/** Room kept for the outline that separates the picture from the panel, in px. */
export function outlineWidth(size: number): number {
  return Math.max(1, Math.round(size / 18));
}

/** The shape for a picture of `size` px, in px around its middle. */
export function shapeField(shape: Shape, size: number): Field {
  return SHAPES[shape](size / 2 - outlineWidth(size), Math.max(2, Math.round(size / 8)));
}

/** @param reach from the middle to the edge, in px; @param line the width of a line, in px */
const SHAPES: Readonly<Record<Shape, (reach: number, line: number) => Field>> = {
  calm: (reach, line) => rim(disc(reach), line),
  suspect: (reach, line) => rim(triangle(reach), line * 0.9),
  slow: (reach) => triangle(reach),
  down: (reach) => square(reach),
  acknowledged: (reach, line) =>
    union(
      rim(square(reach), line * 0.75),
      intersect(square(reach), (x) => x),
    ),
  maintenance: (reach, line) => union(rim(disc(reach * 0.82), line * 0.75), box(reach, line * 0.7, 1)),
  blind: (reach, line) => {
    const corner = reach * 0.9;
    const slash = stroke([-corner, corner], [corner, -corner], line);
    return union(without(rim(disc(reach * 0.86), line * 0.8), grow(slash, line * 0.6)), slash);
  },
};

function square(reach: number): Field {
  return box(reach, reach, reach * 0.15);
}

function triangle(reach: number): Field {
  const round = reach * 0.08;
  const inner = reach - round;
  return grow(
    polygon([
      [0, -inner],
      [inner, inner * 0.86],
      [-inner, inner * 0.86],
    ]),
    round,
  );
}
