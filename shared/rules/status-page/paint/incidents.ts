/**
 * Incidents, announcements and planned work as lists, and the page of one of them.
 */
import type { Language } from '../../../model/status-page.ts';
import { type Html, html, NOTHING } from '../../html.ts';
import { markdownHtml } from '../markdown.ts';
import type { PublicIncident, PublicMaintenance, PublicState, PublicUpdate } from '../page.ts';
import type { Speech } from '../speech.ts';
import { LABELS, POST_WORDS, STATES, UPDATES } from '../texts.ts';
import { mark } from './marks.ts';
import { asOf, type Brush, sheet, when } from './sheet.ts';

/** "Shop: Down", or as somebody wrote it. */
export function incidentTitle({ title, components, state }: PublicIncident, { say, names }: Speech): string {
  return title ?? `${names(components.map(({ name }) => name))}: ${say(STATES[state ?? 'unknown'])}`;
}

/** Of a post nobody said how bad it is: a triangle while it goes on. */
const shapeOf = ({ state, until }: PublicIncident): PublicState => (until === null ? (state ?? 'slow') : 'operational');

/** In words what one update says; its message, if it has one, is not in it. */
export function updateWords(update: PublicUpdate, { state }: PublicIncident, { say }: Speech): string {
  switch (update.kind) {
    case 'began':
      return say(STATES[state ?? 'unknown']);
    case 'said':
      return say(POST_WORDS[update.status]);
    case 'taken':
    case 'over':
      return say(UPDATES[update.kind]);
  }
}

export function updatesHtml(incident: PublicIncident, speech: Speech): Html {
  const rows = incident.updates.map((update) => {
    const message =
      update.kind === 'said' ? html`\n<div class="message">${markdownHtml(update.message)}</div>` : NOTHING;
    return html`<li><p>${when(update.at, speech.moment)} <strong>${updateWords(update, incident, speech)}</strong></p>${message}</li>
`;
  });
  return html`<ol class="updates" reversed>
${rows}</ol>
`;
}

/** What is going on: with everything that was told of it. */
export function openHtml({ page, speech, paths, root }: Brush): Html {
  if (page.open.length === 0) {
    return NOTHING;
  }
  const articles = page.open.map(
    (incident) => html`<article class="incident">
<h3>${mark(shapeOf(incident))} <a href="${root}${paths.incident(incident.key, speech.language)}">${incidentTitle(incident, speech)}</a></h3>
${concerned(incident, speech)}${updatesHtml(incident, speech)}</article>
`,
  );
  return html`<section class="open">
<h2>${speech.say(LABELS.goingOn)}</h2>
${articles}</section>
`;
}

/** What its title does not say already. */
function concerned({ title, components }: PublicIncident, { names }: Speech): Html {
  return title === null || components.length === 0
    ? NOTHING
    : html`<p class="concerned">${names(components.map(({ name }) => name))}</p>\n`;
}

export function plannedHtml(brush: Brush): Html {
  const { page, speech, paths, root } = brush;
  const announced = page.announced.map(
    (post) =>
      html`<li><p>${when(post.from, speech.moment)} <a href="${root}${paths.incident(post.key, speech.language)}">${incidentTitle(post, speech)}</a></p></li>
`,
  );
  const work = page.maintenance.map((one) => workHtml(one, speech));
  return work.length + announced.length === 0
    ? NOTHING
    : html`<section class="planned">
<h2>${speech.say(LABELS.planned)}</h2>
<ul>
${announced}${work}</ul>
</section>
`;
}

function workHtml({ from, until, components }: PublicMaintenance, { moment, names }: Speech): Html {
  return html`<li><p>${when(from, moment)} – ${when(until, moment)} <span>${names(components.map(({ name }) => name))}</span></p></li>
`;
}

export function pastHtml({ page, speech, paths, root }: Brush): Html {
  const { say } = speech;
  const items = page.past.map((incident) => {
    const lasted =
      incident.until === null ? '' : `${say(LABELS.lasted)} ${speech.length(incident.until - incident.from)}`;
    return html`<li><p>${when(incident.from, speech.moment)} <a href="${root}${paths.incident(incident.key, speech.language)}">${incidentTitle(incident, speech)}</a> <span class="since">${lasted}</span></p></li>
`;
  });
  // "Nothing happened" is for those who looked.
  const seen = page.watching.kind === 'watching' && page.groups.every(({ state }) => state !== 'unknown');
  const none = html`<p>${say(seen ? LABELS.nothingPast : LABELS.nothingSeenPast)}</p>\n`;
  return html`<section class="past">
<h2>${say(LABELS.past)}</h2>
${items.length === 0 ? none : html`<ul>\n${items}</ul>\n`}</section>
`;
}

export function incidentPage(brush: Brush, incident: PublicIncident): string {
  const { speech, paths, root } = brush;
  const { say, language } = speech;
  const title = incidentTitle(incident, speech);
  const span =
    incident.until === null
      ? html`${say(LABELS.goingOnSince)} ${when(incident.from, speech.moment)}`
      : html`${when(incident.from, speech.moment)} – ${when(incident.until, speech.moment)}`;
  return sheet(brush, {
    title,
    part: 'incident',
    at: (other: Language) => paths.incident(incident.key, other),
    body: html`<h1>${mark(shapeOf(incident))} ${title}</h1>
${concerned(incident, speech)}<p>${span}</p>
<section>
<h2>${say(LABELS.whatWasTold)}</h2>
${updatesHtml(incident, speech)}</section>
${asOf(brush)}<p><a href="${root}${paths.index(language)}">${say(LABELS.back)}</a></p>
`,
  });
}
