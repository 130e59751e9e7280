/**
 * The first words with PostgreSQL: its wire protocol 3.0 (documentation, "Message Formats"). Any question for a password is
 * proof enough that it serves; nobody answers it.
 */
import { refusesUs, stateFailure } from './sqlstate.ts';
import { bad } from './tcp-lines.ts';
import type { Heard } from './tcp-script.ts';
import { excerpt, oneLine } from './words.ts';

/** Length 8, code 80877103. */
export const SSL_REQUEST = Buffer.from('0000000804d2162f', 'hex');
export const STARTUP = startup({ user: 'watchbell', database: 'postgres', application_name: 'watchbell' });

function startup(parameters: Readonly<Record<string, string>>): Buffer {
  const text = Object.entries(parameters).flat().join('\0');
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), Buffer.from(`${text}\0\0`, 'latin1')]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

/** One byte: `S` begins TLS, `N` refuses it. More than that before the handshake is somebody in between (CVE-2021-23222). */
export function readSslAnswer(seen: string): Heard {
  if (seen === '') {
    return { kind: 'more' };
  }
  if (seen === 'S') {
    return { kind: 'well' };
  }
  return seen === 'N'
    ? bad('tls', 'the server does not offer TLS (ssl = off)')
    : bad('protocol', `not PostgreSQL: ${excerpt(seen)}`);
}

const AUTHENTICATION = 'R';
const ERROR = 'E';
/** `v`: the server knows less than we asked for; what it says next counts. */
const POSSIBLE = /^[REv]/;
/** An error before the login is short. */
const MAX_LENGTH = 8 * 1024;

export function readStartup(seen: string): Heard {
  if (seen.length < 5) {
    return seen === '' || POSSIBLE.test(seen) ? { kind: 'more' } : bad('protocol', `not PostgreSQL: ${excerpt(seen)}`);
  }
  const length = Buffer.from(seen.slice(1, 5), 'latin1').readUInt32BE();
  const type = seen.charAt(0);
  if (!POSSIBLE.test(type) || length < 4 || length > MAX_LENGTH) {
    return bad('protocol', `not PostgreSQL: ${excerpt(seen)}`);
  }
  if (type === AUTHENTICATION) {
    return { kind: 'well' };
  }
  const whole = 1 + length;
  if (seen.length < whole) {
    return { kind: 'more' };
  }
  return type === ERROR ? judge(errorFields(seen.slice(5, whole))) : readStartup(seen.slice(whole));
}

/** ErrorResponse: a letter, a text, NUL; and a NUL at the end. */
function errorFields(body: string): ReadonlyMap<string, string> {
  return new Map(
    body
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field.charAt(0), Buffer.from(field.slice(1), 'latin1').toString('utf8')]),
  );
}

function judge(fields: ReadonlyMap<string, string>): Heard {
  const code = fields.get('C') ?? '';
  const message = fields.get('M') ?? 'an error without words';
  return refusesUs(code)
    ? { kind: 'well', readings: { said: oneLine(message) } }
    : { kind: 'bad', failure: stateFailure(code, message) };
}
