/**
 * Ninety days as bars. A day with an outage is filled from the ground, at least so much that it is seen, and says so when pointed at;
 * a day that nobody saw is only a dash. Good days are one path together: a page of hundreds of components stays small.
 */
import { type Html, html } from '../../html.ts';
import type { UptimeFigure } from '../../uptime.ts';
import type { Speech } from '../speech.ts';
import { SHARES } from '../texts.ts';

const STEP = 4;
const WIDTH = 3;
const HEIGHT = 32;
/** A minute of outage must not vanish in a pixel. */
const LEAST = 7;
const DASH = 2;

export function bars(name: string, days: readonly UptimeFigure[], whole: UptimeFigure, speech: Speech): Html {
  const good: string[] = [];
  const gaps: string[] = [];
  const bad: Html[] = [];
  for (const [index, day] of days.entries()) {
    const x = index * STEP;
    const out = day.partial + day.major;
    const seen = out + day.operational + day.slow;
    if (seen === 0) {
      gaps.push(`M${x} ${HEIGHT - DASH}h${WIDTH}v${DASH}h-${WIDTH}z`);
      continue;
    }
    const height = out === 0 ? 0 : Math.max(LEAST, Math.round((out / seen) * HEIGHT));
    if (height < HEIGHT) {
      good.push(`M${x} 0h${WIDTH}v${HEIGHT - height}h-${WIDTH}z`);
    }
    if (height > 0) {
      const title = SHARES.dayWas[speech.language](speech.day(day.from), speech.percent(day));
      bad.push(
        html`<rect class="bad" x="${x}" y="${HEIGHT - height + 1}" width="${WIDTH}" height="${height - 1}"><title>${title}</title></rect>`,
      );
    }
  }
  const label = SHARES.bars[speech.language](name, speech.percent(whole));
  const path = (kind: string, parts: readonly string[]): Html =>
    parts.length === 0 ? html`` : html`<path class="${kind}" d="${parts.join('')}"/>`;
  return html`<svg class="bars" viewBox="0 0 ${days.length * STEP - 1} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">${path('good', good)}${path('gap', gaps)}${bad}</svg>`;
}
