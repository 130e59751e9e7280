/**
 * What a paging terminal's answers mean for a page: its control characters, and the codes before its words (TAP 1.8, appendix A).
 */
import type { Delivery } from '../../../shared/model/page.ts';
import { later, refused } from '../../../shared/rules/http/deliveries.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';

/** What it said before a control character. Older terminals say nothing, or nothing with a code. */
export interface TapWords {
  readonly code: number | null;
  readonly text: string;
}

/**
 * Session full, session too long, time-out, unexpected characters, too many checksum errors, not now for this pager, checksum error,
 * quota used up for now. All other 5xx stay.
 */
const PASSING = new Set([112, 113, 501, 502, 503, 512, 514, 516]);

const NOTES: Readonly<Record<number, string>> = {
  509: ', check the password of this channel',
  510: ', check the pager of this channel',
  511: ', check the pager of this channel',
  513: ', set longest to what it takes',
  517: ', set longest to what it takes',
};

/** Only the first line of each message has a code; the last code is the one that counts. */
export function tapWords(lines: readonly string[]): TapWords {
  const code = lines.findLast((line) => /^\d{3}(?:\s|$)/.test(line))?.slice(0, 3);
  return { code: code === undefined ? null : Number(code), text: oneLine(lines.join(' ')) };
}

/** RS: it does not take this page, and says why, if it is of this century. Without a reason it is an unknown pager (step 8). */
export function tapRefusal({ code, text }: TapWords, who: string): Delivery {
  const reason = `${who} refused the page${said(text)}${NOTES[code ?? 0] ?? ''}`;
  return PASSING.has(code ?? 511) ? later(reason) : refused(reason);
}

/** It hangs up in the middle. Without a reason that stays, it may pass. */
export function tapGoodbye({ code, text }: TapWords, who: string, stage: string): Delivery {
  const reason = `${who} hung up, ${stage}${said(text)}${NOTES[code ?? 0] ?? ''}`;
  return code !== null && code >= 500 && !PASSING.has(code) ? refused(reason) : later(reason);
}

export function tapTaken({ text }: TapWords): Delivery {
  return text === '' ? { status: 'accepted' } : { status: 'accepted', reference: text };
}

const said = (text: string) => (text === '' ? '' : `: ${text}`);
