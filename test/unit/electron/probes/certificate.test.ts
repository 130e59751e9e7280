/** The words for a refused certificate, where a real chain would be long to build. */
import { describe, expect, it } from 'vitest';
import { type Certificate, refusalWords } from '../../../../electron/probes/certificate.ts';

const NOW = Date.UTC(2026, 0, 5);

const certificate = (name: string, to: string, issuer?: Certificate): Certificate =>
  ({
    subject: { CN: name },
    issuer: { CN: issuer?.subject.CN ?? name },
    valid_from: 'Jan  1 00:00:00 2020 GMT',
    valid_to: to,
    ...(issuer && { issuerCertificate: issuer }),
  }) as Certificate;

const wellRoot = certificate('Root', 'Jan  1 00:00:00 2040 GMT');

describe('a refused certificate', () => {
  it('is told apart from an issuer of it that has expired', () => {
    const oldIssuer = certificate('Old Issuer', 'Sep 30 14:01:15 2021 GMT', wellRoot);
    const leaf = certificate('shop.test', 'Nov 20 12:00:00 2026 GMT', oldIssuer);
    expect(refusalWords('CERT_HAS_EXPIRED', leaf, 'shop.test', NOW)).toBe(
      'certificate of the issuer expired 2021-09-30 (CN Old Issuer); renew it',
    );
  });

  it('does not go round for ever in a chain that ends in itself', () => {
    const root = { ...wellRoot } as { -readonly [K in keyof Certificate]: Certificate[K] };
    root.issuerCertificate = root;
    expect(refusalWords('SELF_SIGNED_CERT_IN_CHAIN', certificate('shop.test', '', root), 'shop.test', NOW)).toContain(
      'unknown here (CN Root)',
    );
  });

  it.each([
    { code: 'CERT_REVOKED', words: 'certificate was revoked (CN Root); replace it' },
    { code: 'CERT_CHAIN_TOO_LONG', words: 'certificate refused: cert chain too long (CN Root)' },
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID', words: 'certificate is for CN Root, not for h; get one that names h' },
  ])('$code: $words', ({ code, words }) => {
    expect(refusalWords(code, wellRoot, 'h', NOW)).toBe(words);
  });

  it('that was not even shown is refused in words', () => {
    expect(refusalWords('CERT_REJECTED', null, 'h', NOW)).toBe('certificate refused: cert rejected');
  });
});
