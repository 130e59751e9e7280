/**
 * The page itself: how it stands, what is wrong, what to do meanwhile, every service, what is planned and what was.
 */
import type { Language } from '../../../model/status-page.ts';
import { type Html, html, NOTHING } from '../../html.ts';
import { LABELS } from '../texts.ts';
import { headlineHtml } from './headline.ts';
import { openHtml, pastHtml, plannedHtml } from './incidents.ts';
import { alsoAt, meanwhileHtml, servicesHtml } from './services.ts';
import { type Brush, sheet } from './sheet.ts';

export function frontPage(brush: Brush): string {
  const { page, paths } = brush;
  return sheet(brush, {
    title: page.title,
    part: 'now',
    at: (language: Language) => paths.index(language),
    body: html`${sky(brush)}${headlineHtml(brush)}${help(brush)}${openHtml(brush)}${servicesHtml(brush)}${plannedHtml(brush)}${pastHtml(brush)}`,
  });
}

/** What people can do while something does not work, and whom they can call. While all is well only the latter. */
function help({ page, speech, served, root }: Brush): Html {
  const well = page.headline.kind === 'well' || page.headline.kind === 'empty';
  const { contact } = page;
  const address =
    contact === null ? null : (contact.url ?? (served === 'live' ? callAddress(root, contact.place) : null));
  const call =
    contact === null || address === null
      ? NOTHING
      : html`<p class="note"><strong>${speech.say(LABELS.contact)}:</strong> <a href="${address}">${contact.name}</a></p>\n`;
  return well ? call : html`${meanwhileHtml(page.meanwhile, speech)}${alsoAt(page.mirrors, speech)}${call}`;
}

/** The live page stands beside the pages by which people call. */
const callAddress = (root: Brush['root'], place: string): string => `${root}../page-me/${encodeURIComponent(place)}`;

/** For one theme: it flies while all is well, and stops the moment something is not. Our own drawing, made of boxes. */
function sky({ page }: Brush): Html {
  return page.theme === 'rainbow' && page.headline.kind === 'well'
    ? html`<div class="sky" aria-hidden="true"><div class="comet"><i class="trail"></i><i class="tail"></i><i class="body"></i><i class="head"></i></div></div>
`
    : NOTHING;
}
