/**
 * One language on one clock: times, lengths and amounts as its readers write them.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Language, Told } from '../../model/status-page.ts';
import { type UptimeFigure, uptimePercent } from '../uptime.ts';
import { LABELS, SENTENCES, type Text } from './texts.ts';

const LOCALES = { en: 'en-GB', de: 'de-DE' } as const satisfies Record<Language, string>;

const SECOND = 1_000;
const UNITS = [
  ['day', 86_400 * SECOND],
  ['hour', 3_600 * SECOND],
  ['minute', 60 * SECOND],
  ['second', SECOND],
] as const;

/** More names than this are counted, not named. */
const MOST_NAMED = 4;

export type Speech = ReturnType<typeof speech>;

/** Formatters are costly to make: one set for each language and zone. */
const known = new Map<string, Speech>();

export function speechOf(language: Language, zone: string): Speech {
  const key = `${language} ${zone}`;
  const made = known.get(key) ?? speech(key, language, zone);
  known.set(key, made);
  return made;
}

/** The same, seen from `now`: a time of the same day needs no date, one of the same year no year. For what is read at once. */
export function speechNear(language: Language, zone: string, now: EpochMs): Speech {
  const whole = speechOf(language, zone);
  const [today, year] = [whole.day(now), whole.year(now)];
  return {
    ...whole,
    key: `${whole.key} ${year}`,
    day: (at) => (whole.year(at) === year ? whole.dayMonth(at) : whole.day(at)),
    moment: (at) =>
      whole.day(at) === today ? whole.clock(at) : whole.year(at) === year ? whole.dayClock(at) : whole.moment(at),
  };
}

function speech(key: string, language: Language, timeZone: string) {
  const locale = LOCALES[language];
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
    return (at: EpochMs): string => format.format(at);
  };
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const units = new Map(
    UNITS.map(([unit]) => [unit, new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })]),
  );
  const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' });
  const decimal = (figure: string): string => (language === 'de' ? figure.replace('.', ',') : figure);
  const say = (text: Text): string => text[language];

  return {
    /** Two with the same write every day the same. */
    key,
    language,
    say,
    /** "29 Nov 2026, 14:03 CET": the whole of it. */
    time: dates({ ...date, ...clock, timeZoneName: 'short' }),
    /** "29 Nov 2026, 14:03" */
    moment: dates({ ...date, ...clock }),
    /** "14:03" */
    clock: dates(clock),
    /** "29 Nov, 14:03" */
    dayClock: dates({ day: 'numeric', month: 'short', ...clock }),
    /** "29 Nov" */
    dayMonth: dates({ day: 'numeric', month: 'short' }),
    /** "2026" */
    year: dates({ year: 'numeric' }),
    /** "29 Nov 2026" */
    day: dates(date),
    /** "November 2026" */
    month: dates({ month: 'long', year: 'numeric' }),
    /** The two largest units: "2 hours 14 minutes". Below a minute: "1 minute", for nothing public is more exact. */
    length(ms: number): string {
      const whole = Math.max(ms, 60 * SECOND);
      const first = UNITS.findIndex(([, size]) => whole >= size);
      let rest = whole;
      return UNITS.slice(first, first + 2)
        .filter(([unit]) => unit !== 'second')
        .map(([unit, size]) => {
          const amount = Math.floor(rest / size);
          rest -= amount * size;
          return amount === 0 ? '' : (units.get(unit)?.format(amount) ?? '');
        })
        .filter((part) => part !== '')
        .join(' ');
    },
    /** As `settings` have it, which may be seconds: "30 seconds", "1 minute". */
    interval(ms: number): string {
      const [unit, size] = UNITS.find(([, one]) => ms % one === 0 && ms >= one) ?? UNITS[3];
      return units.get(unit)?.format(Math.round(ms / size)) ?? '';
    },
    /** "99.98 %": rounded down. */
    percent(figure: UptimeFigure): string {
      const percent = uptimePercent(figure);
      return percent === null ? say(LABELS.notSeen) : `${decimal(percent)} %`;
    },
    /** "142 ms", "1.24 s" */
    response: (ms: number): string =>
      ms < SECOND ? `${ms < 1 ? '<1' : Math.round(ms)} ms` : `${decimal((ms / SECOND).toPrecision(3))} s`,
    /** "Shop, Mail and 3 more" */
    names(names: readonly string[]): string {
      const more = names.length > MOST_NAMED ? names.length - (MOST_NAMED - 1) : 0;
      return conjunction.format(
        more === 0 ? [...names] : [...names.slice(0, MOST_NAMED - 1), SENTENCES.andMore[language](String(more))],
      );
    },
    /** What somebody wrote for all, or for each language; and in which language that is, where it is known. */
    told(words: Told): { readonly text: string; readonly language: Language | null } {
      if (typeof words === 'string') {
        return { text: words, language: null };
      }
      const own = words[language];
      if (own !== undefined) {
        return { text: own, language };
      }
      const [other] = Object.entries(words) as [Language, string][];
      return other === undefined ? { text: '', language: null } : { text: other[1], language: other[0] };
    },
  };
}
