/**
 * The text of a calendar as events. ical.js reads the lines; each event by itself, so that a broken one costs only itself.
 *
 * Others have their turn in between: a calendar of two megabytes must not delay a page.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import ICAL from 'ical.js';
import { z } from 'zod';
import type { CalendarEvent } from '../../../shared/rules/ical/event.ts';
import { eventOf, JcalEvent } from '../../../shared/rules/ical/jcal.ts';
import type { ReadCalendar } from '../../engine/ports/calendars.ts';

/** More than any roster has; the rest is said. */
const MOST_EVENTS = 5_000;
/** Events read without a pause: about a millisecond. */
const AT_ONCE = 10;
/** Sentences about single events. */
const MOST_NOTES = 5;

const Wrapped = z.tuple([z.literal('vcalendar'), z.unknown(), z.tuple([JcalEvent])]);

/** @param zone IANA zone of times that name none, or one that nobody knows */
export async function readCalendarText(text: string, zone: string): Promise<ReadCalendar> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (!/^BEGIN:VCALENDAR\s*$/i.test(first)) {
    return { ok: false, reason: whatElse(first) };
  }
  const blocks = blocksOf(lines, 'VEVENT');
  const zones = createZones(zone, aliasesIn(blocksOf(lines, 'VTIMEZONE')));
  const events: CalendarEvent[] = [];
  const broken: string[] = [];
  for (const [place, block] of blocks.slice(0, MOST_EVENTS).entries()) {
    const event = readEvent(block, zones.of);
    if (typeof event === 'string') {
      broken.push(event);
    } else {
      events.push(event);
    }
    if (place % AT_ONCE === 0) {
      await breathe();
    }
  }
  const more = blocks.length > MOST_EVENTS ? [`Only the first ${MOST_EVENTS} of ${blocks.length} events are read`] : [];
  const cut = broken.length > MOST_NOTES ? [`${broken.length - MOST_NOTES} more events cannot be read`] : [];
  return { ok: true, events, notes: [...zones.notes(), ...broken.slice(0, MOST_NOTES), ...cut, ...more] };
}

function whatElse(first: string): string {
  if (/^\s*<(?:!doctype|html|\?xml|head)/i.test(first)) {
    return 'it is a web page and no calendar; the address may want somebody to log in';
  }
  return first === '' ? 'it is empty' : 'it is no calendar: it does not begin with BEGIN:VCALENDAR';
}

/** The lines of each component of this kind, its first and last included. One without an end is none. */
function blocksOf(lines: readonly string[], kind: string): readonly (readonly string[])[] {
  const blocks: (readonly string[])[] = [];
  let begin: number | null = null;
  for (const [place, line] of lines.entries()) {
    const word = line.trimEnd().toUpperCase();
    if (word === `BEGIN:${kind}`) {
      begin = place;
    } else if (word === `END:${kind}` && begin !== null) {
      blocks.push(lines.slice(begin, place + 1));
      begin = null;
    }
  }
  return blocks;
}

/** A text says why it cannot be read. */
function readEvent(block: readonly string[], zoneOf: (tzid: string | null) => string): CalendarEvent | string {
  const name = () => {
    const title = block.find((line) => /^SUMMARY[;:]/i.test(line))?.replace(/^[^:]*:/, '') ?? '';
    return title === '' ? 'An event without a title' : `“${title.slice(0, 80)}”`;
  };
  try {
    const whole = ['BEGIN:VCALENDAR', ...block.filter((line) => line !== ''), 'END:VCALENDAR'].join('\r\n');
    const jcal = Wrapped.safeParse(ICAL.parse(whole));
    const event = jcal.success ? eventOf(jcal.data[2][0], zoneOf) : 'it is not built as an event';
    return typeof event === 'string' ? `${name()} cannot be read: ${event}` : event;
  } catch (error) {
    return `${name()} cannot be read: ${(error instanceof Error ? error.message : String(error)).slice(0, 120)}`;
  }
}

/** Names of zones that the calendar itself explains with the name that everybody knows. */
function aliasesIn(blocks: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  const value = (block: readonly string[], name: string): string =>
    block
      .find((line) => line.toUpperCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  return new Map(blocks.map((block) => [value(block, 'TZID'), value(block, 'X-LIC-LOCATION')]));
}

function createZones(own: string, aliases: ReadonlyMap<string, string>) {
  const known = new Map<string, string>();
  const unknown = new Set<string>();

  function find(tzid: string): string {
    // "/softwarestudio.org/Olson_20011030_5/Europe/Berlin" and the like.
    const tail = tzid.split('/').slice(-2).join('/');
    const found = [tzid, aliases.get(tzid) ?? '', tail].find(isZone);
    if (found === undefined) {
      unknown.add(tzid);
    }
    return found ?? own;
  }

  return {
    of(tzid: string | null): string {
      if (tzid === null || tzid === '') {
        return own;
      }
      const zone = known.get(tzid) ?? find(tzid);
      known.set(tzid, zone);
      return zone;
    },
    notes: () => [...unknown].map((tzid) => `Nobody knows the time zone “${tzid}”: its times are read as ${own}`),
  };
}

function isZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
