/**
 * One tray picture as pixels, drawn by ourselves: outline, then shape, then figures. Pure; the same input, the same bytes.
 */
import type { Picture } from '../../../shared/contract/view.ts';
import { countText, textCoverage } from './digits.ts';
import { coverage, grow } from './geometry.ts';
import { type Panel, paintOf, type Rgb } from './palette.ts';
import { outlineWidth, shapeField } from './shapes.ts';

/** Square, row by row, four bytes a pixel: red, green, blue, alpha, not premultiplied. */
export interface Raster {
  readonly size: number;
  readonly rgba: Uint8Array;
}

/** @param size edge length in device pixels */
export function drawPicture({ shape, count }: Pick<Picture, 'shape' | 'count'>, size: number, panel: Panel): Raster {
  const paint = paintOf(shape, panel);
  const field = shapeField(shape, size);
  const edge = grow(field, outlineWidth(size));
  const text = shape === 'down' ? countText(count, size) : '';
  const figures = text === '' ? () => 0 : textCoverage(text, size, size - 2 * outlineWidth(size) - 2);
  const rgba = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [px, py] = [x + 0.5 - size / 2, y + 0.5 - size / 2];
      const layers: readonly (readonly [Rgb, number])[] = [
        [paint.outline, coverage(edge, px, py)],
        [paint.fill, coverage(field, px, py)],
        [paint.text, figures(x, y)],
      ];
      rgba.set(flatten(layers), (y * size + x) * 4);
    }
  }
  return { size, rgba };
}

/** Later layers over earlier ones ("source over"), back to straight alpha. */
function flatten(layers: readonly (readonly [Rgb, number])[]): readonly number[] {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (const [colour, cover] of layers) {
    const below = alpha * (1 - cover);
    const total = cover + below;
    if (total > 0) {
      red = (colour[0] * cover + red * below) / total;
      green = (colour[1] * cover + green * below) / total;
      blue = (colour[2] * cover + blue * below) / total;
    }
    alpha = total;
  }
  return [red, green, blue, alpha * 255].map(Math.round);
}
