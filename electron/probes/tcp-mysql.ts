/**
 * The first words with MySQL and MariaDB (their client/server protocol, "Connection Phase").
 *
 * A client that hangs up after the greeting is counted as a broken handshake, and after 100 of them (`max_connect_errors`) the
 * server shuts our host out: a watch that looks every 30 seconds would cause the outage it pages for. So we go on to a login
 * without a password, whose refusal counts for nothing and proves more.
 */
import { bad } from './tcp-lines.ts';
import type { Heard, Reader } from './tcp-script.ts';
import { excerpt, oneLine } from './words.ts';

// Capability flags.
const LONG_PASSWORD = 0x1;
const PROTOCOL_41 = 0x200;
const SSL = 0x800;
const SECURE_CONNECTION = 0x8000;
const PLUGIN_AUTH = 0x80000;
const CAPABILITIES = LONG_PASSWORD | PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH;

const MAX_PACKET = 0x1000000;
const UTF8 = 33;

/** What both the request for TLS and the login begin with. */
function head(capabilities: number): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32LE(capabilities, 0);
  bytes.writeUInt32LE(MAX_PACKET, 4);
  bytes.writeUInt8(UTF8, 8);
  return bytes;
}

function packet(sequence: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header.writeUInt8(sequence, 3);
  return Buffer.concat([header, payload]);
}

/** User, an empty answer to the challenge, and the oldest way to prove who one is. */
const WHO = Buffer.from('watchbell\0\0mysql_native_password\0', 'latin1');

export const LOGIN_WITHOUT_PASSWORD = packet(1, Buffer.concat([head(CAPABILITIES), WHO]));
export const TLS_REQUEST = packet(1, head(CAPABILITIES | SSL));
export const LOGIN_UNDER_TLS = packet(2, Buffer.concat([head(CAPABILITIES | SSL), WHO]));

const PROTOCOL_10 = 10;
const OK = 0x00;
const AUTH_SWITCH = 0xfe;
const AUTH_MORE = 0x01;
const ERR = 0xff;

/** "Too many connections", "User … has already more than max_user_connections", "… has exceeded the … resource". */
const OVERLOADED: ReadonlySet<number> = new Set([1040, 1203, 1226]);
const SHUTTING_DOWN: ReadonlySet<number> = new Set([1053, 1077, 1079]);

/** "Host … is not allowed to connect": it serves, and knows nobody from here. */
const UNKNOWN_HOST = 1130;

/** The server speaks first. `tls`: it must offer to go on protected. */
export function readGreeting(tls: boolean): Reader {
  return (seen) => {
    const found = packetOf(seen);
    if (found === 'more' || found === 'none') {
      return found === 'more' ? { kind: 'more' } : notMysql(seen);
    }
    if (found.payload[0] === ERR) {
      return refusal(found.payload);
    }
    if (found.payload[0] !== PROTOCOL_10) {
      return notMysql(seen);
    }
    const end = found.payload.indexOf(0, 1);
    if (end < 0) {
      return notMysql(seen);
    }
    // Behind the version: thread id (4), salt (8), a filler, and the lower half of the capabilities.
    const capabilities = found.payload.length >= end + 16 ? found.payload.readUInt16LE(end + 14) : 0;
    const version = oneLine(found.payload.subarray(1, end).toString('latin1'));
    return tls && (capabilities & SSL) === 0
      ? bad('tls', `the server does not offer TLS (${version})`)
      : { kind: 'well', readings: { version } };
  };
}

/** Let in, asked for more, or refused by name: each shows that it serves. */
export function readLogin(seen: string): Heard {
  const found = packetOf(seen);
  if (found === 'more' || found === 'none') {
    return found === 'more' ? { kind: 'more' } : notMysql(seen);
  }
  const { payload, sequence } = found;
  switch (payload[0]) {
    case OK:
      return { kind: 'well' };
    case AUTH_SWITCH:
    case AUTH_MORE:
      // An empty answer, so that the refusal is a refused login and no broken handshake.
      return { kind: 'answer', bytes: packet((sequence + 1) & 0xff, Buffer.alloc(0)) };
    case ERR: {
      const heard = refusal(payload);
      return heard.kind === 'bad' && heard.failure.kind === 'said-failing'
        ? { kind: 'well', readings: { said: heard.failure.detail } }
        : heard;
    }
    default:
      return notMysql(seen);
  }
}

/** An ERR packet: 0xff, code, then from protocol 4.1 on `#` and an SQLSTATE, then words. */
function refusal(payload: Buffer): Heard {
  if (payload.length < 3) {
    return bad('protocol', 'an error packet without a code');
  }
  const code = payload.readUInt16LE(1);
  const words = payload
    .subarray(3)
    .toString('utf8')
    .replace(/^#.{5}/s, '');
  const detail = oneLine(`${words} (${code})`);
  if (code === UNKNOWN_HOST) {
    return { kind: 'done', readings: { said: detail } };
  }
  if (OVERLOADED.has(code)) {
    return bad('overloaded', detail);
  }
  return bad(SHUTTING_DOWN.has(code) ? 'draining' : 'said-failing', detail);
}

/** The first packet; `none` when it cannot be one of a connection's beginning. */
function packetOf(seen: string): { readonly payload: Buffer; readonly sequence: number } | 'more' | 'none' {
  if (seen.length < 4) {
    return 'more';
  }
  const bytes = Buffer.from(seen, 'latin1');
  const length = bytes.readUIntLE(0, 3);
  if (length === 0 || length > MAX_FIRST) {
    return 'none';
  }
  return bytes.length < 4 + length ? 'more' : { payload: bytes.subarray(4, 4 + length), sequence: bytes.readUInt8(3) };
}
const MAX_FIRST = 4 * 1024;

const notMysql = (seen: string): Heard => bad('protocol', `not MySQL: ${excerpt(seen)}`);
