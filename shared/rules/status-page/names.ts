/**
 * How what the page is made of is called: the same names for the live page and for the files that are written.
 *
 * Every name is one segment, or a folder of ours and one segment: no id can lead out of the folder.
 */
import type { ImageEnding, Language } from '../../model/status-page.ts';

/** An id as part of a file's name. Ids of the configuration stay apart: a tilde stands in none of them. */
export function fileNameOf(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9._-]/g, '~').replace(/^\./, '~');
}

/** `index` in the page's first language, `index.de` in others. */
const inLanguage = (name: string, language: Language, first: Language | undefined): string =>
  language === first ? name : `${name}.${language}`;

/** The paths of a page, from its own folder on. `languages`: its first one needs no mark. */
export function pathsOf(languages: readonly Language[]) {
  const [first] = languages;
  return {
    index: (language: Language) => `${inLanguage('index', language, first)}.html`,
    history: (language: Language) => `${inLanguage('history', language, first)}.html`,
    incident: (key: string, language: Language) => `incident/${inLanguage(key, language, first)}.html`,
    rss: (language: Language) => `${inLanguage('feed', language, first)}.rss`,
    atom: (language: Language) => `${inLanguage('feed', language, first)}.atom`,
    badge: (id: string) => `badge/${fileNameOf(id)}.svg`,
    uptime: (id: string) => `uptime/${fileNameOf(id)}.svg`,
  };
}
export type Paths = ReturnType<typeof pathsOf>;

/** Of the badges: the whole page. No component has this id. */
export const OVERALL = 'overall';

export const JSON_PATH = 'status.json';
export const STYLE_PATH = 'style.css';
export const OWN_STYLE_PATH = 'own.css';
export const ownImagePath = (ending: ImageEnding): string => `image.${ending}`;
