/**
 * Every word of the public page, in both languages side by side: whoever changes one sees the other.
 *
 * Public words: they say how something is, never why, and never who.
 */
import type { PostStatus } from '../../model/public-post.ts';
import type { Language } from '../../model/status-page.ts';
import type { Headline, PublicState, PublicUpdate, Seen } from './page.ts';

/** The same in every language. */
export type Text = Readonly<Record<Language, string>>;
type TextOf<Args extends readonly unknown[]> = Readonly<Record<Language, (...args: Args) => string>>;

export const STATES = {
  operational: { en: 'Working', de: 'Funktioniert' },
  slow: { en: 'Slow', de: 'Langsam' },
  partial: { en: 'Partly down', de: 'Teilweise ausgefallen' },
  down: { en: 'Down', de: 'Ausgefallen' },
  maintenance: { en: 'Planned work', de: 'Wartung' },
  unknown: { en: 'Not watched', de: 'Nicht beobachtet' },
} as const satisfies Record<PublicState, Text>;

export const POST_WORDS = {
  scheduled: { en: 'Planned', de: 'Geplant' },
  investigating: { en: 'Being looked into', de: 'Wird untersucht' },
  identified: { en: 'Cause found', de: 'Ursache gefunden' },
  watching: { en: 'Being watched', de: 'Unter Beobachtung' },
  fixed: { en: 'Fixed', de: 'Behoben' },
} as const satisfies Record<PostStatus, Text>;

/** Of our own updates; how it began is told by its state. */
export const UPDATES = {
  taken: { en: 'Somebody is working on it', de: 'Es wird daran gearbeitet' },
  over: { en: 'Working again', de: 'Funktioniert wieder' },
} as const satisfies Record<Exclude<PublicUpdate['kind'], 'began' | 'said'>, Text>;

type Named = Seen['kind'];

/** `names` are joined already; `count` says how many they are. */
export const HEADLINES = {
  down: {
    en: (names, count) => `${names} ${count === 1 ? 'is' : 'are'} down`,
    de: (names, count) => `${names} ${count === 1 ? 'ist' : 'sind'} ausgefallen`,
  },
  partial: {
    en: (names, count) => `${names} ${count === 1 ? 'is' : 'are'} partly down`,
    de: (names, count) => `${names} ${count === 1 ? 'ist' : 'sind'} teilweise ausgefallen`,
  },
  slow: {
    en: (names, count) => `${names} ${count === 1 ? 'is' : 'are'} slow`,
    de: (names, count) => `${names} ${count === 1 ? 'ist' : 'sind'} langsam`,
  },
  unknown: {
    en: (names) => `Not known at the moment: ${names}`,
    de: (names) => `Zurzeit nicht bekannt: ${names}`,
  },
  maintenance: {
    en: (names) => `Planned work on ${names}`,
    de: (names) => `Wartungsarbeiten: ${names}`,
  },
} as const satisfies Record<Named, TextOf<[names: string, count: number]>>;

export const WHOLE = {
  well: { en: 'Everything is working', de: 'Alles funktioniert' },
  empty: { en: 'Nothing is shown here yet', de: 'Hier wird noch nichts gezeigt' },
  'not-watching': {
    en: 'Nobody can see at the moment how things are',
    de: 'Zurzeit ist nicht zu sehen, wie es steht',
  },
  stopped: { en: 'Nobody is watching any more', de: 'Es wird nicht mehr beobachtet' },
} as const satisfies Record<Exclude<Headline['kind'], Named | 'posted'>, Text>;

/** `time` is written out. */
export const BLIND = {
  'not-watching': {
    en: (time) => `Not watched since ${time}: what is known of before says nothing about now.`,
    de: (time) => `Seit ${time} nicht beobachtet: was davor bekannt war, sagt nichts über jetzt.`,
  },
  stopped: {
    en: (time) => `The watcher was stopped at ${time}. Nothing here changes until it runs again.`,
    de: (time) => `Die Überwachung wurde am ${time} beendet. Bis sie wieder läuft, ändert sich hier nichts.`,
  },
} as const satisfies Record<'not-watching' | 'stopped', TextOf<[time: string]>>;

