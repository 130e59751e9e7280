/**
 * Windows as spans of time: the one that runs, or the next one. Wall-clock arithmetic lives here and in `oncall/wall.ts`.
 *
 * A window begins and ends by the clock on the wall, so a night of 7 or 9 hours needs no care. A beginning that the clock skips moves
 * the whole window behind the gap, as cron does with its jobs; one that comes twice is the first.
 */
import { Cron } from 'croner';
import type { EpochMs } from '../model/ids.ts';
import { WEEKDAYS } from '../model/wall-time.ts';
import type { Times } from '../model/window.ts';
import { clockMs, DAY_MS, dayOf, firstInstant, momentInstant, type WallMs, wallAt, weekdayOf } from './oncall/wall.ts';

/** From its start to before its end. Epoch ms. */
export interface Span {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** Which window an answer comes from, and how long it stays true. */
export interface WindowNow<W extends Times> {
  /** The window that runs and ends last; null: none. */
  readonly running: (Span & { readonly window: W }) | null;
  /** When this answer may be another one; null: never. */
  readonly changesAt: EpochMs | null;
}

/** Windows that touch are one span. Beyond so many it is as good as endless, and the configuration refuses it. */
const LONGEST_CHAIN = 60;

/** What windows say about an instant. `timeZone` is for windows that name none. */
export function windowAt<W extends Times>(windows: readonly W[], at: EpochMs, timeZone: string): WindowNow<W> {
  let running: WindowNow<W>['running'] = null;
  let changesAt: EpochMs | null = null;
  for (const window of windows) {
    const span = spanAt(window, at, timeZone);
    if (span === null) {
      continue;
    }
    const active = span.from <= at;
    if (active && (running === null || span.until > running.until)) {
      running = { ...span, window };
    }
    changesAt = Math.min(changesAt ?? Number.POSITIVE_INFINITY, active ? span.until : span.from);
  }
  return { running, changesAt };
}

/** True when one occurrence follows the other without end: nobody would ever be told anything. */
export function isEndless(window: Times, at: EpochMs, timeZone: string): boolean {
  return window.kind !== 'once' && chainFrom(window, at, zoneOf(window, timeZone)).links >= LONGEST_CHAIN;
}

/** The latest answer of each window: it is good until its span is over, or (asked about the past) until then. */
const answers = new WeakMap<Times, { readonly at: EpochMs; readonly zone: string; readonly span: Span }>();

/** The span that runs at `at`, or else the next one; null when there is none any more. */
function spanAt(window: Times, at: EpochMs, timeZone: string): Span | null {
  const zone = zoneOf(window, timeZone);
  const known = answers.get(window);
  if (known !== undefined && known.zone === zone && known.at <= at && at < known.span.until) {
    return known.span;
  }
  const { span } = chainFrom(window, at, zone);
  if (span !== null) {
    answers.set(window, { at, zone, span });
  }
  return span;
}

function chainFrom(window: Times, at: EpochMs, zone: string): { span: Span | null; links: number } {
  let span: Span | null = null;
  let links = 0;
  for (const next of occurrences(window, at, zone)) {
    if (next.until <= at || next.until <= next.from) {
      continue;
    }
    if (span === null) {
      span = next;
    } else if (next.from <= span.until) {
      span = { from: span.from, until: Math.max(span.until, next.until) };
    } else {
      break;
    }
    links += 1;
    if (links >= LONGEST_CHAIN) {
      break;
    }
  }
  return { span, links };
}

/** In the order of their beginnings, from early enough that none which runs at `at` is left out. */
function* occurrences(window: Times, at: EpochMs, zone: string): Generator<Span> {
  if (window.kind === 'once') {
    yield { from: momentInstant(window.from, zone), until: momentInstant(window.to, zone) };
    return;
  }
  // A day more than it lasts: zones are moved by whole days at most (Apia, 2011).
  const early = wallAt(at - window.lasts - 2 * DAY_MS, zone);
  for (const start of wallStarts(window, early)) {
    yield spanOf(start, window.lasts, zone);
  }
}

function spanOf(start: WallMs, lasts: number, zone: string): Span {
  const from = firstInstant(start, zone);
  const skipped = wallAt(from, zone) !== start;
  return { from, until: skipped ? from + lasts : firstInstant(start + lasts, zone) };
}

/** The wall times at which it begins, from `early` on. */
function* wallStarts(window: Exclude<Times, { kind: 'once' }>, early: WallMs): Generator<WallMs> {
  switch (window.kind) {
    case 'weekly': {
      const days = new Set<number>(window.days.map((day) => WEEKDAYS.indexOf(day)));
      for (let day = dayOf(early); ; day += DAY_MS) {
        if (days.has(weekdayOf(day))) {
          yield day + clockMs(window.at);
        }
      }
    }
    case 'monthly': {
      const first = new Date(early);
      for (let month = first.getUTCMonth(); ; month += 1) {
        const lastDay = new Date(Date.UTC(first.getUTCFullYear(), month + 1, 0)).getUTCDate();
        yield Date.UTC(first.getUTCFullYear(), month, Math.min(window.day, lastDay)) + clockMs(window.at);
      }
    }
    case 'cron': {
      // Read on a clock without offsets: which instants these wall times are, the zone says afterwards.
      const cron = cronOf(window.cron);
      let last = new Date(early - 1);
      for (let next = cron.nextRun(last); next !== null; next = cron.nextRun(last)) {
        yield next.getTime();
        last = next;
      }
    }
  }
}

function cronOf(pattern: string): Cron {
  return new Cron(pattern, { timezone: 'UTC', paused: true, mode: '5-part' });
}

/** What is wrong with a cron pattern; null: nothing. */
export function cronTrouble(pattern: string, at: EpochMs): string | null {
  try {
    return cronOf(pattern).nextRun(new Date(at)) === null ? 'this pattern never comes' : null;
  } catch {
    return 'not a cron pattern; write minute, hour, day, month and weekday, like `0 2 * * sun`';
  }
}

function zoneOf(window: Times, timeZone: string): string {
  return window.timeZone ?? timeZone;
}
