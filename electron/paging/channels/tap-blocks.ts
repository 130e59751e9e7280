/**
 * A TAP transaction as the blocks that go over the line (TAP 1.8, section 3, step 8, and section 5). Pure.
 */
const [STX, ETX, ETB, SUB, US, CR] = ['\x02', '\x03', '\x17', '\x1a', '\x1f', '\r'] as const;

/** Characters of a block between STX and the mark that ends it. */
const LONGEST_CONTENT = 250;

/** Each field, and then the message's checksum, ends with CR. A field that does not fit goes on in the next block. */
export function tapBlocks(fields: readonly string[]): readonly string[] {
  const blocks: string[] = [];
  let content = '';
  for (const [index, field] of fields.entries()) {
    const last = index === fields.length - 1;
    for (const unit of units(field)) {
      if (content.length + unit.length + CR.length > LONGEST_CONTENT) {
        blocks.push(closed(content, content.endsWith(CR) ? ETB : US));
        content = '';
      }
      content += unit;
    }
    content += CR;
    if (last) {
      blocks.push(closed(content, ETX));
    }
  }
  return blocks;
}

/** The sum of all characters up to here, 7 bits each, its low 12 bits as three characters from `0` to `?`. */
export function tapChecksum(text: string): string {
  const sum = [...text].reduce((total, character) => total + (character.charCodeAt(0) & 0x7f), 0);
  return [8, 4, 0].map((shift) => String.fromCharCode(0x30 + ((sum >> shift) & 0xf))).join('');
}

function closed(content: string, mark: string): string {
  const block = `${STX}${content}${mark}`;
  return `${block}${tapChecksum(block)}${CR}`;
}

/** Characters as they are sent: a control character is two, and they stay together. */
function units(field: string): readonly string[] {
  return [...field].map((character) =>
    character < ' ' ? `${SUB}${String.fromCharCode(character.charCodeAt(0) + 0x40)}` : character,
  );
}
