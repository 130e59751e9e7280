/**
 * The page's own style sheet, made for its theme. What an own sheet may count on: the class names, and the variables of the palette.
 */
import type { Theme } from '../../../model/status-page.ts';
import { PALETTES, type Palette } from './palettes.ts';
import { RAINBOW } from './rainbow.ts';

/** After this long an open page says that it is no news any more. */
const OPEN_FOR_LONG_S = 300;

export function styleSheet(theme: Theme): string {
  return `${colours(theme)}${LOOK}${theme === 'rainbow' ? RAINBOW : ''}${theme === 'high-contrast' ? EDGES : ''}`;
}

function colours(theme: Theme): string {
  if (theme !== 'auto') {
    return `${root(theme === 'light' ? 'light' : 'dark', PALETTES[theme])}\n`;
  }
  return `${root('light', PALETTES.light)}
@media (prefers-color-scheme: dark) { ${root('dark', PALETTES.dark)} }
@media (prefers-contrast: more) { ${root('dark', PALETTES['high-contrast'])} }
`;
}

function root(scheme: 'light' | 'dark', palette: Palette): string {
  const variables = Object.entries(palette).map(([name, colour]) => `--${name}: ${colour};`);
  return `:root { color-scheme: ${scheme}; ${variables.join(' ')} }`;
}

const LOOK = `
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; -webkit-text-size-adjust: 100%; }
body { max-width: 56rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1, h2, h3, p, ul, ol { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; }
main > h1 { margin: 1.5rem 0 0.5rem; }
main > section + .as-of { margin-top: 1.5rem; }
h2 { font-size: 1.125rem; margin-bottom: 0.5rem; }
h3 { font-size: 1rem; }
section, article { margin-top: 2rem; }
article { margin-top: 1rem; }
ul, ol { list-style: none; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem 1.5rem; }
.brand { flex: 1 1 14rem; font-size: 1.5rem; font-weight: 700; line-height: 1.25; display: flex; align-items: center; gap: 0.75rem; }
.brand a { color: inherit; text-decoration: none; display: flex; align-items: center; gap: 0.75rem; }
.image { max-height: 3rem; max-width: 8rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
nav a { display: inline-block; padding: 0.25rem 0; min-height: 1.5rem; }
nav [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
.mark { width: 1.1em; height: 1.1em; vertical-align: -0.16em; flex: none; }
.mark.operational { color: var(--operational); }
.mark.maintenance { color: var(--maintenance); }
.mark.unknown { color: var(--unknown); }
.mark.slow { color: var(--slow); }
.mark.partial { color: var(--partial); }
.mark.down { color: var(--down); }
.headline { display: flex; gap: 1rem; align-items: flex-start; margin-top: 1.5rem; padding: 1.25rem; background: var(--surface); border: 1px solid var(--line); border-left: 0.5rem solid; border-radius: 0.25rem; }
.headline.operational { border-left-color: var(--operational); }
.headline.maintenance { border-left-color: var(--maintenance); }
.headline.unknown { border-left-color: var(--unknown); }
.headline.slow { border-left-color: var(--slow); }
.headline.partial { border-left-color: var(--partial); }
.headline.down { border-left-color: var(--down); }
.headline .mark { width: 2rem; height: 2rem; }
.headline .words { font-size: 1.375rem; font-weight: 700; line-height: 1.3; }
.as-of { color: var(--muted); }
.long-ago { display: none; font-weight: 600; animation: long-ago 0s ${OPEN_FOR_LONG_S}s forwards; }
@supports (animation-name: long-ago) { .long-ago { display: block; visibility: hidden; max-height: 0; overflow: hidden; } }
@keyframes long-ago { to { visibility: visible; max-height: none; } }
.note { margin-top: 0.25rem; }
main > .note { margin-top: 1rem; }
.incident { padding: 0.75rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 0.25rem; }
.concerned { color: var(--muted); }
.updates li { margin-top: 0.5rem; }
.updates time, .past time, .planned time { color: var(--muted); }
.message { margin-top: 0.25rem; }
.message p, .message ul, .message ol { margin-top: 0.5rem; }
.message ul { list-style: disc; padding-left: 1.25rem; }
.message ol { list-style: decimal; padding-left: 1.5rem; }
.message code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
.service { padding: 0.75rem 0; border-top: 1px solid var(--line); }
.service .line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.service .name { font-weight: 600; }
.service .since, .past .since { color: var(--muted); }
.bars { display: block; width: 100%; height: 2rem; margin-top: 0.5rem; }
.bars .good { fill: var(--operational); }
.bars .bad { fill: var(--down); }
.bars .gap { fill: var(--unknown); }
.figures { display: flex; flex-wrap: wrap; gap: 0 1.25rem; color: var(--muted); font-size: 0.875rem; margin-top: 0.25rem; }
.mirrors { margin-bottom: 0.5rem; }
.past li, .planned li { padding: 0.25rem 0; }
.tables { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: flex-start; }
table { border-collapse: collapse; flex: 1 1 18rem; min-width: 0; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { text-align: right; padding: 0.25rem 0 0.25rem 0.75rem; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: normal; }
th:first-child { text-align: left; padding-left: 0; }
thead th { color: var(--muted); font-size: 0.875rem; }
@media (max-width: 30rem) { table { font-size: 0.875rem; } th, td { padding-left: 0.5rem; } }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
footer p { margin-top: 0.5rem; }
footer a, .note a, .mirrors a, .name a, h3 a { display: inline-block; min-height: 1.5rem; }
@media (forced-colors: active) { .headline, .incident { border-color: CanvasText; } .mark, .bars path, .bars rect { forced-color-adjust: auto; color: CanvasText; } }
`;

/** Lines that cannot be overlooked. */
const EDGES = `
.headline, .incident { border-width: 2px; border-left-width: 0.75rem; }
.service, footer, th, td { border-top-width: 2px; }
a { text-decoration-thickness: 2px; }
`;
