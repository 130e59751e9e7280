/** Whatever datagram comes: an answer, a stranger or a broken one; never an exception, and words that fit a pager. */
import { encode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeReply } from '../../../../electron/probes/dns-judge.ts';
import { encodeQuestion, type Question, readReply } from '../../../../electron/probes/dns-message.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { aCheck } from '../../../harness/probing.ts';

const question: Question = { id: 0x1234, name: 'shop.test', record: 'MX', recursion: true };
const check = aCheck({
  type: 'dns',
  query: 'shop.test',
  record: 'MX',
  expectAnswers: { any: ['10 mail.shop.test'], regex: 'mail', maxTtl: '1h' },
});
const whole = encode({
  type: 'response',
  id: question.id,
  questions: [{ type: 'MX', name: 'shop.test' }],
  answers: [
    { type: 'CNAME', name: 'shop.test', data: 'other.test', ttl: 9 },
    { type: 'MX', name: 'other.test', data: { preference: 10, exchange: 'mail.shop.test' }, ttl: 60 },
    { type: 'TXT', name: 'other.test', data: ['v=spf1', '-all'], ttl: 60 },
    { type: 'SOA', name: 'other.test', data: { mname: 'a.test', rname: 'b.test', serial: 1 }, ttl: 60 },
    { type: 'CAA', name: 'other.test', data: { tag: 'issue', value: 'ca.test' }, ttl: 60 },
  ],
}).toString('latin1');

describe('any message', () => {
  it(
    'is read or refused, and judged in words without control characters',
    () => {
      const head = encodeQuestion(question).subarray(0, 2).toString('latin1');
      const message = fc.oneof(
        near(whole).map((text) => head + text.slice(2)),
        near(whole),
        fc.string({ unit: 'binary', maxLength: 64 }).map((text) => `${head}\x81\x80${text}`),
      );
      fc.assert(
        fc.property(message, (text) => {
          const reply = readReply(Buffer.from(text, 'latin1'), question);
          if (typeof reply === 'string') {
            expect(['stranger', 'broken']).toContain(reply);
            return;
          }
          const detail = judgeReply(check, reply)?.detail ?? '';
          expect(detail).not.toMatch(/\p{Cc}/u);
          expect(detail.length).toBeLessThan(600);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
