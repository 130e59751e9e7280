/**
 * What a WCTP gateway's answers mean for a page. It answers HTTP 200 to everything that it could read.
 *
 * Failures by hundreds (WCTP, "Error codes"): 3xx the protocol, 4xx the content, both ours to mend; beyond that the gateway's and
 * the network's own trouble, which may pass.
 */
import type { Delivery } from '../../../shared/model/page.ts';
import { notUnderstood } from '../../../shared/rules/http/declined.ts';
import { later, type NotTaken, refused } from '../../../shared/rules/http/deliveries.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';
import type { Answered } from './http-post.ts';
import { readXml, type XmlElement } from './xml-read.ts';

/** It takes no more until what waits for us has been polled. */
const POLL_FIRST = 304;

const NOTES: Readonly<Record<number, string>> = {
  303: ', set version to what the gateway understands',
  401: ', check the senderId of this channel',
  402: ', check the securityCode of this channel',
  403: ', check the recipient of this channel',
  [POLL_FIRST]: ', something waits to be polled: set replies',
};

/** The one thing inside `wctp-Operation`; null: it is no WCTP. */
export function operationIn(body: string): XmlElement | null {
  const root = readXml(body);
  return root?.name === 'wctp-Operation' && root.children.length === 1 ? (root.children[0] ?? null) : null;
}

export function judgeConfirmation(answer: Answered, who: string): Delivery {
  const confirmation = operationIn(answer.body);
  const [said, ...more] = confirmation?.children ?? [];
  // To what it could not read, a gateway may answer with the failure alone.
  const verdict = confirmation?.name === 'wctp-Failure' ? confirmation : said;
  if (confirmation?.name === 'wctp-Confirmation' && verdict?.name === 'wctp-Success' && more.length === 0) {
    const code = verdict.attributes.get('successCode') ?? '';
    if (/^2\d\d$/.test(code)) {
      return { status: 'accepted', reference: oneLine(`${code} ${wordsOf(verdict, 'successText')}`) };
    }
  }
  return verdict?.name === 'wctp-Failure' ? judgeFailure(verdict, who) : notUnderstood(answer, who);
}

export function judgeFailure(failure: XmlElement, who: string): NotTaken {
  const code = Number(failure.attributes.get('errorCode') ?? Number.NaN);
  const reason = `${who} refused: ${failureWords(failure)}${NOTES[code] ?? ''}`;
  return code >= 300 && code < 500 && code !== POLL_FIRST ? refused(reason) : later(reason);
}

/** "error 403, Invalid recipientID: 5551212 is not known" */
export function failureWords(failure: XmlElement): string {
  return `error ${oneLine(failure.attributes.get('errorCode') ?? 'without a code')}, ${wordsOf(failure, 'errorText')}`;
}

function wordsOf(element: XmlElement, attribute: string): string {
  const words = [element.attributes.get(attribute) ?? '', element.text].map(oneLine).filter((one) => one !== '');
  return [...new Set(words)].join(': ') || 'without words';
}
