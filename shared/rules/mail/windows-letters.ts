/**
 * Quotation marks, dashes and the euro sign of Windows-1252 where a decoder has left control characters in their place.
 *
 * The Encoding standard reads Latin-1 as Windows-1252; Node's decoder, since 20.18.3, both as bare Latin-1 (nodejs/node#56542). No mail means
 * the control characters U+0080 to U+009F.
 */

/** From 0x80 on (https://encoding.spec.whatwg.org/index-windows-1252.txt). */
const LETTERS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const FIRST = 0x80;

export function windowsLetters(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (letter) => LETTERS[letter.charCodeAt(0) - FIRST] ?? letter);
}
