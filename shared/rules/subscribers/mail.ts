/**
 * News in the words of a mail: what is new of each thing, where it stands, and how to stop. Only what the public page says as well.
 */
import type { Language } from '../../model/status-page.ts';
import { pathsOf } from '../status-page/names.ts';
import type { StatusPage } from '../status-page/page.ts';
import { headlineWords } from '../status-page/paint/headline.ts';
import { incidentTitle, updateWords } from '../status-page/paint/incidents.ts';
import { type Speech, speechOf } from '../status-page/speech.ts';
import { STATES, UPDATES } from '../status-page/texts.ts';
import { oneLine } from '../words/plain.ts';
import type { Item, News } from './owed.ts';
import { MAIL, MAIL_SENTENCES } from './texts.ts';

export interface MailWords {
  readonly subject: string;
  readonly text: string;
}

type Reader = { readonly language: Language /** Where they change or end it. */; readonly manage: string };

/** @param news at least one */
export function newsMail(page: StatusPage, news: readonly News[], { language, manage }: Reader): MailWords {
  const speech = speechOf(language, page.timeZone);
  const { say } = speech;
  const [first] = news;
  const more = news.length > 1 ? `, ${MAIL_SENTENCES.andMore[language](String(news.length - 1))}` : '';
  const where =
    page.base === null
      ? []
      : [say(MAIL.whole), `${page.base}${pathsOf(page.languages).index(shownIn(page, language))}`];
  return {
    subject: oneLine(`[${page.title}] ${first === undefined ? '' : nowWords(first, speech)}${more}`),
    text: lines([
      ...news.flatMap((one) => [...paragraph(one, page, speech), '']),
      `${say(MAIL.now)} ${headlineWords(page.headline, speech)} (${speech.time(page.at)})`,
      ...where,
      '',
      '-- ',
      MAIL_SENTENCES.why[language](page.title),
      say(MAIL.change),
      manage,
    ]),
  };
}

/** Asks the owner of an address whether it was they who asked. */
export function confirmMail({ title }: Pick<StatusPage, 'title'>, language: Language, link: string): MailWords {
  return {
    subject: oneLine(`[${title}] ${MAIL.confirmSubject[language]}`),
    text: lines([
      MAIL_SENTENCES.asked[language](title),
      '',
      MAIL.confirmLink[language],
      link,
      '',
      MAIL.notYou[language],
    ]),
  };
}

/** Readers may have chosen a language that the page no longer has. */
const shownIn = ({ languages }: StatusPage, language: Language): Language =>
  languages.includes(language) ? language : (languages[0] ?? language);

/** "Shop: Down" while it is, "Shop: Working again" when it is over. */
function nowWords(news: News, speech: Speech): string {
  if (news.kind === 'work') {
    return `${speech.say(MAIL.planned)}: ${namesOf(news.work.components, speech)}`;
  }
  const { incident } = news;
  return incident.title === null && incident.until !== null
    ? `${namesOf(incident.components, speech)}: ${speech.say(UPDATES.over)}`
    : incidentTitle(incident, speech);
}

function paragraph(news: News, page: StatusPage, speech: Speech): readonly string[] {
  const head = nowWords(news, speech);
  if (news.kind === 'work') {
    const { from, until } = news.work;
    return [head, `  ${speech.time(from)} – ${speech.time(until)}`];
  }
  const { incident, items } = news;
  const path = pathsOf(page.languages).incident(incident.key, shownIn(page, speech.language));
  return [
    head,
    ...(incident.title === null || incident.components.length === 0
      ? []
      : [`  ${namesOf(incident.components, speech)}`]),
    ...items.flatMap((item) => itemLines(item, incident, speech)),
    ...(page.base === null ? [] : [`  ${page.base}${path}`]),
  ];
}

type OfIncident = Extract<News, { kind: 'incident' }>['incident'];

function itemLines(item: Item, incident: OfIncident, speech: Speech): readonly string[] {
  switch (item.kind) {
    case 'again':
      return [`  ${speech.say(MAIL.again)}: ${speech.say(STATES[incident.state ?? 'unknown'])}`];
    case 'worse':
      return [`  ${MAIL_SENTENCES.worse[speech.language](speech.say(STATES[incident.state ?? 'unknown']))}`];
    case 'said':
      return [
        `  ${speech.time(item.at)}  ${updateWords(item, incident, speech)}`,
        ...item.message.split(/\r?\n/).map((line) => `    ${line}`),
      ];
    case 'began':
    case 'taken':
    case 'over':
      return [`  ${speech.time(item.at)}  ${updateWords(item, incident, speech)}`];
  }
}

const namesOf = (components: readonly { readonly name: string }[], { names }: Speech): string =>
  names(components.map(({ name }) => name));

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
