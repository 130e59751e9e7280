/**
 * `node build/icons/make.mjs` draws the app icon: a bell in a ring, out of formulas, in every size that is asked for.
 *
 * Each shape is a function that tells how far a point is from its edge (negative inside). That gives smooth edges at
 * every size, and no picture of anybody else.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodePng } from './png.mjs';

const SIZES = [512, 256, 128, 64, 32];

/** The ring is light outside and dark inside, so that one of them stands out on any background. */
const RIM = [246, 248, 252];
const NIGHT = [24, 32, 54];
const BRASS = [255, 190, 61];

const circle = (cx, cy, r) => (x, y) => Math.hypot(x - cx, y - cy) - r;
const box = (cx, cy, halfWidth, halfHeight, round) => (x, y) => {
  const dx = Math.abs(x - cx) - halfWidth + round;
  const dy = Math.abs(y - cy) - halfHeight + round;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
};
const union =
  (...shapes) =>
  (x, y) =>
    Math.min(...shapes.map((shape) => shape(x, y)));
const cut =
  (shape, ...holes) =>
  (x, y) =>
    Math.max(shape(x, y), ...holes.map((hole) => -hole(x, y)));

/** A dome on a flaring skirt: half the width grows from the shoulder to the mouth, faster near the end. */
function bellBody(x, y) {
  const shoulder = 0.42;
  const mouth = 0.64;
  if (y < shoulder) return circle(0.5, shoulder, 0.145)(x, y);
  const down = Math.min((y - shoulder) / (mouth - shoulder), 1);
  return Math.max(Math.abs(x - 0.5) - (0.145 + 0.07 * down ** 3), y - mouth);
}

const bell = union(
  circle(0.5, 0.262, 0.034),
  bellBody,
  box(0.5, 0.652, 0.243, 0.026, 0.026),
  cut(circle(0.5, 0.695, 0.062), box(0.5, 0.62, 0.3, 0.076, 0)),
);

/** Painted in this order, later over earlier; the square is one unit wide. */
const DETAILED = [
  { shape: circle(0.5, 0.5, 0.49), colour: RIM },
  { shape: circle(0.5, 0.5, 0.445), colour: NIGHT },
  { shape: cut(circle(0.5, 0.5, 0.405), circle(0.5, 0.5, 0.385)), colour: BRASS },
  { shape: bell, colour: BRASS },
];

/** Small, the inner ring would be a blur: the bell takes its room. */
const SIMPLE = [DETAILED[0], DETAILED[1], { shape: enlarged(bell, 1.3), colour: BRASS }];
const SIMPLE_UP_TO = 64;

function enlarged(shape, factor) {
  return (x, y) => factor * shape((x - 0.5) / factor + 0.5, (y - 0.5) / factor + 0.49);
}

/** The icon as RGBA, row by row. */
function draw(size) {
  const layers = size <= SIMPLE_UP_TO ? SIMPLE : DETAILED;
  const pixels = Buffer.alloc(size * size * 4);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      pixels.set(colourAt((column + 0.5) / size, (row + 0.5) / size, size, layers), (row * size + column) * 4);
    }
  }
  return pixels;
}

/** A pixel that an edge crosses takes as much of the colour as the shape covers of it. */
function colourAt(x, y, size, layers) {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (const { shape, colour } of layers) {
    const cover = Math.min(Math.max(0.5 - shape(x, y) * size, 0), 1);
    const under = alpha * (1 - cover);
    alpha = cover + under;
    if (alpha === 0) continue;
    [red, green, blue] = [red, green, blue].map((value, i) => (colour[i] * cover + value * under) / alpha);
  }
  return [red, green, blue, alpha * 255].map(Math.round);
}

for (const size of SIZES) {
  const name = size === 512 ? 'icon.png' : `${size}x${size}.png`;
  writeFileSync(fileURLToPath(new URL(name, import.meta.url)), encodePng(draw(size), size, size));
}
