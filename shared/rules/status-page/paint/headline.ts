/**
 * The headline in words, with the shape and the state that belong to it.
 */
import { assertNever } from '../../../model/never.ts';
import { type Html, html, NOTHING } from '../../html.ts';
import type { Headline, PublicState, Seen } from '../page.ts';
import type { Speech } from '../speech.ts';
import { BLIND, HEADLINES, WHOLE } from '../texts.ts';
import { mark } from './marks.ts';
import { asOf, type Brush } from './sheet.ts';

export function headlineWords(headline: Headline, speech: Speech): string {
  switch (headline.kind) {
    case 'stopped':
    case 'not-watching':
    case 'empty':
    case 'well':
      return speech.say(WHOLE[headline.kind]);
    case 'posted':
      return headline.title;
    case 'down':
    case 'partial':
    case 'slow':
    case 'unknown':
    case 'maintenance':
      return seenWords(headline, speech);
    default:
      return assertNever(headline, 'headline');
  }
}

function seenWords({ kind, names }: Seen, speech: Speech): string {
  return HEADLINES[kind][speech.language](speech.names(names), names.length);
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
${moreWords(headline, speech)}${asOf(brush)}</div>
</section>
`;
}

/** What the headline leaves out: since when nobody watches, or what else is wrong. */
function moreWords(headline: Headline, speech: Speech): Html {
  const { language, time } = speech;
  switch (headline.kind) {
    case 'not-watching':
      return html`<p>${BLIND[headline.kind][language](time(headline.since))}</p>\n`;
    case 'stopped':
      return html`<p>${BLIND[headline.kind][language](time(headline.at))}</p>\n`;
    case 'well':
    case 'empty':
    case 'posted':
      return NOTHING;
    case 'down':
    case 'partial':
    case 'slow':
    case 'unknown':
    case 'maintenance':
      return html`${headline.besides.map((seen) => html`<p>${seenWords(seen, speech)}.</p>\n`)}`;
    default:
      return assertNever(headline, 'headline');
  }
}
