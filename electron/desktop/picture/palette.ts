/**
 * Colours of the tray, last in rank: the shape has said it already. From the colour-blind-safe set of Okabe and Ito (2008),
 * darkened where a light panel asks for it.
 *
 * A panel's colour cannot be asked on Linux, so each variant carries an outline that makes it legible on the other panel.
 */
import type { Shape } from '../../../shared/contract/view.ts';

export type Rgb = readonly [red: number, green: number, blue: number];
export type Panel = 'light' | 'dark';

export interface Paint {
  readonly fill: Rgb;
  readonly outline: Rgb;
  /** Figures inside the shape. */
  readonly text: Rgb;
}

const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [28, 31, 36];

/** Calm and blind are no colour at all: nothing to look at, nothing seen. */
const FILLS: Readonly<Record<Panel, Readonly<Record<Shape, Rgb>>>> = {
  dark: {
    calm: [226, 230, 235],
    suspect: [240, 228, 66],
    slow: [230, 159, 0],
    down: [213, 94, 0],
    acknowledged: [204, 121, 167],
    maintenance: [86, 180, 233],
    blind: [226, 230, 235],
  },
  light: {
    calm: [52, 58, 66],
    suspect: [138, 101, 0],
    slow: [166, 106, 0],
    down: [190, 70, 0],
    acknowledged: [150, 66, 112],
    maintenance: [0, 114, 178],
    blind: [52, 58, 66],
  },
};

export function paintOf(shape: Shape, panel: Panel): Paint {
  return { fill: FILLS[panel][shape], outline: panel === 'dark' ? INK : WHITE, text: panel === 'dark' ? INK : WHITE };
}