export const LABELS = {
  languages: { en: 'Languages', de: 'Sprachen' },
  pages: { en: 'Pages', de: 'Seiten' },
  now: { en: 'Now', de: 'Jetzt' },
  history: { en: 'History', de: 'Verlauf' },
  asOf: { en: 'As of', de: 'Stand:' },
  goingOn: { en: 'What is wrong now', de: 'Was gerade nicht stimmt' },
  services: { en: 'Services', de: 'Dienste' },
  others: { en: 'More services', de: 'Weitere Dienste' },
  planned: { en: 'Planned work', de: 'Geplante Wartung' },
  past: { en: 'The last 14 days', de: 'Die letzten 14 Tage' },
  nothingPast: { en: 'Nothing happened.', de: 'Es ist nichts vorgefallen.' },
  nothingSeenPast: {
    en: 'Nothing is known to have happened.',
    de: 'Es ist nichts bekannt, was vorgefallen wäre.',
  },
  meanwhile: { en: 'Meanwhile', de: 'Bis dahin' },
  alsoAt: { en: 'Also at', de: 'Auch unter' },
  worksAt: { en: 'Working at', de: 'Funktioniert unter' },
  worksNowhere: { en: 'Working nowhere at the moment', de: 'Funktioniert zurzeit nirgends' },
  unknownWhere: {
    en: 'Whether it works anywhere is not known at the moment',
    de: 'Ob es irgendwo funktioniert, ist zurzeit nicht bekannt',
  },
  more: { en: 'More', de: 'Mehr' },
  back: { en: 'Back to all services', de: 'Zurück zu allen Diensten' },
  since: { en: 'since', de: 'seit' },
  until: { en: 'until', de: 'bis' },
  goingOnSince: { en: 'Going on since', de: 'Dauert an seit' },
  lasted: { en: 'lasted', de: 'dauerte' },
  whatWasTold: { en: 'What was told', de: 'Was mitgeteilt wurde' },
  week: { en: 'Week from', de: 'Woche vom' },
  month: { en: 'Month', de: 'Monat' },
  weeks: { en: 'By week', de: 'Nach Wochen' },
  months: { en: 'By month', de: 'Nach Monaten' },
  uptime: { en: 'Uptime', de: 'Verfügbarkeit' },
  response: { en: 'Response time', de: 'Antwortzeit' },
  notSeen: { en: 'not watched', de: 'nicht beobachtet' },
  noHistory: { en: 'The history is not worked out yet.', de: 'Der Verlauf ist noch nicht berechnet.' },
  contact: { en: 'Call somebody', de: 'Jemanden rufen' },
  openedLongAgo: {
    en: 'This page has been open for more than 5 minutes and does not renew itself.',
    de: 'Diese Seite ist seit mehr als 5 Minuten offen und erneuert sich nicht von selbst.',
  },
  loadAgain: { en: 'Load it again', de: 'Neu laden' },
  feeds: { en: 'Subscribe', de: 'Abonnieren' },
  byMail: { en: 'E-mail', de: 'E-Mail' },
  madeWith: { en: 'Watched by Watchbell', de: 'Beobachtet von Watchbell' },
} as const satisfies Record<string, Text>;

export const SENTENCES = {
  /** `every` is a length of time in words, "1 minute". */
  copy: {
    en: (every) =>
      `This page is a copy, written anew at intervals of ${every}. If its time is much older than that, nobody has renewed it, and it may not be true any more.`,
    de: (every) =>
      `Diese Seite ist eine Abschrift, in Abständen von ${every} neu geschrieben. Ist ihre Uhrzeit viel älter, hat sie niemand erneuert, und sie stimmt vielleicht nicht mehr.`,
  },
  zone: {
    en: (zone) => `All times are those of ${zone}.`,
    de: (zone) => `Alle Zeiten gelten für ${zone}.`,
  },
  days: {
    en: (count) => `${count} days`,
    de: (count) => `${count} Tage`,
  },
  andMore: {
    en: (count) => `${count} more`,
    de: (count) => `${count} weitere`,
  },
} as const satisfies Record<string, TextOf<[string]>>;

/** A name or a day, and what share of it was up. */
export const SHARES = {
  bars: {
    en: (name, percent) => `${name}, the last 90 days: ${percent}`,
    de: (name, percent) => `${name}, die letzten 90 Tage: ${percent}`,
  },
  dayWas: {
    en: (day, percent) => `${day}: up for ${percent}`,
    de: (day, percent) => `${day}: zu ${percent} verfügbar`,
  },
} as const satisfies Record<string, TextOf<[string, string]>>;
