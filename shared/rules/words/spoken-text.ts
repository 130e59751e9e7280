/**
 * A page to be read aloud by a machine: what is down, and why. No address: nobody can write one down from hearing it.
 */
import type { Page } from '../../model/page.ts';
import { cutAtWord, oneLine } from './plain.ts';
import { withoutHint } from './short-texts.ts';

/** Twenty seconds of speech; written into XML twice, it can swell to six times that, and Twilio takes 4000. Characters. */
const LONGEST_SPEECH = 300;

/** "DOWN api-gateway. 503 Service Unavailable for 2 min, third failure, since 02:14." */
export function spokenText(page: Page): string {
  const sentences = [oneLine(page.title), withoutHint(page).text].filter((sentence) => sentence !== '');
  return cutAtWord(`${sentences.join('. ')}.`, LONGEST_SPEECH);
}
