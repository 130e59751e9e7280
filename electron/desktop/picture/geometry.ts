/**
 * Shapes as signed distances: how far a point lies outside (positive) or inside (negative), in pixels, origin in the
 * middle, y down. Distances combine, grow into outlines and give clean edges at any size, with no picture on disk.
 *
 * The formulas are the well-known exact ones for circle, box, segment and polygon.
 */
export type Field = (x: number, y: number) => number;
export type Point = readonly [x: number, y: number];

export function disc(radius: number): Field {
  return (x, y) => Math.hypot(x, y) - radius;
}

/** A rectangle of `halfWidth` by `halfHeight` around the middle; its corners rounded by `round`. */
export function box(halfWidth: number, halfHeight: number, round = 0): Field {
  return (x, y) => {
    const dx = Math.abs(x) - halfWidth + round;
    const dy = Math.abs(y) - halfHeight + round;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
  };
}

/** A stroke of `width` from one point to the other, with round ends. */
export function stroke([ax, ay]: Point, [bx, by]: Point, width: number): Field {
  const [dx, dy] = [bx - ax, by - ay];
  const lengthSquared = dx * dx + dy * dy;
  return (x, y) => {
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / lengthSquared));
    return Math.hypot(x - ax - along * dx, y - ay - along * dy) - width / 2;
  };
}

/** A filled polygon through these corners, in order. */
export function polygon(corners: readonly Point[]): Field {
  const edges = corners.map((corner, index) => [corner, corners[(index + 1) % corners.length] ?? corner] as const);
  const sides = edges.map(([from, to]) => stroke(from, to, 0));
  return (x, y) => {
    const distance = Math.min(...sides.map((side) => side(x, y)));
    // Even-odd: a ray to the right crosses the edges an odd number of times from inside.
    const crossings = edges.filter(
      ([[ax, ay], [bx, by]]) => ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax,
    );
    return crossings.length % 2 === 1 ? -distance : distance;
  };
}

export function union(...fields: readonly Field[]): Field {
  return (x, y) => Math.min(...fields.map((field) => field(x, y)));
}

export function intersect(a: Field, b: Field): Field {
  return (x, y) => Math.max(a(x, y), b(x, y));
}

export function without(field: Field, hole: Field): Field {
  return (x, y) => Math.max(field(x, y), -hole(x, y));
}

/** Larger by `by` px on every side. */
export function grow(field: Field, by: number): Field {
  return (x, y) => field(x, y) - by;
}

/** Only the rim of a shape, `width` px wide, drawn inwards. */
export function rim(field: Field, width: number): Field {
  return without(field, grow(field, -width));
}

/** How much of the pixel around this point is covered, 0 to 1: a one-pixel ramp over the edge. */
export function coverage(field: Field, x: number, y: number): number {
  return Math.min(1, Math.max(0, 0.5 - field(x, y)));
}
