/**
 * A page to be read aloud by a machine: what is down, and why. No address: nobody can write one down from hearing it.
 */
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Page } from '../../model/page.ts';
import { type LinkSight, takenWords } from './link-page.ts';
import { cutAtWord, oneLine } from './plain.ts';
import { withoutHint } from './short-texts.ts';

/** Twenty seconds of speech; written into XML twice, it can swell to six times that, and Twilio takes 4000. Characters. */
const LONGEST_SPEECH = 300;

/** "DOWN api-gateway. 503 Service Unavailable for 2 min, third failure, since 02:14." */
export function spokenText(page: Page): string {
  const sentences = [oneLine(page.title), withoutHint(page).text].filter((sentence) => sentence !== '');
  return cutAtWord(`${sentences.join('. ')}.`, LONGEST_SPEECH);
}

/** The key that says "mine" in a call. */
export const MINE_KEY = '1';

/** After the words, where keys come back to us. */
export const KEY_HINT = `Press ${MINE_KEY} to acknowledge.`;

/** What somebody hears who has pressed a key. */
export function keyWords(sight: LinkSight, now: EpochMs): string {
  switch (sight.kind) {
    case 'done':
      return `${sight.text}. Good luck.`;
    case 'open':
      return `That key does nothing. Nobody has acknowledged.`;
    case 'used':
      return sight.taken === null ? NOTHING_DONE : `${takenWords(sight.taken, now, sight.matter.timeZone)}.`;
    case 'over':
      return `It is over. ${NOTHING_DONE}`;
    case 'late':
    case 'unknown':
      return NOTHING_DONE;
    default:
      return assertNever(sight, 'link');
  }
}

const NOTHING_DONE = 'Nothing was done.';
