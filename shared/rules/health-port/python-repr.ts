/**
 * A word as Python 2 shows a str: zc.monitor quotes what it does not understand that way, and programs read it.
 */

/** @param bytes one character for each byte */
export function pythonRepr(bytes: string): string {
  const quote = bytes.includes("'") && !bytes.includes('"') ? '"' : "'";
  const inside = Array.from(bytes, (character) => escaped(character, quote)).join('');
  return `${quote}${inside}${quote}`;
}

const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string, quote: string): string {
  const named = character === quote ? `\\${quote}` : NAMED[character];
  if (named !== undefined) {
    return named;
  }
  return character >= ' ' && character <= '~'
    ? character
    : `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`;
}
