import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { countText } from '../../../../electron/desktop/picture/digits.ts';
import { drawPicture, type Raster } from '../../../../electron/desktop/picture/draw.ts';
import type { Rgb } from '../../../../electron/desktop/picture/palette.ts';
import { encodePng } from '../../../../electron/desktop/picture/png.ts';
import { SHAPES } from '../../../../shared/contract/view.ts';

const SIZES = [16, 22, 24, 32, 44] as const;
const PANELS = ['dark', 'light'] as const;
const DARK: Rgb = [30, 30, 30];
const LIGHT: Rgb = [242, 242, 242];

/** Relative luminance of each pixel on a panel of this colour (WCAG 2.2, "relative luminance"). */
function luminancesOn({ rgba, size }: Raster, panel: Rgb): number[] {
  return Array.from({ length: size * size }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(index * 4, index * 4 + 4);
    const over = (value: number, below: number) => (value * alpha + below * (255 - alpha)) / 255;
    return luminance([over(red, panel[0]), over(green, panel[1]), over(blue, panel[2])]);
  });
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

const alphaAt = ({ rgba, size }: Raster, x: number, y: number) => rgba[(y * size + x) * 4 + 3];

describe('the tray pictures', () => {
  const everyone = PANELS.flatMap((panel) => SIZES.flatMap((size) => SHAPES.map((shape) => ({ panel, size, shape }))));

  it.each(everyone)(
    '$shape, $size px, for a $panel panel reads on a light and on a dark one',
    ({ panel, size, shape }) => {
      const raster = drawPicture({ shape, count: 0 }, size, panel);
      for (const background of [DARK, LIGHT]) {
        const seen = luminancesOn(raster, background).filter((one) => contrast(one, luminance(background)) >= 3);
        expect(seen.length / (size * size)).toBeGreaterThan(0.12);
      }
    },
  );

  it.each(SIZES)('at %i px no two shapes are alike, even without colour', (size) => {
    for (const panel of PANELS) {
      // Black and white: a pixel stands out from its panel, or it does not.
      const background = panel === 'dark' ? DARK : LIGHT;
      const masks = SHAPES.map((shape) =>
        luminancesOn(drawPicture({ shape, count: 0 }, size, panel), background).map(
          (one) => contrast(one, luminance(background)) >= 3,
        ),
      );
      for (const [first, mask] of masks.entries()) {
        for (const [second, other] of masks.entries()) {
          const differing = mask.filter((pixel, index) => pixel !== other[index]).length / mask.length;
          if (first < second) {
            expect(differing, `${SHAPES[first]} and ${SHAPES[second]} on ${panel}`).toBeGreaterThan(0.08);
          }
        }
      }
    }
  });

  it('open shapes are open and filled ones are filled', () => {
    const middle = (shape: (typeof SHAPES)[number]) => alphaAt(drawPicture({ shape, count: 0 }, 44, 'dark'), 22, 24);
    expect([middle('calm'), middle('suspect')]).toEqual([0, 0]);
    expect([middle('slow'), middle('down')]).toEqual([255, 255]);
  });

  it('half of the acknowledged square is empty', () => {
    const raster = drawPicture({ shape: 'acknowledged', count: 0 }, 44, 'dark');
    expect(alphaAt(raster, 11, 22)).toBe(255);
    expect(alphaAt(raster, 31, 22)).toBe(0);
  });

  it('edges are smooth and corners empty', () => {
    const raster = drawPicture({ shape: 'calm', count: 0 }, 22, 'dark');
    const alphas = raster.rgba.filter((_, index) => index % 4 === 3);
    expect(alphas.filter((alpha) => alpha > 20 && alpha < 235).length).toBeGreaterThan(20);
    expect(alphaAt(raster, 0, 0)).toBe(0);
  });

  it('the same picture is the same bytes', () => {
    const draw = () => Buffer.from(drawPicture({ shape: 'down', count: 12 }, 22, 'dark').rgba);
    expect(draw().equals(draw())).toBe(true);
  });
});

describe('the count in the square', () => {
  it.each([
    { count: 0, size: 22, text: '' },
    { count: 7, size: 16, text: '7' },
    { count: 10, size: 16, text: '9+' },
    { count: 12, size: 22, text: '12' },
    { count: 99, size: 44, text: '99' },
    { count: 100, size: 22, text: '99+' },
    { count: 12_345, size: 44, text: '99+' },
  ])('of $count at $size px reads "$text"', ({ count, size, text }) => {
    expect(countText(count, size)).toBe(text);
  });

  it.each(SIZES)('tells every figure from every other at %i px', (size) => {
    const pictures = Array.from({ length: 10 }, (_, count) =>
      Buffer.from(drawPicture({ shape: 'down', count }, size, 'dark').rgba).toString('base64'),
    );
    expect(new Set(pictures).size).toBe(10);
  });

  it('has figures that stand out from the square', () => {
    for (const panel of PANELS) {
      const raster = drawPicture({ shape: 'down', count: 1 }, 22, panel);
      const plain = drawPicture({ shape: 'down', count: 0 }, 22, panel);
      const [with1, without1] = [luminancesOn(raster, DARK), luminancesOn(plain, DARK)];
      const figure = with1.filter((one, index) => contrast(one, without1[index] ?? 0) >= 3);
      expect(figure.length).toBeGreaterThan(20);
    }
  });

  it('is never too wide for its square', () => {
    for (const size of SIZES) {
      const plain = drawPicture({ shape: 'down', count: 0 }, size, 'dark').rgba;
      const full = drawPicture({ shape: 'down', count: 100 }, size, 'dark').rgba;
      const firstColumn = (rgba: Uint8Array) =>
        Array.from({ length: size }, (_, y) => rgba.slice((y * size + 1) * 4, (y * size + 1) * 4 + 4).join());
      expect(firstColumn(full)).toEqual(firstColumn(plain));
    }
  });

  it('belongs to the square alone: elsewhere the words carry it', () => {
    const withCount = drawPicture({ shape: 'slow', count: 3 }, 22, 'dark').rgba;
    expect(Buffer.from(withCount).equals(Buffer.from(drawPicture({ shape: 'slow', count: 0 }, 22, 'dark').rgba))).toBe(
      true,
    );
  });
});

describe('a PNG of ours', () => {
  it('holds exactly the pixels that were drawn', () => {
    const raster = drawPicture({ shape: 'down', count: 3 }, 24, 'light');
    const png = encodePng(raster);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([24, 24]);
    const length = png.readUInt32BE(33);
    expect(png.subarray(37, 41).toString('latin1')).toBe('IDAT');
    const lines = inflateSync(png.subarray(41, 41 + length));
    const rows = Array.from({ length: 24 }, (_, y) => lines.subarray(y * 97 + 1, (y + 1) * 97));
    expect(Buffer.concat(rows).equals(Buffer.from(raster.rgba))).toBe(true);
  });
});
