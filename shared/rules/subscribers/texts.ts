/**
 * Every word to subscribers, in their mails and on the pages where they say what they want, in both languages side by side.
 */
import type { Language } from '../../model/status-page.ts';
import type { Text } from '../status-page/texts.ts';

type TextOf<Args extends readonly unknown[]> = Readonly<Record<Language, (...args: Args) => string>>;

export const MAIL = {
  again: { en: 'Not over after all', de: 'Doch noch nicht vorbei' },
  planned: { en: 'Planned work', de: 'Geplante Wartung' },
  now: { en: 'How it stands now:', de: 'So steht es jetzt:' },
  whole: { en: 'The whole page:', de: 'Die ganze Seite:' },
  change: { en: 'Change what you hear, or end it:', de: 'Ändern, was Sie erfahren, oder beenden:' },
  confirmSubject: { en: 'Do you want to be told?', de: 'Möchten Sie benachrichtigt werden?' },
  confirmLink: {
    en: 'If you do, open this page and press its button:',
    de: 'Wenn ja, öffnen Sie diese Seite und drücken Sie den Knopf:',
  },
  notYou: {
    en: 'If it was not you, do nothing: without your answer the address is forgotten within two days.',
    de: 'Wenn Sie das nicht waren, tun Sie nichts: Ohne Ihre Antwort ist die Adresse nach zwei Tagen vergessen.',
  },
} as const satisfies Record<string, Text>;

export const MAIL_SENTENCES = {
  /** `state` as in the list of states. */
  worse: { en: (state) => `Worse now: ${state}`, de: (state) => `Jetzt schlimmer: ${state}` },
  andMore: { en: (count) => `and ${count} more`, de: (count) => `und ${count} weitere` },
  asked: {
    en: (title) => `Somebody, probably you, asked that this address be told of news on "${title}".`,
    de: (title) => `Jemand, wahrscheinlich Sie, möchte, dass diese Adresse Neuigkeiten zu „${title}“ erfährt.`,
  },
  why: {
    en: (title) => `You get this because you subscribed to "${title}".`,
    de: (title) => `Sie erhalten das, weil Sie „${title}“ abonniert haben.`,
  },
} as const satisfies Record<string, TextOf<[string]>>;

export const FORM = {
  subscribe: { en: 'Be told by e-mail', de: 'Per E-Mail benachrichtigt werden' },
  email: { en: 'Your e-mail address', de: 'Ihre E-Mail-Adresse' },
  about: { en: 'What about?', de: 'Worüber?' },
  everything: { en: 'Everything', de: 'Alles' },
  some: { en: 'Only what is ticked here', de: 'Nur was hier angekreuzt ist' },
  language: { en: 'Language', de: 'Sprache' },
  pace: { en: 'How often?', de: 'Wie oft?' },
  'at-once': { en: 'As it happens', de: 'Wenn etwas geschieht' },
  send: { en: 'Send me the confirmation', de: 'Bestätigung anfordern' },
  sent: { en: 'Look into your mailbox', de: 'Schauen Sie in Ihr Postfach' },
  sentMore: {
    en: 'If a mail can reach that address, there will soon be one with a link. Nothing else is sent before you have opened it and pressed its button.',
    de: 'Wenn die Adresse erreichbar ist, kommt gleich eine Mail mit einem Link. Vorher, und ehe Sie dort den Knopf gedrückt haben, wird nichts anderes geschickt.',
  },
  confirm: { en: 'Yes, tell me', de: 'Ja, benachrichtigen' },
  confirmTitle: { en: 'Do you want to be told?', de: 'Möchten Sie benachrichtigt werden?' },
  yours: { en: 'What you hear', de: 'Was Sie erfahren' },
  save: { en: 'Save', de: 'Speichern' },
  saved: { en: 'Saved.', de: 'Gespeichert.' },
  paused: {
    en: 'Nothing is sent at the moment: your mail server refused our mails. Save, and it is tried again.',
    de: 'Zurzeit wird nichts geschickt: Ihr Mailserver hat unsere Mails abgelehnt. Mit „Speichern“ wird es wieder versucht.',
  },
  leave: { en: 'End it', de: 'Beenden' },
  leaveTitle: { en: 'Hear nothing more?', de: 'Nichts mehr erfahren?' },
  left: { en: 'Ended', de: 'Beendet' },
  leftMore: {
    en: 'Nothing more is sent, and the address is forgotten.',
    de: 'Es wird nichts mehr geschickt, und die Adresse ist gelöscht.',
  },
  back: { en: 'To the status page', de: 'Zur Statusseite' },
  wrongEmail: { en: 'This is no e-mail address.', de: 'Das ist keine E-Mail-Adresse.' },
  wrongAbout: {
    en: 'Tick at least one, or choose everything.',
    de: 'Kreuzen Sie mindestens eines an, oder wählen Sie alles.',
  },
  unknown: { en: 'This address does not work', de: 'Diese Adresse gilt nicht' },
  unknownMore: {
    en: 'It is not complete, it was used already, or it is older than two days.',
    de: 'Sie ist nicht vollständig, wurde schon benutzt oder ist älter als zwei Tage.',
  },
  again: { en: 'Ask anew', de: 'Neu anfordern' },
} as const satisfies Record<string, Text>;

export const FORM_SENTENCES = {
  daily: { en: (time) => `Once a day, at ${time}`, de: (time) => `Einmal am Tag, um ${time} Uhr` },
  tooMany: {
    en: (wait) => `Too many have asked from there. Nothing was sent: try again in ${wait}.`,
    de: (wait) => `Von dort kamen zu viele Anfragen. Es wurde nichts geschickt: bitte in ${wait} noch einmal.`,
  },
} as const satisfies Record<string, TextOf<[string]>>;
