/**
 * The escapes of a TCP script: text as people write it in the configuration, bytes as they go over the wire.
 *
 * `\r \n \t \\ \xHH` and nothing else: an escape that is not known is a mistake to be told, never a letter to be sent.
 */

export type Unescaped =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: string };

const SINGLE: Readonly<Record<string, number>> = { r: 0x0d, n: 0x0a, t: 0x09, '\\': 0x5c };
const ESCAPE = /^\\(?:([rnt\\])|x([0-9a-fA-F]{2}))/;

/** Text with escapes to bytes; characters beyond ASCII go out as UTF-8. */
export function unescapeText(text: string): Unescaped {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === '\\') {
      const match = ESCAPE.exec(text.slice(at, at + 4));
      if (!match) {
        const seen = JSON.stringify(text.slice(at, at + 2))
          .slice(1, -1)
          .replaceAll('\\\\', '\\');
        return {
          ok: false,
          problem: `"${seen}" at character ${at + 1} is no escape; known are \\r \\n \\t \\\\ \\xHH`,
        };
      }
      const [whole, single, hex] = match;
      bytes.push(single === undefined ? Number.parseInt(hex ?? '', 16) : (SINGLE[single] ?? 0));
      at += whole.length;
    } else {
      const point = text.codePointAt(at) ?? 0;
      pushUtf8(bytes, point);
      at += point > 0xffff ? 2 : 1;
    }
  }
  return { ok: true, bytes: Uint8Array.from(bytes) };
}

/** Bytes to text that `unescapeText` reads back: printable ASCII as it is, everything else escaped. */
export function escapeBytes(bytes: Iterable<number>): string {
  let text = '';
  for (const byte of bytes) {
    const name = Object.keys(SINGLE).find((letter) => SINGLE[letter] === byte);
    if (name !== undefined) {
      text += `\\${name}`;
    } else if (byte >= 0x20 && byte < 0x7f) {
      text += String.fromCharCode(byte);
    } else {
      text += `\\x${byte.toString(16).padStart(2, '0')}`;
    }
  }
  return text;
}

/** UTF-8, RFC 3629 section 3. A lone surrogate has no encoding and becomes U+FFFD, as everywhere on the web. */
function pushUtf8(bytes: number[], point: number): void {
  const sound = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
  if (sound < 0x80) {
    bytes.push(sound);
  } else if (sound < 0x800) {
    bytes.push(0xc0 | (sound >> 6), tail(sound));
  } else if (sound < 0x10000) {
    bytes.push(0xe0 | (sound >> 12), tail(sound >> 6), tail(sound));
  } else {
    bytes.push(0xf0 | (sound >> 18), tail(sound >> 12), tail(sound >> 6), tail(sound));
  }
}

const tail = (bits: number) => 0x80 | (bits & 0x3f);
