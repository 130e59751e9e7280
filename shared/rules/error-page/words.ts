/**
 * The words of an error page, both languages side by side. Nothing is promised that nobody can keep.
 */
import type { GatewayCode, PageLanguage } from '../../model/error-pages.ts';
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Matter } from './matter.ts';

interface Words {
  readonly nameless: string;
  readonly title: (site: string) => string;
  readonly what: Readonly<Record<GatewayCode, string>>;
  readonly unknown: string;
  readonly maintenance: (until: string) => string;
  readonly taken: (since: string) => string;
  readonly waiting: (since: string) => string;
  readonly meanwhile: string;
  readonly mirrors: string;
  readonly call: string;
  readonly asOf: (time: string) => string;
}

const WORDS: Readonly<Record<PageLanguage, Words>> = {
  en: {
    nameless: 'This site',
    title: (site) => `${site} does not answer`,
    what: {
      502: 'It broke off, or gave no proper answer.',
      503: 'It cannot be reached, or takes nobody in at the moment.',
      504: 'It took too long.',
    },
    unknown: 'Please try again in a minute.',
    maintenance: (until) => `Planned work goes on, until ${until} as far as we know.`,
    taken: (since) => `We have known about it since ${since}, and somebody is at work on it.`,
    waiting: (since) => `We have known about it since ${since}; the people on call are being called.`,
    meanwhile: 'What you can do meanwhile',
    mirrors: 'The same in another place:',
    call: 'Call the people on call',
    asOf: (time) => `As of ${time}. This page is a file: what it tells may be older than the trouble you see.`,
  },
  de: {
    nameless: 'Diese Seite',
    title: (site) => `${site} antwortet nicht`,
    what: {
      502: 'Die Antwort brach ab oder war unbrauchbar.',
      503: 'Sie ist nicht erreichbar oder nimmt gerade niemanden an.',
      504: 'Die Antwort dauerte zu lange.',
    },
    unknown: 'Bitte versuchen Sie es in einer Minute noch einmal.',
    maintenance: (until) => `Geplante Arbeiten laufen, nach heutigem Wissen bis ${until}.`,
    taken: (since) => `Wir wissen davon seit ${since}, und jemand arbeitet daran.`,
    waiting: (since) => `Wir wissen davon seit ${since}; die Bereitschaft wird gerufen.`,
    meanwhile: 'Was Sie inzwischen tun können',
    mirrors: 'Dasselbe an anderer Stelle:',
    call: 'Die Bereitschaft rufen',
    asOf: (time) =>
      `Stand: ${time}. Diese Seite ist eine Datei: Was sie sagt, kann älter sein als die Störung, die Sie sehen.`,
  },
};

export function wordsIn(language: PageLanguage): Words {
  return WORDS[language];
}

/** How it stands, in one sentence. */
export function matterWords(matter: Matter, language: PageLanguage, timeZone: string): string {
  const words = WORDS[language];
  const time = (at: EpochMs): string => pageTime(at, language, timeZone);
  switch (matter.kind) {
    case 'unknown':
      return words.unknown;
    case 'maintenance':
      return words.maintenance(time(matter.until));
    case 'trouble':
      return matter.taken ? words.taken(time(matter.since)) : words.waiting(time(matter.since));
    default:
      return assertNever(matter, 'matter of an error page');
  }
}

/** Making one costs a hundred times as much as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** With its day and its zone: nobody knows when and where it will be read. "5 January 2026 at 09:12 UTC" */
export function pageTime(at: EpochMs, language: PageLanguage, timeZone: string): string {
  const key = `${language} ${timeZone}`;
  const formatter =
    formatters.get(key) ??
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'de-DE', {
      timeZone,
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    });
  formatters.set(key, formatter);
  return formatter.format(at);
}
