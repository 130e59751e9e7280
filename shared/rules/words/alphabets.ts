/**
 * Writing a text with fewer letters: those of an SMS, or those of a pager.
 *
 * A look-alike is taken where there is one. What then happens to the rest differs, and is said at each function.
 */
import { oneLine } from './plain.ts';

/** Look-alikes that decomposition does not find, "from to" parted by bars. German vowels become two letters, as Germans write them. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  [
    'ä ae|ö oe|ü ue|Ä Ae|Ö Oe|Ü Ue|ß ss|æ ae|Æ Ae|œ oe|Œ Oe|ø oe|Ø Oe|å aa|Å Aa|ł l|Ł L|đ d|Đ D|ð d|Ð D|þ th|Þ Th|ı i',
    "‘ '|’ '|‚ '|‛ '|` '|´ '|“ \"|” \"|„ \"|« \"|» \"|‐ -|‑ -|‒ -|– -|— -|− -|· -|… ...|• *",
    '→ ->|← <-|≤ <=|≥ >=|× x|µ u|μ u|€ EUR|£ GBP|° deg',
  ]
    .join('|')
    .split('|')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** GSM 03.38 basic and extension tables (3GPP TS 23.038, section 6.2.1). One character outside them halves an SMS. */
const GSM = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
    'abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€',
);

/** It fits into an SMS as it is, 160 letters in one. */
export const isGsm = (text: string): boolean => [...text].every((one) => GSM.has(one));

/** The nearest character in `allowed`, or null when there is none. */
function nearest(character: string, allowed: (one: string) => boolean): string | null {
  const lookalike = LOOKALIKES.get(character);
  if (lookalike !== undefined) {
    return lookalike;
  }
  const bare = character.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return bare !== '' && [...bare].every(allowed) ? bare : null;
}

/** Typographic characters become those of an SMS. A name without look-alikes stays: who is down matters more than the price. */
export function gsmFriendly(text: string): string {
  const allowed = (one: string) => GSM.has(one);
  return [...text.normalize('NFC')].map((one) => (allowed(one) ? one : (nearest(one, allowed) ?? one))).join('');
}

/** Printable ASCII. What has no look-alike becomes `?`, and `lost` says that some did. */
export function toAscii(text: string): { readonly text: string; readonly lost: boolean } {
  const allowed = (one: string) => one >= ' ' && one <= '~';
  let lost = false;
  const plain = [...oneLine(text).normalize('NFC')].map((one) => {
    const found = allowed(one) ? one : nearest(one, allowed);
    lost ||= found === null;
    return found ?? '?';
  });
  return { text: plain.join(''), lost };
}
