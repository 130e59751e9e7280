import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Relative to this file: the environment of these tests has a document, so import.meta.url is no path to rely on. */
const CSS = readFileSync(resolve(process.cwd(), 'renderer/theme/tokens.css'), 'utf8');

const LIGHT = ':root,\n:root[data-theme="light"]';
const DARK = ':root[data-theme="dark"]';
const SYSTEM_DARK = ':root[data-theme="system"]';

/** The colours that a rule sets. */
function colours(selector: string): Record<string, string> {
  const start = CSS.indexOf(`${selector} {`);
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const block = CSS.slice(start, CSS.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ['paper', 'surface', 'sunken'];

describe.each([
  ['light', colours(LIGHT)],
  ['dark', colours(DARK)],
])('in the %s theme', (_name, palette) => {
  const states = Object.keys(palette).filter((name) => name.startsWith('state-'));

  it('every state stands 3:1 from every surface', () => {
    expect(states).toHaveLength(7);
    for (const state of [...states, 'edge']) {
      for (const surface of SURFACES) {
        expect(contrast(palette[state] ?? '', palette[surface] ?? ''), `${state} on ${surface}`).toBeGreaterThanOrEqual(
          3,
        );
      }
    }
  });

  it('every text stands 4.5:1 from every surface', () => {
    for (const ink of ['ink', 'ink-muted']) {
      for (const surface of SURFACES) {
        expect(contrast(palette[ink] ?? '', palette[surface] ?? ''), `${ink} on ${surface}`).toBeGreaterThanOrEqual(
          4.5,
        );
      }
    }
  });

  it('the number in the filled square can be read', () => {
    expect(contrast(palette['state-down'] ?? '', palette.paper ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it('nothing is pure white or pure black', () => {
    expect(Object.values(palette)).not.toContain('#ffffff');
    expect(Object.values(palette)).not.toContain('#000000');
  });
});

describe('the dark theme', () => {
  it('is the same whether it was chosen or the system wished for it', () => {
    expect(colours(SYSTEM_DARK)).toEqual(colours(DARK));
  });
});
