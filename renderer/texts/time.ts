/**
 * Times and amounts in words. Everything that depends on the language comes in as `TimeWords`; the arithmetic is here.
 *
 * Not `formatDuration` of shared/model: that file needs zod, whose compiler asks for `eval`, and the window forbids it.
 */
import type { EpochMs } from '../../shared/model/ids.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** What a language must bring to speak of time. `locale` is a BCP 47 tag with a 24-hour clock. */
export interface TimeWords {
  readonly locale: string;
  readonly units: {
    readonly ms: string;
    readonly s: string;
    readonly min: string;
    readonly h: string;
    readonly d: string;
  };
  readonly justNow: string;
  readonly dueNow: string;
  readonly ago: (length: string) => string;
}

export type TimeFormat = ReturnType<typeof timeFormat>;

/** Every way in which the window writes a time. Made once per language; formatters are costly to make. */
export function timeFormat(words: TimeWords) {
  const { locale, units } = words;
  const formatters = new Map<string, Intl.DateTimeFormat>();
  const format = (at: EpochMs, zone: string | undefined, options: Intl.DateTimeFormatOptions): string => {
    const key = `${zone ?? ''} ${JSON.stringify(options)}`;
    const known =
      formatters.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, ...(zone && { timeZone: zone }) });
    formatters.set(key, known);
    return known.format(at);
  };

  /** The two largest units that matter: "2 h 14 min", "45 s". Below a second: "0 s". */
  const length = (ms: number): string => {
    const seconds = Math.floor(Math.max(0, ms) / SECOND);
    const parts: ReadonlyArray<readonly [number, string]> = [
      [Math.floor(seconds / 86_400), units.d],
      [Math.floor(seconds / 3_600) % 24, units.h],
      [Math.floor(seconds / 60) % 60, units.min],
      [seconds % 60, units.s],
    ];
    const first = parts.findIndex(([amount]) => amount > 0);
    if (first < 0) {
      return `0 ${units.s}`;
    }
    // Seconds stop mattering after ten minutes, and two units are enough for a glance.
    const last = first + (first === 2 && (parts[2]?.[0] ?? 0) >= 10 ? 1 : 2);
    return parts
      .slice(first, last)
      .filter(([amount]) => amount > 0)
      .map(([amount, unit]) => `${amount} ${unit}`)
      .join(' ');
  };

  return {
    length,
    /** "3 s ago"; a clock that is slightly behind never says "in 2 s". One unit: it is a glance. */
    ago: (ms: number): string => {
      if (ms < SECOND) {
        return words.justNow;
      }
      const whole =
        ms < MINUTE
          ? ms - (ms % SECOND)
          : ms < HOUR
            ? ms - (ms % MINUTE)
            : ms < DAY
              ? ms - (ms % HOUR)
              : ms - (ms % DAY);
      return words.ago(length(whole));
    },
    /** Until something: "3:12", "1:03:12"; words when it is due. */
    countdown: (ms: number): string => {
      if (ms < SECOND) {
        return words.dueNow;
      }
      const seconds = Math.ceil(ms / SECOND);
      const two = (amount: number) => String(amount).padStart(2, '0');
      const hours = Math.floor(seconds / 3_600);
      const minutes = Math.floor(seconds / 60) % 60;
      return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
    },
    /** "45 ms", "1.24 s": three digits say enough. */
    latency: (ms: number): string =>
      ms === 0
        ? `0 ${units.ms}`
        : ms < 1
          ? `<1 ${units.ms}`
          : ms < SECOND
            ? `${Math.round(ms)} ${units.ms}`
            : `${(ms / SECOND).toPrecision(3)} ${units.s}`,
    /** "02:14" */
    clock: (at: EpochMs, zone?: string): string => format(at, zone, { hour: '2-digit', minute: '2-digit' }),
    /** "02:14:07" */
    clockSeconds: (at: EpochMs, zone?: string): string =>
      format(at, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    /** As short as it can be without doubt, seen from `now`: "02:14", "Mon 09:00", "12 Jan 09:00". */
    near: (at: EpochMs, now: EpochMs): string => {
      const day = (instant: EpochMs) =>
        format(instant, undefined, { year: 'numeric', month: 'numeric', day: 'numeric' });
      const time = format(at, undefined, { hour: '2-digit', minute: '2-digit' });
      if (day(at) === day(now)) {
        return time;
      }
      return Math.abs(at - now) < 6 * DAY
        ? `${format(at, undefined, { weekday: 'short' })} ${time}`
        : `${format(at, undefined, { day: 'numeric', month: 'short' })} ${time}`;
    },
    /** "Mon 12 Jan" */
    day: (at: EpochMs, zone?: string): string => format(at, zone, { weekday: 'short', day: 'numeric', month: 'short' }),
    /** "Mon 12" */
    shortDay: (at: EpochMs, zone?: string): string => format(at, zone, { weekday: 'short', day: 'numeric' }),
    /** "Mon 12 Jan 09:00" */
    dayClock: (at: EpochMs, zone?: string): string =>
      `${format(at, zone, { weekday: 'short', day: 'numeric', month: 'short' })} ${format(at, zone, { hour: '2-digit', minute: '2-digit' })}`,
    /** The whole truth, for hovering: "Mon, 12 Jan 2026, 09:00:00 CET". */
    full: (at: EpochMs, zone?: string): string =>
      format(at, zone, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZoneName: 'short',
      }),
    /** "99.93 %"; never rounded up to a hundred. */
    percent: (share: number): string => {
      const floored = Math.floor(share * 10_000) / 100;
      return `${floored === 100 ? '100' : floored.toFixed(2)} %`;
    },
    count: (amount: number): string => new Intl.NumberFormat(locale).format(amount),
  };
}
