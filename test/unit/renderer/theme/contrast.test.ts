import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrast } from '../../../harness/contrast.ts';

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
