/**
 * A shape for each state, so that nobody needs the colour: ring, ring with a bar, slashed circle, triangle, half square, square.
 */
import { type Html, html } from '../../html.ts';
import type { PublicState } from '../page.ts';

const line = (path: string, width = 3): Html =>
  html`<path d="${path}" fill="none" stroke="currentColor" stroke-width="${width}"/>`;
const filled = (path: string): Html => html`<path d="${path}" fill="currentColor"/>`;

const RING = 'M16.5 10a6.5 6.5 0 1 1-13 0a6.5 6.5 0 1 1 13 0z';

const SHAPES: Readonly<Record<PublicState, readonly Html[]>> = {
  operational: [line(RING)],
  maintenance: [line(RING), line('M6.5 10h7')],
  unknown: [line(RING), line('M5.4 14.6l9.2-9.2')],
  slow: [filled('M10 2.5L18.5 17.5h-17z')],
  partial: [line('M3.5 3.5h13v13h-13z', 2), filled('M3 3h7v14H3z')],
  down: [filled('M2.5 2.5h15v15h-15z')],
};

/** Beside a word that says the same. */
export function mark(state: PublicState): Html {
  return html`<svg class="mark ${state}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${SHAPES[state]}</svg>`;
}

/** On its own, as the picture of the page in a browser's tab. */
export function icon(state: PublicState, colour: string): Html {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" color="${colour}">${SHAPES[state]}</svg>
`;
}
