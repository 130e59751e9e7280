/**
 * The headline in words, with the shape and the state that belong to it.
 */
import { assertNever } from '../../../model/never.ts';
import { type Html, html, NOTHING } from '../../html.ts';
import type { Headline, PublicState } from '../page.ts';
import type { Speech } from '../speech.ts';
import { BLIND, HEADLINES, WHOLE } from '../texts.ts';
import { mark } from './marks.ts';
import { asOf, type Brush } from './sheet.ts';

export function headlineWords(headline: Headline, { language, names, say }: Speech): string {
  switch (headline.kind) {
    case 'stopped':
    case 'not-watching':
    case 'empty':
    case 'well':
      return say(WHOLE[headline.kind]);
    case 'posted':
      return headline.title;
    case 'down':
    case 'partial':
    case 'slow':
    case 'unknown':
    case 'maintenance':
      return HEADLINES[headline.kind][language](names(headline.names), headline.names.length);
    default:
      return assertNever(headline, 'headline');
  }
}

/** How the whole is, in one state. What somebody wrote is at least as bad as slow. */
export function headlineState({ kind }: Headline): PublicState {
  switch (kind) {
    case 'stopped':
    case 'not-watching':
    case 'empty':
      return 'unknown';
    case 'well':
      return 'operational';
    case 'posted':
      return 'slow';
    case 'down':
    case 'partial':
    case 'slow':
    case 'unknown':
    case 'maintenance':
      return kind;
    default:
      return assertNever(kind, 'headline');
  }
}

export function headlineHtml(brush: Brush): Html {
  const { page, speech } = brush;
  const { headline } = page;
  const state = headlineState(headline);
  return html`<section class="headline ${state}">
${mark(state)}
<div>
<p class="words">${headlineWords(headline, speech)}</p>
${blindWords(headline, speech)}${asOf(brush)}</div>
</section>
`;
}

function blindWords(headline: Headline, { language, time }: Speech): Html {
  switch (headline.kind) {
    case 'not-watching':
      return html`<p>${BLIND[headline.kind][language](time(headline.since))}</p>\n`;
    case 'stopped':
      return html`<p>${BLIND[headline.kind][language](time(headline.at))}</p>\n`;
    default:
      return NOTHING;
  }
}
