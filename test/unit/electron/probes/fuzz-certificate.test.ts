/** Whatever a certificate says of itself: one reason that names it, on one line and short; facts that are facts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Certificate, refusalWords } from '../../../../electron/probes/certificate.ts';
import { chainReadings, judgeChain } from '../../../../electron/probes/tls-judge.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const NOW = Date.UTC(2026, 10, 25, 3, 0, 0);

const CODES = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_REVOKED',
] as const;

/** Node gives a text, several of them, or none; OpenSSL lets any character into it. */
const name = fc.oneof(
  fc.constantFrom('shop.example', '', '\u001b[2J\u0007', '\u202eexample'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ minLength: 300, maxLength: 400 }),
  fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 }),
  fc.constant(undefined),
);
const date = fc.oneof(near('Nov 25 03:00:00 2026 GMT'), near('Nov  1 00:00:00 2030 GMT'), fc.string());
const names = fc.oneof(near('DNS:shop.example, DNS:www.shop.example, IP Address:127.0.0.1'), fc.constant(undefined));

const link = fc
  .record({ cn: name, issuer: name, names, from: date, to: date })
  .map(({ cn, issuer, names: subjectaltname, from, to }) => ({
    subject: { CN: cn },
    issuer: { CN: issuer },
    subjectaltname,
    valid_from: from,
    valid_to: to,
  })) as fc.Arbitrary<object>;

/** A chain of up to four; the last is its own issuer, or points back to the first. */
const chain = fc.tuple(fc.array(link, { minLength: 1, maxLength: 4 }), fc.boolean()).map(([links, circle]) => {
  const chained = links.map((one) => ({ ...one })) as { issuerCertificate?: object }[];
  for (const [index, one] of chained.entries()) {
    one.issuerCertificate = chained[index + 1] ?? (circle ? chained[0] : one) ?? one;
  }
  return chained[0] as unknown as Certificate;
});

function fits(words: string): void {
  expect(words).not.toBe('');
  expect(words).not.toMatch(/[\p{Cc}\p{Cf}]|undefined|\[object/u);
  expect(words.length).toBeLessThan(500);
}

describe('any certificate', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('is refused for a reason that fits a pager, whatever its names and dates', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...CODES), fc.string({ maxLength: 40 })), chain, (code, certificate) => {
        fits(refusalWords(code, certificate, 'shop.example', NOW));
      }),
      { ...FUZZ, examples: [['CERT_REVOKED', leafNamed('\u001b[2Jshop')]] },
    );
  });

  it('is judged, and shown with readings on one line', () => {
    const distrust = fc.constantFrom(null, ...CODES);
    fc.assert(
      fc.property(chain, distrust, fc.array(fc.nat(400), { maxLength: 3 }), (certificate, why, days) => {
        const seen = { certificate, distrust: why, wrongNames: [] };
        const rules = { verifyTls: true, warnDays: days.toSorted((a, b) => b - a) };
        const objection = judgeChain(seen, rules, NOW);
        if (objection !== null) {
          fits(objection.detail);
          expect(objection.level).toBeDefined();
        }
        // Never green with an end that is past, or that nobody can read.
        expect(objection === null && !(Date.parse(certificate.valid_to) > NOW)).toBe(false);
        for (const [key, value] of Object.entries(chainReadings(seen, NOW))) {
          expect(String(value)).not.toMatch(/[\p{Cc}\p{Cf}]|undefined|\[object/u);
          expect(typeof value !== 'number' || Number.isFinite(value), key).toBe(true);
          expect(String(value).length).toBeLessThan(500);
        }
      }),
      FUZZ,
    );
  });
});

function leafNamed(CN: string): Certificate {
  return {
    subject: { CN },
    issuer: { CN },
    valid_from: 'Jan  1 00:00:00 2020 GMT',
    valid_to: 'Jan  1 00:00:00 2040 GMT',
  } as Certificate;
}
