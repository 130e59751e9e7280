/**
 * Which language the window speaks. A new language is one file like en.ts (with its parts) and one line here.
 */
import { en } from './en.ts';

/** English decides which texts there are; another language that lacks one does not compile. */
export type Words = typeof en;

const LANGUAGES: Readonly<Record<string, Words>> = { en };

/** The first wanted language that we have, else English. `wanted`: BCP 47 tags, best first, as in navigator.languages. */
export function chooseWords(wanted: readonly string[]): Words {
  for (const tag of wanted) {
    const words = LANGUAGES[tag.split('-')[0]?.toLowerCase() ?? ''];
    if (words !== undefined) {
      return words;
    }
  }
  return en;
}
