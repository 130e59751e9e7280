/**
 * A DNS question and the reading of what comes back: RFC 1035 section 4. Pure.
 *
 * An answer counts only when it carries our number and repeats our question: anybody can send a datagram.
 */

import { domainToASCII } from 'node:url';
import { type Answer, type DecodedPacket, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import { type DnsRecord, isAddress } from '../../shared/model/checks/dns.ts';
import { assertNever } from '../../shared/model/never.ts';
import { readUrl } from '../engine/ports/read-url.ts';

export interface Question {
  /** Random, 16 bits. */
  readonly id: number;
  /** In ASCII, without the last dot; empty for the root. */
  readonly name: string;
  readonly record: DnsRecord;
  readonly recursion: boolean;
}

/** The name that is really asked for: punycode, lower case, and an address turned around for PTR (RFC 1035 3.5, RFC 3596 2.5). */
export function questionName(query: string, record: DnsRecord): string {
  if (record === 'PTR' && isAddress(query)) {
    return query.includes(':') ? `${nibbles(query)}.ip6.arpa` : `${query.split('.').reverse().join('.')}.in-addr.arpa`;
  }
  return canonicalName(query);
}

/** `2001:db8::1` to its 32 digits, the last one first, with dots between. */
function nibbles(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (part: string) =>
    part
      .split(':')
      .filter((group) => group !== '')
      .flatMap(wide);
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0000');
  return [...before, ...zeros, ...after].join('').split('').reverse().join('.');
}

/** One group as four digits; `192.0.2.1` at an address's end as two groups. */
function wide(group: string): readonly string[] {
  if (!group.includes('.')) {
    return [group.padStart(4, '0')];
  }
  const digits = group.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return [digits.slice(0, 2).join(''), digits.slice(2).join('')];
}

export function encodeQuestion({ id, name, record, recursion }: Question): Buffer {
  return encode({
    type: 'query',
    id,
    flags: recursion ? RECURSION_DESIRED : 0,
    questions: [{ type: record, name: name === '' ? '.' : name }],
  });
}

/** One record of the wanted type, as people write it. `ttl` in seconds. */
export interface FoundRecord {
  readonly text: string;
  readonly ttl: number;
}

export interface Reply {
  readonly rcode: string;
  readonly truncated: boolean;
  readonly authoritative: boolean;
  readonly records: readonly FoundRecord[];
}

/** `stranger`: not an answer to this question. `broken`: one, but nobody can read it. */
export function readReply(bytes: Buffer, question: Question): Reply | 'stranger' | 'broken' {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== question.id || (bytes.readUInt8(2) & 0x80) === 0) {
    return 'stranger';
  }
  try {
    return understand(decode(bytes), question);
  } catch {
    return 'broken'; // cut short, or pointing outside of itself
  }
}

function understand(packet: DecodedPacket, question: Question): Reply | 'stranger' {
  // The types leave it out.
  const { rcode } = packet as DecodedPacket & { readonly rcode: string };
  const [asked] = packet.questions ?? [];
  // Servers that refuse or do not understand may leave the question out.
  const ours = asked
    ? canonicalName(asked.name) === question.name && asked.type === question.record
    : rcode !== 'NOERROR';
  if (!ours) {
    return 'stranger';
  }
  return {
    rcode,
    truncated: packet.flag_tc,
    authoritative: packet.flag_aa,
    // On the way to an address there may be CNAMEs: they are not what was asked for.
    records: (packet.answers ?? []).filter(({ type }) => type === question.record).map(foundRecord),
  };
}

function foundRecord(answer: Answer): FoundRecord {
  const { ttl = 0 } = answer as { readonly ttl?: number };
  return { text: recordText(answer), ttl };
}

function recordText(answer: Answer): string {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return answer.data.toLowerCase();
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return canonicalName(answer.data);
    case 'MX':
      return `${answer.data.preference ?? 0} ${canonicalName(answer.data.exchange)}`;
    case 'SRV': {
      const { priority = 0, weight = 0, port, target } = answer.data;
      return `${priority} ${weight} ${port} ${canonicalName(target)}`;
    }
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data;
      return [canonicalName(mname), canonicalName(rname), serial, refresh, retry, expire, minimum].join(' ');
    }
    case 'CAA': {
      const { flags = 0, tag, value } = answer.data;
      return `${flags} ${tag} "${value}"`;
    }
    case 'TXT':
      return textOf(answer.data);
    default:
      return answer.type;
  }
}

/** RFC 1035 section 3.3.14: a long text comes in pieces. */
function textOf(data: unknown): string {
  const pieces = Array.isArray(data) ? data : [data];
  return pieces.map((piece) => (Buffer.isBuffer(piece) ? piece.toString('utf8') : String(piece))).join('');
}

/** How an expected value must look to be compared: as `recordText` writes it. */
export function canonicalText(record: DnsRecord, text: string): string {
  switch (record) {
    case 'A':
      return text;
    case 'AAAA':
      return shortestAddress(text);
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return canonicalName(text);
    case 'MX':
    case 'SRV':
    case 'SOA':
      return text
        .split(/\s+/)
        .map((word) => (/^\d+$/.test(word) ? String(Number(word)) : canonicalName(word)))
        .join(' ');
    case 'TXT':
    case 'CAA':
      return text;
    default:
      return assertNever(record, 'record');
  }
}

/** RFC 5952, as the URL parser writes it. What is no address stays as it is, and then equals nothing. */
function shortestAddress(text: string): string {
  return readUrl(`http://[${text}]/`)?.hostname.slice(1, -1) ?? text;
}

/** Lower case, no last dot, punycode where it is needed. */
function canonicalName(name: string): string {
  const bare = name.replace(/\.$/, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant
  return /^[\x00-\x7f]*$/.test(bare) ? bare.toLowerCase() : domainToASCII(bare);
}
