/**
 * A TAP block taken apart, as section 5 and 6 of the document compute it: independent of what builds ours.
 */
export interface TapBlock {
  /** Form and checksum are right. */
  readonly sound: boolean;
  /** Between STX and the mark at the end. */
  readonly content: string;
  /** How it ends: the transaction, a field, or in the middle of one. */
  readonly end: 'ETX' | 'ETB' | 'US' | null;
}

const ENDS = { '\x03': 'ETX', '\x17': 'ETB', '\x1f': 'US' } as const;

/** @param text from STX to the CR after the checksum */
export function readTapBlock(text: string): TapBlock {
  const body = text.slice(0, -4);
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    sum += body.charCodeAt(index) % 128;
  }
  const low = sum % 4_096;
  const [d1, d2, d3] = [Math.floor(low / 256), Math.floor(low / 16) % 16, low % 16];
  const checksum = String.fromCharCode(48 + d1, 48 + d2, 48 + d3);
  const end = ENDS[body.at(-1) as keyof typeof ENDS] ?? null;
  const content = body.slice(1, -1);
  const sound = text.startsWith('\x02') && text.endsWith(`${checksum}\r`) && end !== null && content.length <= 250;
  return { sound, content, end };
}
