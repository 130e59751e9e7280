/**
 * What a paging terminal says, byte by byte, as what it means (TAP 1.8, section 3). Generous as section 4 asks: any line end, any
 * parity, words before or without a control character.
 */
export type TapToken =
  | { readonly kind: 'id' }
  /** `[p`: go ahead. `bye`: it hangs up. */
  | { readonly kind: 'ACK' | 'NAK' | 'RS' | 'go-ahead' | 'bye' }
  /** A line of its words. */
  | { readonly kind: 'line'; readonly text: string }
  /** More than a terminal ever says without a line end. */
  | { readonly kind: 'noise' };

const LONGEST_LINE = 500;

const CONTROLS: ReadonlyMap<number, TapToken> = new Map([
  [0x06, { kind: 'ACK' }],
  [0x15, { kind: 'NAK' }],
  [0x1e, { kind: 'RS' }],
]);
const ESC = 0x1b;
const EOT = 0x04;
const LINE_ENDS = new Set([0x0d, 0x0a]);

/** Give it the bytes as they come. */
export function createTapReader(): (bytes: Uint8Array) => readonly TapToken[] {
  let line = '';
  let begun = '';

  function read(byte: number): readonly TapToken[] {
    if (begun !== '') {
      return afterEscape(byte);
    }
    if (byte === ESC) {
      begun = 'ESC';
      return ended();
    }
    const control = CONTROLS.get(byte);
    if (control !== undefined) {
      return [...ended(), control];
    }
    if (LINE_ENDS.has(byte)) {
      return ended();
    }
    if (byte >= 0x20 && byte < 0x7f) {
      line += String.fromCharCode(byte);
    }
    if (line.endsWith('ID=')) {
      line = '';
      return [{ kind: 'id' }];
    }
    if (line.length > LONGEST_LINE) {
      line = '';
      return [{ kind: 'noise' }];
    }
    return [];
  }

  function afterEscape(byte: number): readonly TapToken[] {
    if (begun === 'ESC' && byte === 0x5b) {
      begun = 'ESC[';
      return [];
    }
    const goAhead = begun === 'ESC[' && byte === 0x70;
    const bye = begun === 'ESC' && byte === EOT;
    begun = '';
    return goAhead ? [{ kind: 'go-ahead' }] : bye ? [{ kind: 'bye' }] : [];
  }

  function ended(): readonly TapToken[] {
    const text = line.trim();
    line = '';
    return text === '' ? [] : [{ kind: 'line', text }];
  }

  return (bytes) => [...bytes].flatMap((byte) => read(byte & 0x7f));
}
