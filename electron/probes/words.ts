/**
 * What a target said, made fit for a failure text: short, on one line, nothing that a terminal or a pager would obey.
 */
import { escapeBytes } from '../../shared/model/escapes.ts';

/** Enough to recognise a banner. */
const EXCERPT = 80;
/** Enough for an error line. */
const LINE = 160;

/** The beginning of received bytes (as Latin-1 text), escaped, in quotes: `"220 mail\r\n…"`. */
export function excerpt(received: string): string {
  const bytes = Array.from(received.slice(0, EXCERPT), (letter) => letter.charCodeAt(0));
  return `"${escapeBytes(bytes)}${received.length > EXCERPT ? '…' : ''}"`;
}

/** A line that somebody else wrote, without control characters, cut to a length that fits a page. */
export function oneLine(text: string): string {
  const plain = text.replaceAll(/\p{C}+/gu, ' ').trim();
  return plain.length > LINE ? `${plain.slice(0, LINE)}…` : plain;
}

/** A text out of the configuration, cut to where people still recognise it. */
export function short(text: string): string {
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}
