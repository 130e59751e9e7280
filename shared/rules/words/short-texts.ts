/**
 * A page for small displays: an SMS, and the one or two lines of a pager. The title always comes first and whole.
 *
 * Nothing here decides what is said; it only makes it fit. "Runbook attached" becomes the address, since nothing is attached.
 */
import type { Page } from '../../model/page.ts';
import { incidentCode } from '../answers/code.ts';
import { gsmFriendly, toAscii } from './alphabets.ts';
import { RUNBOOK_HINT } from './page-text.ts';
import { cutAtWord, oneLine } from './plain.ts';

type Shown = Pick<Page, 'title' | 'text' | 'runbook' | 'componentName' | 'componentId'>;

/** Two joined SMS hold 306 characters; a third rarely says what the first two did not. */
const PREFERRED_SMS = 320;
/** Twilio takes no more in one Body. */
export const LONGEST_SMS = 1_600;
/** What alphanumeric pagers and their gateways usually keep. */
export const LONGEST_PAGER_TEXT = 240;

/** "DOWN api-gateway", a new line, the text; then the runbook's address, never cut. At most 1600 characters. */
export function smsText(page: Shown): string {
  const { text, runbook } = withoutHint(page);
  const title = cutAtWord(gsmFriendly(oneLine(page.title)), PREFERRED_SMS / 2);
  const room = PREFERRED_SMS - title.length - 1;
  const words = [title, cutAtWord(gsmFriendly(text), room)].filter((part) => part !== '').join('\n');
  const whole = runbook === null ? words : `${words}\n${runbook}`;
  return whole.length <= LONGEST_SMS ? whole : words;
}

/** The same for somebody who cannot write back: with the link that acknowledges, where there is one and it fits. */
export function linkedSms(page: Shown & Pick<Page, 'ackUrl'>): string {
  const text = smsText(page);
  const whole = page.ackUrl === undefined ? text : `${text}\nMine: ${page.ackUrl}`;
  return whole.length <= LONGEST_SMS ? whole : text;
}

/** The same for somebody who can write back: how, with the code that tells this incident from others. */
export function answerableSms(page: Shown & Pick<Page, 'kind' | 'incidentId'>): string {
  const text = smsText(page);
  const incidentId = page.kind === 'trigger' || page.kind === 'reminder' ? page.incidentId : null;
  const whole = incidentId === null ? text : `${text}\nReply "${incidentCode(incidentId)} a" to acknowledge`;
  return whole.length <= LONGEST_SMS ? whole : text;
}

/** One line of ASCII, and the runbook's address on a second one where it still fits. At most `longest` characters together. */
export function pagerLines(page: Shown, longest = LONGEST_PAGER_TEXT): readonly [string] | readonly [string, string] {
  const { text, runbook } = withoutHint(page);
  const first = cutAtWord(legible(text === '' ? page.title : `${page.title}: ${text}`, page), longest);
  const second = runbook === null ? '' : toAscii(runbook).text;
  return second !== '' && first.length + 1 + second.length <= longest ? [first, second] : [first];
}

/** A name that ASCII cannot write ("????") is replaced by the component's id, which always can be read. */
function legible(text: string, page: Shown): string {
  const known = page.componentId !== null && page.componentName !== '' && toAscii(page.componentName).lost;
  return toAscii(known ? text.replaceAll(page.componentName, page.componentId ?? '') : text).text;
}

/** The text without "Runbook attached", and the address that takes its place. */
export function withoutHint(page: Pick<Page, 'text' | 'runbook'>): {
  readonly text: string;
  readonly runbook: string | null;
} {
  const text = oneLine(page.text);
  const bare = text.endsWith(RUNBOOK_HINT) ? text.slice(0, -RUNBOOK_HINT.length).replace(/[. ]+$/, '') : text;
  return { text: bare, runbook: page.runbook === null ? null : oneLine(page.runbook) };
}
