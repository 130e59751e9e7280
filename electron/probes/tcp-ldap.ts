/**
 * An anonymous LDAP bind and its answer: RFC 4511 sections 4.2 and 4.1.9, in BER.
 */
import { bad } from './tcp-lines.ts';
import type { Heard } from './tcp-script.ts';
import { excerpt, oneLine } from './words.ts';

/** Message 1: bind, version 3, no name, simple authentication with nothing. */
export const ANONYMOUS_BIND = Buffer.from('300c020101600702010304008000', 'hex');
/** Message 2: unbind, so that the server's log shows an orderly end. */
export const UNBIND = Buffer.from('30050201024200', 'hex');

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const ENUMERATED = 0x0a;
const OCTETS = 0x04;
/** The answer to a bind, and the notice of disconnection (RFC 4511 section 4.4.1) that a server sends when it goes. */
const RESPONSES: ReadonlySet<number> = new Set([0x61, 0x78]);

/** RFC 4511 appendix A.1. */
const CODES: Readonly<Record<number, string>> = {
  1: 'operationsError',
  2: 'protocolError',
  8: 'strongerAuthRequired',
  13: 'confidentialityRequired',
  48: 'inappropriateAuthentication',
  49: 'invalidCredentials',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
  80: 'other',
};
/** It answers, and only wants us to come with a name, or protected: alive. */
const WANTS_A_LOGIN: ReadonlySet<number> = new Set([8, 13, 48, 49, 50, 53]);
const BUSY: ReadonlySet<number> = new Set([51, 52]);

export function readBind(seen: string): Heard {
  const bytes = Buffer.from(seen, 'latin1');
  const message = seen === '' || bytes[0] === SEQUENCE ? element(bytes, 0) : null;
  if (message === 'more') {
    return { kind: 'more' };
  }
  const id = message?.tag === SEQUENCE ? element(message.content, 0) : null;
  const response = message && whole(id) && id.tag === INTEGER ? element(message.content, id.end) : null;
  const code = whole(response) && RESPONSES.has(response.tag) ? element(response.content, 0) : null;
  if (!whole(response) || !whole(code) || code.tag !== ENUMERATED || code.content.length !== 1) {
    return bad('protocol', `not LDAP: ${excerpt(seen)}`);
  }
  const matched = element(response.content, code.end);
  const words = whole(matched) ? element(response.content, matched.end) : null;
  return judge(code.content[0] ?? 0, whole(words) && words.tag === OCTETS ? words.content.toString('utf8') : '');
}

function judge(code: number, words: string): Heard {
  if (code === 0) {
    return { kind: 'well' };
  }
  const said = oneLine(`${CODES[code] ?? `result ${code}`}${words === '' ? '' : `: ${words}`}`);
  if (WANTS_A_LOGIN.has(code)) {
    return { kind: 'well', readings: { said } };
  }
  return bad(BUSY.has(code) ? 'overloaded' : 'said-failing', said);
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Where the next one begins. */
  readonly end: number;
}
type Found = Element | 'more' | null;
const whole = (found: Found): found is Element => found !== null && found !== 'more';

/** An answer to a bind is short; a longer length is no LDAP. */
const MAX_LENGTH = 64 * 1024;

/** The BER element at `at`; null when there is none, `more` when it is not whole yet. */
function element(bytes: Buffer, at: number): Found {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) {
    return 'more';
  }
  const sizeBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || sizeBytes > 4) {
    return null; // RFC 4511 section 5.1: definite lengths only
  }
  const start = at + 2 + sizeBytes;
  if (bytes.length < start) {
    return 'more';
  }
  const length = sizeBytes === 0 ? first : bytes.readUIntBE(at + 2, sizeBytes);
  if (length > MAX_LENGTH) {
    return null;
  }
  return bytes.length < start + length
    ? 'more'
    : { tag, content: bytes.subarray(start, start + length), end: start + length };
}
