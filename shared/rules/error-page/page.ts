/**
 * An error page as one HTML file: no script, nothing from elsewhere, readable on any phone and by a screen reader, light and dark.
 */
import type { ErrorPages, GatewayCode, PageLanguage } from '../../model/error-pages.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Matter } from './matter.ts';
import { matterWords, pageTime, wordsIn } from './words.ts';

export interface PageFacts {
  readonly settings: Pick<ErrorPages, 'for' | 'site' | 'languages' | 'mirrors' | 'meanwhile'>;
  readonly matter: Matter;
  /** Where anybody may call the people on call; null: nowhere. */
  readonly callUrl: string | null;
  readonly at: EpochMs;
  /** IANA zone of the times on it. */
  readonly timeZone: string;
}

/** By it a check of ours knows the page again, and that a proxy stands behind it and not the site. */
export const MARK = 'Watchbell error page';

/** Dark on light and light on dark, each above 7 to 1 (WCAG 2.2, 1.4.6). */
const LOOK = `:root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}h2,h3{font-size:1.1rem}section>:first-child{font-size:1.5rem}a{color:#0b3d91}section+section{border-top:1px solid;margin-top:2rem}small{font-size:.9rem}@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}a{color:#a8c7fa}}`;

export function errorPage(code: GatewayCode, facts: PageFacts): string {
  const { settings } = facts;
  const [first = 'en'] = settings.languages;
  const site = settings.site ?? wordsIn(first).nameless;
  return [
    `<!doctype html>\n<html lang="${first}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta name="generator" content="${MARK}: ${settings.for}"><meta name="robots" content="noindex">`,
    `<title>${escaped(wordsIn(first).title(site))} (${code})</title><style>${LOOK}</style></head>\n<body><main>\n`,
    ...settings.languages.map((language, index) => section(code, language, facts, index === 0 ? 'h1' : 'h2')),
    '</main></body></html>\n',
  ].join('');
}

/** All of it in one language. The page has one first heading. */
function section(code: GatewayCode, language: PageLanguage, facts: PageFacts, heading: 'h1' | 'h2'): string {
  const { settings, matter, callUrl, at, timeZone } = facts;
  const words = wordsIn(language);
  const below = heading === 'h1' ? 'h2' : 'h3';
  const advice = settings.meanwhile[language];
  const links = settings.mirrors.map(({ name, url }) => `<li>${link(url, name)}</li>`).join('');
  const help = [
    ...(advice === undefined ? [] : [`<p>${escaped(advice)}</p>`]),
    ...(links === '' ? [] : [`<p>${words.mirrors}</p><ul>${links}</ul>`]),
    ...(callUrl === null ? [] : [`<p>${link(callUrl, words.call)}</p>`]),
  ];
  return [
    `<section lang="${language}"><${heading}>${escaped(words.title(settings.site ?? words.nameless))}</${heading}>`,
    `<p>${words.what[code]} <strong>${escaped(matterWords(matter, language, timeZone))}</strong></p>`,
    ...(help.length === 0 ? [] : [`<${below}>${words.meanwhile}</${below}>`, ...help]),
    `<p><small>${code}. ${escaped(words.asOf(pageTime(at, language, timeZone)))}</small></p></section>\n`,
  ].join('\n');
}

const link = (url: string, text: string): string => `<a href="${escaped(url)}">${escaped(text)}</a>`;

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
