/**
 * Components by group: shape, name and word of each, since when, what to do meanwhile, and its last ninety days.
 */
import type { Mirror, Told } from '../../../model/status-page.ts';
import { type Html, html, NOTHING } from '../../html.ts';
import type { PublicComponent, PublicGroup } from '../page.ts';
import type { Speech } from '../speech.ts';
import { LABELS, SENTENCES, STATES } from '../texts.ts';
import { bars } from './bars.ts';
import { mark } from './marks.ts';
import { type Brush, when } from './sheet.ts';

export function servicesHtml(brush: Brush): Html {
  const { page } = brush;
  return html`${page.groups.map((group) => groupHtml(group, page.groups.length, brush))}`;
}

function groupHtml(group: PublicGroup, groups: number, { speech }: Brush): Html {
  const { say } = speech;
  const name = group.id !== null ? group.name : say(groups === 1 ? LABELS.services : LABELS.others);
  const ofMirrors = group.mirrors ? mirrorsLine(group, speech) : NOTHING;
  return html`<section class="group">
<h2>${name}</h2>
${ofMirrors}<ul class="services">
${group.components.map((component) => componentHtml(component, speech))}</ul>
</section>
`;
}

/** Of the same thing in several places: where it can be had now. */
function mirrorsLine({ state, components }: PublicGroup, { say }: Speech): Html {
  const working = components.filter((one) => one.state === 'operational' || one.state === 'slow');
  if (working.length === 0) {
    return html`<p class="mirrors">${mark(state)} ${say(state === 'unknown' ? LABELS.unknownWhere : LABELS.worksNowhere)}</p>\n`;
  }
  const places = working.map(({ name, link }, index) => html`${index === 0 ? '' : ', '}${linked(name, link)}`);
  return html`<p class="mirrors">${mark(state)} ${say(LABELS.worksAt)}: ${places}</p>\n`;
}

/** What was painted of a component, which mostly stays the same while the page is painted every few seconds. */
const painted = new WeakMap<PublicComponent, Map<string, Html>>();

function componentHtml(component: PublicComponent, speech: Speech): Html {
  const known = painted.get(component) ?? new Map<string, Html>();
  painted.set(component, known);
  const made = known.get(speech.key) ?? paintComponent(component, speech);
  known.set(speech.key, made);
  return made;
}

function paintComponent(component: PublicComponent, speech: Speech): Html {
  const { name, state, link } = component;
  return html`<li class="service ${state}">
<p class="line"><span class="name">${mark(state)} ${linked(name, link)}</span> <span class="state">${stateWords(component, speech)}</span></p>
${maintenanceNote(component, speech)}${helpNote(component, speech)}${past(component, speech)}</li>
`;
}

const linked = (name: string, link: string | null): Html =>
  link === null ? html`${name}` : html`<a href="${link}" rel="noopener noreferrer">${name}</a>`;

function stateWords({ state, since }: PublicComponent, { say, moment }: Speech): Html {
  const word = say(STATES[state]);
  return since === null || state === 'operational'
    ? html`${word}`
    : html`${word} <span class="since">${say(LABELS.since)} ${when(since, moment)}</span>`;
}

function maintenanceNote({ maintenance }: PublicComponent, { say, moment }: Speech): Html {
  return maintenance === null
    ? NOTHING
    : html`<p class="note">${mark('maintenance')} ${say(LABELS.planned)} ${say(LABELS.until)} ${when(maintenance.until, moment)}</p>\n`;
}

function helpNote({ state, meanwhile, mirrors }: PublicComponent, speech: Speech): Html {
  return state === 'operational' ? NOTHING : html`${meanwhileHtml(meanwhile, speech)}${alsoAt(mirrors, speech)}`;
}

/** What people can do until it works again. */
export function meanwhileHtml(words: Told | null, { say, told }: Speech): Html {
  if (words === null) {
    return NOTHING;
  }
  const { text, language } = told(words);
  const said = language === null ? html`<span>${text}</span>` : html`<span lang="${language}">${text}</span>`;
  return html`<p class="note"><strong>${say(LABELS.meanwhile)}:</strong> ${said}</p>\n`;
}

export function alsoAt(mirrors: readonly Mirror[], { say }: Speech): Html {
  const links = mirrors.map(({ name, url }, index) => html`${index === 0 ? '' : ', '}${linked(name, url)}`);
  return links.length === 0 ? NOTHING : html`<p class="note"><strong>${say(LABELS.alsoAt)}:</strong> ${links}</p>\n`;
}

function past({ name, history }: PublicComponent, speech: Speech): Html {
  if (history === null) {
    return NOTHING;
  }
  const { days, month, quarter } = history;
  const { language } = speech;
  const figures = [
    html`<span>${SENTENCES.days[language](String(days.length))}: ${speech.percent(quarter.uptime)}</span>`,
    html`<span>${SENTENCES.days[language]('30')}: ${speech.percent(month.uptime)}</span>`,
    ...(month.responseMs === null ? [] : [html`<span>${speech.response(month.responseMs)}</span>`]),
  ];
  return html`${bars(name, days, quarter.uptime, speech)}
<p class="figures">${figures}</p>
`;
}
