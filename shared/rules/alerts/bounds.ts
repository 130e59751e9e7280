/**
 * What other systems say of an alert, within what is kept and shown: every text on one line and cut, links that the window may open.
 */
import { z } from 'zod';
import {
  type AlertEvent,
  LONGEST_DETAIL,
  LONGEST_KEY,
  LONGEST_NAME,
  LONGEST_SUMMARY,
  MOST_DETAILS,
  MOST_LINKS,
} from '../../model/alert.ts';
import { cutAtWord, oneLine } from '../words/plain.ts';

/** No login in it: whoever sees the alert need not have it. */
const WebAddress = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .regex(/^[^:]+:\/\/[^/?#@]+(?:[/?#]|$)/);

export function bounded(event: AlertEvent): AlertEvent {
  return {
    ...event,
    summary: short(event.summary, LONGEST_SUMMARY),
    name: short(event.name, LONGEST_NAME),
    severity: short(event.severity, LONGEST_NAME),
    origin: short(event.origin, LONGEST_NAME),
    details: event.details
      .map(({ name, value }) => ({ name: short(name, LONGEST_NAME), value: short(value, LONGEST_DETAIL) }))
      .filter(({ name, value }) => name !== '' && value !== '')
      .slice(0, MOST_DETAILS),
    links: event.links
      .filter(({ href }) => WebAddress.safeParse(href).success)
      .map(({ href, text }) => ({ href, text: short(text, LONGEST_NAME) }))
      .slice(0, MOST_LINKS),
  };
}

/** A key is not cut: two that differ only at their end would be one alert. Null: it is short enough. */
export function keyProblem(key: string): string | null {
  return key.length > LONGEST_KEY ? `is longer than ${LONGEST_KEY} characters` : null;
}

const short = (text: string, most: number): string => cutAtWord(oneLine(text), most);
