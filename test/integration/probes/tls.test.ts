/** The certificates of real TLS servers: warned of in time, and shown also when they are broken, ended or somebody else's. */
import { createSecureContext, TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type CertificateWishes, type Identity, makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { connectProxy } from '../../harness/connect-proxy.ts';
import { httpServer, httpsServer, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, wallClock } from '../../harness/probing.ts';

const authority = makeAuthority('House CA');
const NAME = { name: 'shop.test', for: ['shop.test', 'www.shop.test'] };
// Years ahead: OpenSSL looks at the machine's own clock, and these certificates are not to end there one day.
const NOW = Date.UTC(2041, 10, 25, 3, 0, 0);
const clock = { ...wallClock, now: () => NOW };
const hosts = { 'shop.test': ['127.0.0.1'] };

const serve = (wishes: Partial<CertificateWishes> = {}, signer: typeof authority | null = authority) =>
  httpsServer(makeIdentity({ ...NAME, ...wishes }, signer), (_request, response) => response.end());

function look(port: number, wishes: Readonly<Record<string, unknown>> = {}) {
  const check = aCheck({ type: 'tls', host: 'shop.test', port, ...wishes });
  return aProbeSet({ hosts, trusted: [authority.cert] }).run(check, aContext({ clock }));
}

describe('a tls check', () => {
  it('passes with subject, issuer, names, end, days left, chain and fingerprint', async () => {
    const { port } = await serve({ to: new Date('2048-05-06T00:00:00Z') });
    expect(await look(port)).toMatchObject({
      kind: 'pass',
      timings: { dnsMs: expect.any(Number), connectMs: expect.any(Number), tlsMs: expect.any(Number) },
      readings: {
        subject: 'CN shop.test',
        issuer: 'House CA',
        names: 'shop.test, www.shop.test',
        certificateEnds: '2048-05-06T00:00:00Z',
        daysLeft: 2353,
        chain: expect.stringMatching(/^CN shop\.test/),
        fingerprint: expect.stringMatching(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/),
        protocol: 'TLSv1.3',
      },
    });
  });

  it.each([
    {
      to: '2041-12-10T00:00:00Z',
      step: 1,
      level: 'performance_issues',
      words: 'certificate ends in 14 days (2041-12-10',
    },
    {
      to: '2041-11-28T00:00:00Z',
      step: 2,
      level: 'performance_issues',
      words: 'certificate ends in 2 days (2041-11-28',
    },
    { to: '2041-11-25T13:00:00Z', step: 3, level: 'partial_outage', words: 'certificate ends in 10 h (2041-11-25' },
    {
      to: '2041-11-20T00:00:00Z',
      step: 4,
      level: 'major_outage',
      words: 'certificate expired 2041-11-20 (CN shop.test)',
    },
    // Here OpenSSL says so as well.
    {
      to: '2024-11-20T00:00:00Z',
      step: 4,
      level: 'major_outage',
      words: 'certificate expired 2024-11-20 (CN shop.test)',
    },
  ])('warns step by step: $words', async ({ to, step, level, words }) => {
    const { port } = await serve({ to: new Date(to) });
    const outcome = await look(port);
    const failure = failureOf(outcome);
    expect(failure).toMatchObject({ kind: 'certificate', phase: 'tls', step, level });
    expect(failure.detail).toContain(words);
    expect(outcome).toMatchObject({ readings: { subject: 'CN shop.test', fingerprint: expect.any(String) } });
  });

  it('shows the chain of a certificate for another name, or of a stranger', async () => {
    const { port } = await serve({ name: 'mail.test', for: ['mail.test'] });
    const wrong = await look(port);
    expect(failureOf(wrong).detail).toBe(
      'certificate is for mail.test, not for shop.test; get one that names shop.test',
    );
    expect(wrong).toMatchObject({ readings: { subject: 'CN mail.test', chain: expect.any(String) } });
    const strange = await serve({}, makeAuthority('Stranger CA'));
    const outcome = await look(strange.port);
    expect(failureOf(outcome)).toMatchObject({ kind: 'certificate', level: 'major_outage' });
    expect(outcome).toMatchObject({ readings: { issuer: 'Stranger CA' } });
  });

  it('wants every name that it is given', async () => {
    const { port } = await serve();
    expect((await look(port, { names: ['www.shop.test'] })).kind).toBe('pass');
    expect(failureOf(await look(port, { names: ['api.shop.test'] })).detail).toContain('not for api.shop.test');
    expect((await look(port, { serverName: 'www.shop.test' })).kind).toBe('pass');
  });

  it('accepts a self-signed certificate that ca names, or any with verifyTls: false, and still counts its days', async () => {
    const own = makeIdentity({ ...NAME, to: new Date('2041-12-01T00:00:00Z') }, null);
    const { port } = await httpsServer(own, (_request, response) => response.end());
    expect(failureOf(await look(port)).detail).toMatch(/^self-signed certificate/);
    for (const wishes of [{ ca: own.cert }, { verifyTls: false }]) {
      expect((await look(port, { ...wishes, warnDays: [3] })).kind).toBe('pass');
      expect(failureOf(await look(port, wishes)).detail).toContain('ends in 5 days');
    }
  });

  it('goes through a proxy', async () => {
    const { port } = await serve();
    const proxy = await connectProxy();
    expect((await look(port, { proxy: `http://127.0.0.1:${proxy.port}` })).kind).toBe('pass');
    expect(proxy.asked).toEqual([`shop.test:${port}`]);
  });

  it('says that the other side speaks no TLS', async () => {
    const { port } = await httpServer((_request, response) => response.end());
    expect(failureOf(await look(port))).toMatchObject({ kind: 'tls', phase: 'tls' });
  });

  it.each([{ warnDays: [7, 21] }, { warnDays: [7, 7] }, { warnDays: [-1] }, { starttls: 'gopher' }, { port: 0 }])(
    'is refused when the configuration is read: %o',
    (wishes) => {
      expect(() => aCheck({ type: 'tls', host: 'h', ...wishes })).toThrow();
    },
  );
});

describe('a tls check that begins in the clear', () => {
  /** Says `greeting`, answers every line by `talk`, and goes on under TLS once that says "tls". */
  const talking = (
    greeting: string,
    identity: Identity,
    talk: (line: Buffer) => { say: string | Buffer; tls?: true },
  ) =>
    tcpServer((socket) => {
      socket.write(greeting);
      socket.on('data', (chunk) => {
        const { say, tls } = talk(chunk);
        if (tls) {
          socket.removeAllListeners('data');
          socket.write(say);
          new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ ...identity }) }).on(
            'error',
            () => undefined,
          );
        } else {
          socket.write(say);
        }
      });
    });
  const identity = makeIdentity({ ...NAME, to: new Date('2041-12-01T00:00:00Z') }, authority);

  it.each([
    {
      starttls: 'smtp',
      greeting: '220 mail\r\n',
      talk: (line: Buffer) =>
        line.toString().startsWith('EHLO')
          ? { say: '250-mail\r\n250 STARTTLS\r\n' }
          : { say: '220 go ahead\r\n', tls: true as const },
    },
    {
      starttls: 'imap',
      greeting: '* OK ready\r\n',
      talk: () => ({ say: 'w OK begin\r\n', tls: true as const }),
    },
    {
      starttls: 'ldap',
      greeting: '',
      talk: (line: Buffer) => {
        expect(line.toString('latin1')).toContain('1.3.6.1.4.1.1466.20037');
        return { say: Buffer.from('300c02010178070a010004000400', 'hex'), tls: true as const };
      },
    },
    { starttls: 'postgres', greeting: '', talk: () => ({ say: 'S', tls: true as const }) },
  ])('by $starttls warns of the certificate behind it', async ({ starttls, greeting, talk }) => {
    const { port } = await talking(greeting, identity, talk);
    expect(failureOf(await look(port, { starttls }))).toMatchObject({
      kind: 'certificate',
      phase: 'tls',
      step: 2,
      detail: expect.stringContaining('ends in 5 days'),
    });
    expect((await look(port, { starttls, warnDays: [1] })).kind).toBe('pass');
  });

  it.each([
    { starttls: 'smtp', greeting: '220 mail\r\n', say: '250 mail\r\n', words: 'does not offer STARTTLS' },
    { starttls: 'imap', greeting: '* OK ready\r\n', say: 'w BAD what\r\n', words: 'w BAD what' },
    {
      starttls: 'ldap',
      greeting: '',
      say: Buffer.from('300c02010178070a013504000400', 'hex'),
      words: 'does not begin TLS: unwillingToPerform',
    },
    { starttls: 'postgres', greeting: '', say: 'N', words: '' },
  ])('by $starttls says that the server does not begin TLS', async ({ starttls, greeting, say, words }) => {
    const { port } = await talking(greeting, identity, () => ({ say }));
    expect(failureOf(await look(port, { starttls })).detail).toContain(words);
  });
});
