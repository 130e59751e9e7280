/** What a certificate amounts to: days counted by the exact time, one warning per threshold, the gravest first. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../../electron/probes/certificate.ts';
import { chainReadings, judgeChain, type SeenChain } from '../../../../electron/probes/tls-judge.ts';

const NOW = Date.UTC(2026, 10, 25, 3, 0, 0);
const DAY = 24 * 60 * 60_000;
const RULES = { verifyTls: true, warnDays: [21, 7, 1] };

/** `Nov 25 03:00:00 2026 GMT`, as Node gives it. */
const openSslDate = (at: number) => {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(new Date(at).toUTCString()) ?? [];
  return `${month} ${day} ${time} ${year} GMT`;
};

const subject = (CN: string) => ({ CN }) as Certificate['subject'];

function leaf(endsIn: number, wishes: Partial<Certificate> = {}): Certificate {
  return {
    subject: subject('shop.example'),
    issuer: subject('R3'),
    subjectaltname: 'DNS:shop.example, DNS:www.shop.example',
    valid_from: openSslDate(NOW - 60 * DAY),
    valid_to: openSslDate(NOW + endsIn),
    fingerprint256: 'AB:CD',
    ...wishes,
  };
}
const chain = (certificate: Certificate, wishes: Partial<SeenChain> = {}): SeenChain => ({
  certificate,
  distrust: null,
  wrongNames: [],
  ...wishes,
});

describe('a certificate', () => {
  it.each([
    { left: 22 * DAY, step: undefined, level: undefined, words: undefined },
    { left: 21 * DAY, step: undefined, level: undefined, words: undefined },
    { left: 21 * DAY - 1_000, step: 1, level: 'performance_issues', words: 'ends in 20 days' },
    { left: 7 * DAY, step: 1, level: 'performance_issues', words: 'ends in 7 days' },
    { left: 7 * DAY - 1_000, step: 2, level: 'performance_issues', words: 'ends in 6 days' },
    { left: 2 * DAY - 1_000, step: 2, level: 'performance_issues', words: 'ends in 1 day (' },
    { left: DAY - 1_000, step: 3, level: 'partial_outage', words: 'ends in 23 h 59 min' },
    { left: 0, step: 4, level: 'major_outage', words: 'certificate expired 2026-11-25' },
    { left: -40 * DAY, step: 4, level: 'major_outage', words: 'certificate expired 2026-10-16' },
  ])('with $left ms left: step $step, $level, $words', ({ left, step, level, words }) => {
    const objection = judgeChain(chain(leaf(left)), RULES, NOW);
    expect(objection?.step).toBe(step);
    expect(objection?.level).toBe(level);
    expect(objection?.detail ?? '').toContain(words ?? '');
    expect(objection?.kind).toBe(step === undefined ? undefined : 'certificate');
  });

  it('warns once per threshold, later ones more gravely, and never has more days than there are', () => {
    const days = fc
      .uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 5 })
      .map((all) => all.sort((a, b) => b - a));
    fc.assert(
      fc.property(days, fc.integer({ min: -10 * 86_400, max: 400 * 86_400 }), (warnDays, leftSeconds) => {
        const left = leftSeconds * 1_000;
        const seen = chain(leaf(left));
        const objection = judgeChain(seen, { verifyTls: true, warnDays }, NOW);
        const passed = left <= 0 ? warnDays.length + 1 : warnDays.filter((each) => left < each * DAY).length;
        expect(objection?.step ?? 0).toBe(passed);
        const { daysLeft } = chainReadings(seen, NOW);
        expect(Number(daysLeft) * DAY).toBeLessThanOrEqual(left);
        expect((Number(daysLeft) + 1) * DAY).toBeGreaterThan(left);
      }),
    );
  });

  it('that is a single early warning is no outage', () => {
    expect(judgeChain(chain(leaf(5 * DAY)), { verifyTls: true, warnDays: [14] }, NOW)?.level).toBe(
      'performance_issues',
    );
  });

  it('of an issuer that ends first is named', () => {
    const issuer = leaf(3 * DAY, { subject: subject('R3'), issuer: subject('Root') });
    const detail = judgeChain(chain(leaf(80 * DAY, { issuerCertificate: issuer })), RULES, NOW)?.detail;
    expect(detail).toBe('certificate of the issuer ends in 3 days (2026-11-28, CN R3); renew it');
  });

  it('of an issuer that has ended and is not needed, for the chain is trusted all the same, is nobody’s trouble', () => {
    const crossSigned = leaf(-200 * DAY, { subject: subject('R3'), issuer: subject('Old root') });
    const seen = chain(leaf(80 * DAY, { issuerCertificate: crossSigned }));
    expect(judgeChain(seen, RULES, NOW)).toBeNull();
    expect(chainReadings(seen, NOW).daysLeft).toBe(80);
    const distrusted = chain(seen.certificate, { distrust: 'CERT_HAS_EXPIRED' });
    expect(judgeChain(distrusted, RULES, NOW)?.detail).toMatch(/^certificate of the issuer expired/);
  });

  it('of a root is left to those who keep it', () => {
    const root: Record<string, unknown> = { ...leaf(-5 * DAY, { subject: subject('Root'), issuer: subject('Root') }) };
    root.issuerCertificate = root;
    const seen = chain(leaf(80 * DAY, { issuerCertificate: root as unknown as Certificate }));
    expect(judgeChain(seen, RULES, NOW)).toBeNull();
  });

  it.each([
    { wishes: { distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, words: /^self-signed certificate/ },
    { wishes: { wrongNames: ['mail.example'] }, words: /not for mail\.example; get one that names mail\.example$/ },
    { wishes: { distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', wrongNames: ['x'] }, words: /authority unknown here/ },
  ])('that is refused is a major outage: $words', ({ wishes, words }) => {
    const objection = judgeChain(chain(leaf(80 * DAY), wishes), RULES, NOW);
    expect(objection).toMatchObject({
      kind: 'certificate',
      level: 'major_outage',
      detail: expect.stringMatching(words),
    });
    expect(judgeChain(chain(leaf(80 * DAY), wishes), { ...RULES, verifyTls: false }, NOW)).toBeNull();
  });

  it('that has ended is said to have ended, whoever signed it and whatever is verified', () => {
    const seen = chain(leaf(-DAY), { distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(judgeChain(seen, { ...RULES, verifyTls: false }, NOW)?.detail).toMatch(/^certificate expired 2026-11-24/);
  });

  it('is told with its chain', () => {
    const root: Record<string, unknown> = { ...leaf(900 * DAY, { subject: subject('Root'), issuer: subject('Root') }) };
    root.issuerCertificate = root;
    const seen = chain(leaf(-DAY / 2, { issuerCertificate: root as unknown as Certificate }));
    expect(chainReadings(seen, NOW)).toEqual({
      subject: 'CN shop.example',
      issuer: 'R3',
      names: 'shop.example, www.shop.example',
      certificateEnds: '2026-11-24T15:00:00Z',
      daysLeft: -1,
      chain: 'CN shop.example < CN Root',
      chainLength: 2,
      fingerprint: 'AB:CD',
    });
  });
});
