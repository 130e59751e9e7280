/**
 * The DNS check: one question, and what its answer must be (RFC 1035).
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { regexText, timing } from './common.ts';

export const DNS_RECORDS = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'SOA', 'PTR', 'CAA'] as const;
export type DnsRecord = (typeof DNS_RECORDS)[number];

/** Response codes by the names of IANA's registry. */
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'] as const;
export type Rcode = (typeof RCODES)[number];

/** RFC 1035 section 2.3.4: labels of at most 63, 253 in all (without the last dot). The root alone is a name, too. */
const domainName = z
  .string()
  .regex(/^(?:\.|(?:[^\s.]{1,63}\.)*[^\s.]{1,63}\.?)$/, 'a domain name (or with `record: PTR` an address)')
  .max(254, 'a domain name has at most 253 characters');

const DNS_PORT = 53;

/** `9.9.9.9`, `ns1.example.org:5353`, `[2620:fe::fe]:53` to its parts; null when it is none of these. */
export function resolverParts(text: string): { readonly host: string; readonly port: number } | null {
  const bare = /^[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) ? { host: text, port: undefined } : null;
  const found = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/]+))(?::(\d{1,5}))?$/i.exec(text);
  const host = bare?.host ?? found?.[1] ?? found?.[2];
  const port = found?.[3] === undefined ? DNS_PORT : Number(found[3]);
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}

/** A record as text: `10 mail.example.org` (MX), `0 5 5060 sip.example.org` (SRV), the text itself (TXT), an address (A, AAAA). */
const answerText = z.string().min(1);

const AnswerRules = z.strictObject({
  /** So many records of the wanted type at least. */
  atLeast: z.number().int().min(0).max(1_000).default(1),
  /** Each of these must be among the answers; names in any case. */
  all: z.array(answerText).min(1).optional(),
  /** One of these at least. */
  any: z.array(answerText).min(1).optional(),
  /** These and no others, in any order. */
  exactly: z.array(answerText).min(1).optional(),
  /** None of these. */
  none: z.array(answerText).min(1).optional(),
  /** One answer at least must fit. Flag `s`. */
  regex: regexText.optional(),
  /** The longest that any of the answers may be kept. */
  maxTtl: Duration.optional(),
});

export const DnsCheck = z
  .strictObject({
    type: z.literal('dns'),
    ...timing,
    /** The name to ask for. An address is turned into its name for PTR. */
    query: domainName,
    record: z.enum(DNS_RECORDS).default('A'),
    /** `host` or `host:port`. Absent: this system's resolvers, which are our own trouble when none of them answers. */
    resolver: z
      .string()
      .refine(
        (text) => resolverParts(text) !== null,
        'a host with or without a port: 9.9.9.9, [::1]:5353, ns1.example.org',
      )
      .optional(),
    /** `udp` goes on over TCP when the answer is too long (RFC 7766). */
    transport: z.enum(['udp', 'tcp']).default('udp'),
    /** False asks a server for what it knows by itself. */
    recursion: z.boolean().default(true),
    expectRcode: z.enum(RCODES).default('NOERROR'),
    /** True: the answer must come from a server that holds the zone (AA). */
    authoritative: z.boolean().default(false),
    expectAnswers: AnswerRules.optional(),
  })
  .superRefine((check, context) => {
    if (check.expectAnswers !== undefined && check.expectRcode !== 'NOERROR') {
      const message = `an answer that is ${check.expectRcode} holds no records to look at`;
      context.addIssue({ code: 'custom', path: ['expectAnswers'], message });
    }
    if (check.record !== 'PTR' && isAddress(check.query)) {
      const message = 'is an address; ask for its name with `record: PTR`';
      context.addIssue({ code: 'custom', path: ['query'], message });
    }
  });

/** Enough to tell an address from a name: no top-level domain is a number (RFC 3696 section 2), no name holds a colon. */
export const isAddress = (text: string): boolean => text.includes(':') || /^\d+(?:\.\d+){3}$/.test(text);
