/**
 * An answer as it came: each line on its own, since the first one counts and a signature may follow; cut to what an answer can be.
 */
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';

const LONGEST = 200;

/** Empty: it holds no words. */
export function saidIn(text: string): string {
  const lines = text.split(/\r?\n|\r/).map(oneLine);
  return cutAtWord(lines.filter((line) => line !== '').join('\n'), LONGEST);
}
