/**
 * Small repairs to text before it leaves: one line, no control characters, cut between words.
 *
 * The texts come partly from watched servers, so nothing here may be skipped on the way to a phone, a pager or a header.
 */

/** Control characters, and the marks that turn the direction of a line: a server's reply must not rearrange ours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** Everything on one line, blanks folded. */
export function oneLine(text: string): string {
  return text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

/** At most `limit` UTF-16 units, cut at the last blank if one is near, with dots to say that there was more. */
export function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  const dots = '...';
  const room = Math.max(0, limit - dots.length);
  const head = text.slice(0, room);
  const blank = head.lastIndexOf(' ');
  // A word of half the line is an address or a hash: cutting it in two loses less than dropping it.
  const kept = blank > room / 2 ? head.slice(0, blank) : head;
  return `${withoutHalfACharacter(kept).replace(/[ ,.:;]+$/, '')}${dots}`.slice(0, limit);
}

function withoutHalfACharacter(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
