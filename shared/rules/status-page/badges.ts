/**
 * Badges: a small picture with a name and a word, for pages of others. SVG, and nothing in it but text and boxes.
 */
import { html } from '../html.ts';
import type { PublicComponent, StatusPage } from './page.ts';
import { headlineState } from './paint/headline.ts';
import { type Speech, speechOf } from './speech.ts';
import { LABELS, STATES } from './texts.ts';
import { STATE_COLOURS, shareColour } from './theme/palettes.ts';

const HEIGHT = 20;
const LETTER = 6.6;
const PADDING = 12;
/** A longer name is cut: a badge stands in a line of text. */
const LONGEST = 40;

/** Of the page's first language. `component` null: the page as a whole. */
export function statusBadge(page: StatusPage, component: PublicComponent | null): string {
  const speech = firstSpeech(page);
  const state = component === null ? headlineState(page.headline) : component.state;
  return badge(component?.name ?? page.title, speech.say(STATES[state]), STATE_COLOURS[state]);
}

/** Over 30 days. */
export function uptimeBadge(page: StatusPage, { name, history }: PublicComponent): string {
  const speech = firstSpeech(page);
  return history === null
    ? badge(name, speech.say(LABELS.notSeen), STATE_COLOURS.unknown)
    : badge(name, speech.percent(history.month.uptime), shareColour(history.month.uptime));
}

function firstSpeech({ languages, timeZone }: StatusPage): Speech {
  return speechOf(languages[0] ?? 'en', timeZone);
}

function badge(name: string, word: string, colour: string): string {
  const label = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
  const [left, right] = [widthOf(label), widthOf(word)];
  const all = left + right;
  const text = (content: string, middle: number, width: number) =>
    html`<text x="${middle}" y="14" textLength="${width - PADDING}" lengthAdjust="spacingAndGlyphs">${content}</text>`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${all}" height="${HEIGHT}" role="img" aria-label="${label}: ${word}">
<title>${label}: ${word}</title>
<rect width="${left}" height="${HEIGHT}" fill="#3a3f44"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="${colour}"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(label, left / 2, left)}${text(word, left + right / 2, right)}</g>
</svg>
`.markup;
}

const widthOf = (text: string): number => Math.round([...text].length * LETTER) + PADDING;
