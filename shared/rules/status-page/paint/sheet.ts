/**
 * What every page has around it: head, title, languages, the way to the others, and in words how old it is.
 *
 * No script, and no style but a sheet of its own; every address that leads to us is relative, so that the folder can lie anywhere.
 */
import { LANGUAGES, type Language } from '../../../model/status-page.ts';
import { type Html, html, NOTHING } from '../../html.ts';
import { JSON_PATH, OWN_STYLE_PATH, ownImagePath, type Paths, pathsOf, STYLE_PATH } from '../names.ts';
import type { StatusPage } from '../page.ts';
import { type Speech, speechNear } from '../speech.ts';
import { LABELS, SENTENCES } from '../texts.ts';

/** A file that lies somewhere may be old; what we answer ourselves is not. */
export type Served = 'live' | 'file';

export const ICON_PATH = 'icon.svg';

const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch' } as const satisfies Record<Language, string>;

/** Nothing in it runs and nothing in it sends, whoever serves it. */
const POLICY = "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; connect-src 'none'";

/** What painting a page needs beside the page itself. */
export interface Brush {
  readonly page: StatusPage;
  readonly speech: Speech;
  readonly paths: Paths;
  /** Before every address: the way to the page's own folder. */
  readonly root: '' | '../';
  readonly served: Served;
}

export function brushOf(page: StatusPage, language: Language, root: Brush['root'], served: Served): Brush {
  return { page, speech: speechNear(language, page.timeZone, page.at), paths: pathsOf(page.languages), root, served };
}

export interface Sheet {
  readonly title: string;
  /** Where the same is in another language. */
  readonly at: (language: Language) => string;
  /** It is the page itself, or one of those behind it. */
  readonly part: 'now' | 'history' | 'incident';
  readonly body: Html;
}

export function sheet(brush: Brush, { title, at, part, body }: Sheet): string {
  const { page, speech, paths, root } = brush;
  const { language } = speech;
  const own = page.ownCss ? html`<link rel="stylesheet" href="${root}${OWN_STYLE_PATH}">\n` : NOTHING;
  const others = page.languages
    .filter((other) => other !== language)
    .map((other) => html`<link rel="alternate" hreflang="${other}" href="${root}${at(other)}">\n`);
  const whole = part === 'now' ? title : `${title} · ${page.title}`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${whole}</title>
<link rel="icon" type="image/svg+xml" href="${root}${ICON_PATH}">
<link rel="stylesheet" href="${root}${STYLE_PATH}">
${own}${others}<link rel="alternate" type="application/atom+xml" title="${page.title}" href="${root}${paths.atom(language)}">
<link rel="alternate" type="application/rss+xml" title="${page.title}" href="${root}${paths.rss(language)}">
</head>
<body class="is-${page.headline.kind}">
<header>
${brand(brush, part)}
${navigation(brush, at, part)}
</header>
<main>
${body}</main>
<footer>
${footer(brush)}</footer>
</body>
</html>
`.markup;
}

function brand({ page, speech, paths, root }: Brush, part: Sheet['part']): Html {
  const image =
    page.ownImage === null ? NOTHING : html`<img src="${root}${ownImagePath(page.ownImage)}" alt="" class="image">`;
  const name = html`${image}<span>${page.title}</span>`;
  return part === 'now'
    ? html`<h1 class="brand">${name}</h1>`
    : html`<p class="brand"><a href="${root}${paths.index(speech.language)}">${name}</a></p>`;
}

function navigation({ page, speech, paths, root }: Brush, at: Sheet['at'], part: Sheet['part']): Html {
  const { say, language } = speech;
  const pages = [
    ['now', say(LABELS.now), paths.index(language)],
    ['history', say(LABELS.history), paths.history(language)],
  ] as const;
  const links = pages.map(([name, label, path]) =>
    name === part
      ? html`<li><a href="${root}${path}" aria-current="page">${label}</a></li>`
      : html`<li><a href="${root}${path}">${label}</a></li>`,
  );
  const languages = LANGUAGES.filter((one) => page.languages.includes(one) && one !== language).map(
    (one) => html`<li><a href="${root}${at(one)}" lang="${one}" hreflang="${one}">${LANGUAGE_NAMES[one]}</a></li>`,
  );
  const choice =
    languages.length === 0 ? NOTHING : html`<nav aria-label="${say(LABELS.languages)}"><ul>${languages}</ul></nav>`;
  return html`<nav aria-label="${say(LABELS.pages)}"><ul>${links}</ul></nav>${choice}`;
}

function footer({ page, speech, paths, root, served }: Brush): Html {
  const { say, language } = speech;
  const copy = served === 'live' ? NOTHING : html`<p>${SENTENCES.copy[language](speech.interval(page.every))}</p>\n`;
  const mail =
    page.subscribe === null ? NOTHING : html`<a href="${page.subscribe}?lang=${language}">${say(LABELS.byMail)}</a> · `;
  return html`${copy}<p>${SENTENCES.zone[language](page.timeZone)}</p>
<p>${say(LABELS.feeds)}: ${mail}<a href="${root}${paths.atom(language)}">Atom</a> · <a href="${root}${paths.rss(language)}">RSS</a> · <a href="${root}${JSON_PATH}">JSON</a></p>
<p>${say(LABELS.madeWith)}</p>
`;
}

/** When all of it was true; and, in a window that stands open for long, that it is no news any more. Said by the style sheet alone. */
export function asOf({ page, speech }: Brush): Html {
  const { say } = speech;
  return html`<p class="as-of">${say(LABELS.asOf)} ${when(page.at, speech.time)}</p>
<p class="long-ago">${say(LABELS.openedLongAgo)} <a href="">${say(LABELS.loadAgain)}</a></p>
`;
}

/** An instant in words, and for machines. */
export function when(at: number, inWords: (at: number) => string): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${inWords(at)}</time>`;
}
