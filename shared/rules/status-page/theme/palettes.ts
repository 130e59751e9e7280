/**
 * The colours of each theme. State colours are Okabe and Ito's colour-blind-safe set, as in the window, each moved in lightness until it
 * stands 3:1 from what is behind it, and text 4.5:1; a test computes that.
 */
import type { Theme } from '../../../model/status-page.ts';
import { type UptimeFigure, uptimeShare } from '../../uptime.ts';
import type { PublicState } from '../page.ts';

export interface Palette {
  readonly paper: string;
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly link: string;
  readonly operational: string;
  readonly maintenance: string;
  readonly unknown: string;
  readonly slow: string;
  readonly partial: string;
  readonly down: string;
}

export const PALETTES = {
  light: {
    paper: '#faf8f3',
    surface: '#fffdf9',
    ink: '#1f2224',
    muted: '#595d61',
    line: '#dcd6c8',
    link: '#00558a',
    operational: '#007f5c',
    maintenance: '#a14d7c',
    unknown: '#595d61',
    slow: '#9a6700',
    partial: '#b35900',
    down: '#c0400a',
  },
  dark: {
    paper: '#0f1214',
    surface: '#161a1d',
    ink: '#d3d7da',
    muted: '#9ba3aa',
    line: '#2b3136',
    link: '#7cc4f0',
    operational: '#1db388',
    maintenance: '#cc79a7',
    unknown: '#9ba3aa',
    slow: '#e69f00',
    partial: '#ef8a3c',
    down: '#f0743a',
  },
  'high-contrast': {
    paper: '#000000',
    surface: '#000000',
    ink: '#ffffff',
    muted: '#ffffff',
    line: '#ffffff',
    link: '#ffff00',
    operational: '#3dffa2',
    maintenance: '#ff9ad5',
    unknown: '#ffffff',
    slow: '#ffd000',
    partial: '#ffa94d',
    down: '#ff8a65',
  },
  rainbow: {
    paper: '#0b1e3f',
    surface: '#102a54',
    ink: '#f2f4ff',
    muted: '#c3cdec',
    line: '#35518c',
    link: '#ffd166',
    operational: '#5be3a4',
    maintenance: '#ff9fd0',
    unknown: '#c3cdec',
    slow: '#ffcf4a',
    partial: '#ffad5c',
    down: '#ff9273',
  },
} as const satisfies Record<Exclude<Theme, 'auto'>, Palette>;

/** On their own, behind white letters. */
export const STATE_COLOURS: Readonly<Record<PublicState, string>> = PALETTES.light;

/** Better than this is green, and below the second nothing is. */
const SHARES = [
  [0.999, STATE_COLOURS.operational],
  [0.97, STATE_COLOURS.slow],
] as const;

/** Behind an uptime figure. */
export function shareColour(figure: UptimeFigure): string {
  const share = uptimeShare(figure);
  return share === null ? STATE_COLOURS.unknown : (SHARES.find(([least]) => share >= least)?.[1] ?? STATE_COLOURS.down);
}
