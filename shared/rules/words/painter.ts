/**
 * Words with what must never stand in them painted over: a server may echo our own password back.
 */
import { cutAtWord } from './plain.ts';

/** Shorter ones would be found inside ordinary words and status codes, and would be given away by the gaps. */
const SHORTEST = 4;
const LONGEST_WORDS = 300;

/** Words with every secret painted over. */
export function paintedOver(forms: readonly string[]): (words: string) => string {
  // Longest first, so that a part does not spoil the whole.
  const secrets = forms.filter((form) => form.length >= SHORTEST).toSorted((a, b) => b.length - a.length);
  return (text) => secrets.reduce((words, secret) => words.replaceAll(secret, '[secret]'), text);
}

/** The same, then cut to what a row can show: in this order, for half a secret is not recognised any more. */
export function painter(forms: readonly string[]): (words: string) => string {
  const clean = paintedOver(forms);
  return (text) => cutAtWord(clean(text), LONGEST_WORDS);
}

/** What of headers a server could quote: the value, and the part after a scheme such as `Bearer`. */
export function headerForms(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(headers).flatMap((value) => [value, value.slice(value.indexOf(' ') + 1)]);
}
