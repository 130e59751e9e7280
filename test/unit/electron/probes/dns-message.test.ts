/** Names, records and rules of the DNS check without a network. */
import { describe, expect, it } from 'vitest';
import { judgeReply } from '../../../../electron/probes/dns-judge.ts';
import { canonicalText, questionName } from '../../../../electron/probes/dns-message.ts';
import { type DnsRecord, resolverParts } from '../../../../shared/model/checks/dns.ts';
import { aCheck } from '../../../harness/probing.ts';

describe('the name that is asked for', () => {
  it.each([
    { query: 'Shop.Example.', record: 'A', name: 'shop.example' },
    { query: '_dmarc.shop.example', record: 'TXT', name: '_dmarc.shop.example' },
    { query: 'bücher.example', record: 'A', name: 'xn--bcher-kva.example' },
    { query: '.', record: 'NS', name: '' },
    { query: '192.0.2.10', record: 'PTR', name: '10.2.0.192.in-addr.arpa' },
    {
      query: '2001:db8::a1',
      record: 'PTR',
      name: '1.a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    },
    { query: '::ffff:192.0.2.1', record: 'PTR', name: `1.0.2.0.0.0.0.c.f.f.f.f.${'0.'.repeat(20)}ip6.arpa` },
    { query: '10.2.0.192.in-addr.arpa', record: 'PTR', name: '10.2.0.192.in-addr.arpa' },
  ] as const)('$query $record is $name', ({ query, record, name }) => {
    expect(questionName(query, record)).toBe(name);
  });
});

describe('an expected record', () => {
  it.each([
    { record: 'AAAA', text: '2001:0DB8:0:0::1', canonical: '2001:db8::1' },
    { record: 'AAAA', text: 'no address', canonical: 'no address' },
    { record: 'MX', text: '010  Mail.Example.', canonical: '10 mail.example' },
    { record: 'NS', text: 'NS1.example.', canonical: 'ns1.example' },
    { record: 'TXT', text: 'Case Matters.', canonical: 'Case Matters.' },
  ] as const)('$record "$text" is compared as "$canonical"', ({ record, text, canonical }) => {
    expect(canonicalText(record, text)).toBe(canonical);
  });
});

describe('a resolver', () => {
  it.each([
    { text: '9.9.9.9', parts: { host: '9.9.9.9', port: 53 } },
    { text: '9.9.9.9:5353', parts: { host: '9.9.9.9', port: 5353 } },
    { text: 'ns1.example.org', parts: { host: 'ns1.example.org', port: 53 } },
    { text: '2620:fe::fe', parts: { host: '2620:fe::fe', port: 53 } },
    { text: '[2620:fe::fe]:5353', parts: { host: '2620:fe::fe', port: 5353 } },
    { text: 'host:0', parts: null },
    { text: 'host:99999', parts: null },
    { text: 'https://dns.example', parts: null },
  ])('$text', ({ text, parts }) => {
    expect(resolverParts(text)).toEqual(parts);
  });
});

describe('the rules on answers', () => {
  const judged = (expectAnswers: object, texts: readonly string[], record: DnsRecord = 'A') =>
    judgeReply(aCheck({ type: 'dns', query: 'shop.test', record, expectAnswers }), {
      rcode: 'NOERROR',
      truncated: false,
      authoritative: false,
      records: texts.map((text) => ({ text, ttl: 60 })),
    })?.detail ?? 'holds';

  it.each([
    { rule: { all: ['1.1.1.1', '2.2.2.2'] }, answers: ['2.2.2.2', '1.1.1.1', '3.3.3.3'], says: 'holds' },
    {
      rule: { all: ['1.1.1.1', '4.4.4.4'] },
      answers: ['1.1.1.1'],
      says: '4.4.4.4 is not among the answers, got 1.1.1.1',
    },
    { rule: { any: ['1.1.1.1', '4.4.4.4'] }, answers: ['4.4.4.4'], says: 'holds' },
    {
      rule: { any: ['1.1.1.1', '4.4.4.4'] },
      answers: ['3.3.3.3'],
      says: 'none of 1.1.1.1, 4.4.4.4 among the answers, got 3.3.3.3',
    },
    { rule: { exactly: ['1.1.1.1', '2.2.2.2'] }, answers: ['2.2.2.2', '1.1.1.1'], says: 'holds' },
    {
      rule: { exactly: ['1.1.1.1'] },
      answers: ['1.1.1.1', '6.6.6.6'],
      says: '6.6.6.6 is among the answers, and must not be, got 1.1.1.1, 6.6.6.6',
    },
    { rule: { none: ['6.6.6.6'] }, answers: ['1.1.1.1'], says: 'holds' },
    {
      rule: { none: ['6.6.6.6'] },
      answers: ['6.6.6.6'],
      says: '6.6.6.6 is among the answers, and must not be, got 6.6.6.6',
    },
    { rule: { regex: '^10\\.' }, answers: ['1.1.1.1', '10.0.0.1'], says: 'holds' },
    { rule: { regex: '^10\\.' }, answers: ['1.1.1.1'], says: 'no answer fits /^10\\./, got 1.1.1.1' },
    { rule: { atLeast: 0 }, answers: [], says: 'holds' },
    { rule: { atLeast: 0, maxTtl: '1m' }, answers: [], says: 'holds' },
    { rule: { atLeast: 3 }, answers: ['1.1.1.1'], says: '1 A records for shop.test, expected at least 3, got 1.1.1.1' },
  ])('$rule with $answers: $says', ({ rule, answers, says }) => {
    expect(judged(rule, answers)).toBe(says);
  });
});
