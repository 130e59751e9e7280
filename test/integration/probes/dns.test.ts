/** The DNS check against real name servers: ours over UDP and TCP, and dnsmasq. */
import { createSocket } from 'node:dgram';
import { decode, encode } from 'dns-packet';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDnsProbe, type SystemResolvers } from '../../../electron/probes/dns.ts';
import { createNames } from '../../../electron/probes/names.ts';
import type { SecondLook } from '../../../electron/probes/second-look.ts';
import { movableClock } from '../../harness/clock.ts';
import { type DnsScript, dnsServer } from '../../harness/dns-server.ts';
import { eventually } from '../../harness/listening.ts';
import { closedPort, tcpServer } from '../../harness/loopback.ts';
import {
  aCheck,
  aContext,
  aProbeSet,
  failureOf,
  standingClock,
  troubleOf,
  unhurriedClock,
} from '../../harness/probing.ts';
import { requireProgram, startPeer } from '../../harness/real-programs.ts';

const dns = (port: number, wishes: object = {}) =>
  aCheck({ type: 'dns', query: 'shop.test', resolver: `127.0.0.1:${port}`, ...wishes });
/** Time stands still, so that no question is asked twice because this process was stopped for a while. */
const look = (port: number, wishes: object = {}) =>
  aProbeSet().run(dns(port, wishes), aContext({ clock: standingClock() }));

const a = (data: string, ttl = 60) => ({ type: 'A', name: 'shop.test', data, ttl }) as const;

describe('a dns check', () => {
  it('reads the answers, and says who gave them', async () => {
    const { port } = await dnsServer(() => ({
      authoritative: true,
      answers: [{ type: 'CNAME', name: 'shop.test', data: 'www.shop.test', ttl: 5 }, a('10.0.0.1'), a('10.0.0.2', 30)],
    }));
    const check = dns(port, { expectAnswers: { all: ['10.0.0.2'], atLeast: 2 }, authoritative: true });
    const outcome = await aProbeSet().run(check, aContext());
    expect(outcome).toMatchObject({
      kind: 'pass',
      readings: {
        resolver: `127.0.0.1:${port}`,
        rcode: 'NOERROR',
        answers: '10.0.0.1, 10.0.0.2',
        ttl: 30,
        authoritative: true,
        transport: 'udp',
      },
    });
    expect(outcome.kind === 'pass' && outcome.timings.firstByteMs).toBeGreaterThan(0);
  });

  it.each([
    {
      story: 'a name that is not there',
      said: { rcode: 3 },
      failure: { kind: 'wrong-status', detail: 'NXDOMAIN (no such name) for shop.test A, expected NOERROR', step: 1 },
    },
    {
      story: 'a server that cannot get the answer',
      said: { rcode: 2 },
      failure: {
        kind: 'said-failing',
        detail: 'SERVFAIL (the server could not get the answer) for shop.test A, expected NOERROR',
      },
    },
    {
      story: 'a server that does not answer us',
      said: { rcode: 5, questions: [] },
      failure: {
        kind: 'wrong-status',
        detail: 'REFUSED (the server refuses to answer us) for shop.test A, expected NOERROR',
      },
    },
    {
      story: 'a name without such a record',
      said: {},
      failure: { kind: 'wrong-content', detail: 'no A record for shop.test, expected at least 1', step: 2 },
    },
    {
      story: 'another answer',
      said: { answers: [a('10.0.0.9')] },
      wishes: { expectAnswers: { exactly: ['10.0.0.1'] } },
      failure: { kind: 'wrong-content', detail: '10.0.0.1 is not among the answers, got 10.0.0.9', step: 3 },
    },
    {
      story: 'an answer from a cache where the source was wanted',
      said: { answers: [a('10.0.0.1')] },
      wishes: { authoritative: true },
      failure: { kind: 'wrong-content', detail: 'the answer is not authoritative', step: 2 },
    },
    {
      story: 'an answer that may be kept too long',
      said: { answers: [a('10.0.0.1', 86_400)] },
      wishes: { expectAnswers: { maxTtl: '5m' } },
      failure: { kind: 'threshold', detail: 'an answer may be kept for 1 d, at most 5 min wanted', step: 3 },
    },
  ])('fails for $story', async ({ said, wishes, failure }) => {
    const { port } = await dnsServer(() => said);
    expect(failureOf(await look(port, wishes))).toMatchObject(failure);
  });

  it('passes when the name shall not be there, and is not', async () => {
    const { port } = await dnsServer(() => ({ rcode: 3 }));
    expect((await look(port, { expectRcode: 'NXDOMAIN' })).kind).toBe('pass');
  });

  it('goes on over TCP when the answer is too long for a datagram', async () => {
    const { port, asked } = await dnsServer((_query, transport) =>
      transport === 'udp' ? { truncated: true } : { answers: [a('10.0.0.1')] },
    );
    expect(await look(port)).toMatchObject({ kind: 'pass', readings: { transport: 'tcp' } });
    expect(asked).toEqual(['udp A shop.test', 'tcp A shop.test']);
  });

  it('says at once that TCP is refused where the answer needs it', async () => {
    const { port } = await dnsServer(() => ({ truncated: true }), { tcp: false });
    expect(failureOf(await look(port))).toMatchObject({
      kind: 'refused',
      phase: 'connect',
      detail: `connection refused by 127.0.0.1:${port}`,
    });
  });

  it('takes only answers to its own question', async () => {
    const { port } = await dnsServer((query) => [
      { idOff: 1, answers: [a('6.6.6.6')] },
      { questions: [{ type: 'A', name: 'other.test' }], answers: [a('6.6.6.6')] },
      { raw: Buffer.from('junk') },
      { answers: [a('10.0.0.1')], questions: query.questions ?? [] },
    ]);
    expect(await look(port)).toMatchObject({ kind: 'pass', readings: { answers: '10.0.0.1' } });
  });

  it('says when only strangers answered', async () => {
    const { port, answered } = await dnsServer(() => ({ idOff: 1 }));
    const clock = standingClock();
    const trying = aProbeSet().run(dns(port, { timeout: '1s' }), aContext({ clock }));
    await answered(1);
    await clock.advance(1_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'headers',
      detail: `no answer from 127.0.0.1:${port} within 1 s; a message came that was no answer to our question`,
    });
  });

  it('fails for an answer that nobody can read', async () => {
    const { port } = await dnsServer((query) => {
      const id = Buffer.alloc(2);
      id.writeUInt16BE(query.id ?? 0);
      return { raw: Buffer.concat([id, Buffer.from('8180000100010000000003', 'hex')]) };
    });
    expect(failureOf(await look(port)).kind).toBe('protocol');
  });

  it('asks again when a datagram was lost', async () => {
    const clock = movableClock();
    let lost: () => void = () => undefined;
    const wasLost = new Promise<void>((resolve) => {
      lost = resolve;
    });
    const server = await dnsServer(() => {
      if (server.asked.length === 1) {
        lost();
        return null;
      }
      return { answers: [a('10.0.0.1')] };
    });
    const trying = aProbeSet().run(dns(server.port), aContext({ clock }));
    await wasLost;
    await clock.advance(2_000);
    expect(await trying).toMatchObject({ kind: 'pass' });
    expect(server.asked).toHaveLength(2);
  });

  it('is refused where nobody listens: the named resolver is the target', async () => {
    const port = await closedPort();
    for (const transport of ['udp', 'tcp']) {
      expect(failureOf(await look(port, { transport }))).toMatchObject({
        kind: 'refused',
        detail: `connection refused by 127.0.0.1:${port}`,
      });
    }
  });

  it('says that the server took its question over TCP and does not answer', async () => {
    const { port, asked } = await dnsServer(() => null);
    const clock = standingClock();
    const trying = aProbeSet().run(dns(port, { transport: 'tcp' }), aContext({ clock }));
    await eventually('the question', () => asked.length > 0);
    await clock.advance(10_000);
    expect(failureOf(await trying)).toMatchObject({ kind: 'timeout', phase: 'headers' });
  });

  it('says that the server hung up', async () => {
    const { port } = await tcpServer((socket) => socket.once('data', () => socket.end()));
    expect(failureOf(await look(port, { transport: 'tcp' }))).toMatchObject({ kind: 'closed', phase: 'headers' });
  });

  it('asks a resolver by its name', async () => {
    const { port } = await dnsServer(() => ({ answers: [a('10.0.0.1')] }));
    const probes = aProbeSet({ hosts: { 'ns1.test': ['127.0.0.1'] } });
    expect((await probes.run(dns(port, { resolver: `ns1.test:${port}` }), aContext())).kind).toBe('pass');
    expect(failureOf(await probes.run(dns(port, { resolver: 'ns2.test' }), aContext()))).toMatchObject({
      kind: 'dns',
      detail: 'no such host: ns2.test',
    });
  });
});

describe("a dns check by this system's resolvers", () => {
  const answerTo = (message: Buffer) => {
    const { id = 0, questions = [] } = decode(message);
    return encode({ type: 'response', id, questions, answers: [a('10.0.0.1')] });
  };
  const own = (resolvers: SystemResolvers, secondLook: SecondLook = async () => true) =>
    createDnsProbe({ names: createNames(), secondLook }, resolvers);
  const check = aCheck({ type: 'dns', query: 'shop.test' });
  const at = (port: number) => ({ address: '127.0.0.1', port });
  const server = async (script: DnsScript) => at((await dnsServer(script)).port);

  it('asks the next one when the first is gone or cannot answer', async () => {
    const gone = at(await closedPort());
    const failing = await server(() => ({ rcode: 2 }));
    const well = await server(() => ({ answers: [a('10.0.0.1')] }));
    const outcome = await own(() => [gone, failing, well]).run(check, aContext({ clock: standingClock() }));
    expect(outcome).toMatchObject({ kind: 'pass', readings: { resolver: `127.0.0.1:${well.port}` } });
    expect(outcome.kind === 'pass' && Object.keys(outcome.timings).sort()).toEqual(['dnsMs', 'totalMs']);
  });

  it('says who answered when the first one is late, and the second has been asked meanwhile', async () => {
    const clock = standingClock();
    let answer: () => void = () => undefined;
    const late = createSocket('udp4');
    late.on('message', (query, { port, address }) => {
      answer = () => late.send(answerTo(query), port, address);
    });
    await new Promise<void>((resolve) => late.bind(0, '127.0.0.1', resolve));
    onTestFinished(() => void late.close());
    const silent = await dnsServer(() => null);
    const trying = own(() => [late.address(), at(silent.port)]).run(check, aContext({ clock }));
    await clock.limited(2_000);
    await clock.advance(2_000);
    await eventually('the second is asked', () => silent.asked.length > 0);
    answer();
    expect(await trying).toMatchObject({
      kind: 'pass',
      readings: { resolver: `127.0.0.1:${late.address().port}`, answers: '10.0.0.1' },
    });
  });

  it.each([
    { story: 'none listens', servers: async () => [at(await closedPort())] },
    { story: 'there are none', servers: async () => [] },
  ])('is our own trouble when $story', async ({ servers }) => {
    const all = await servers();
    expect(troubleOf(await own(() => all).run(check, aContext())).kind).toBe('resolver-gone');
  });

  it('tells a dead zone from a resolver without an uplink, which both say SERVFAIL', async () => {
    const failing = await server(() => ({ rcode: 2 }));
    expect(failureOf(await own(() => [failing]).run(check, aContext()))).toMatchObject({
      kind: 'said-failing',
      phase: 'dns',
    });
    expect(
      troubleOf(
        await own(
          () => [failing],
          async () => false,
        ).run(check, aContext()),
      ).kind,
    ).toBe('resolver-gone');
  });

  it('is our own trouble when they stay silent', async () => {
    const silent = await server(() => null);
    const short = { ...check, timeout: 250 };
    const context = aContext({ clock: unhurriedClock });
    expect(
      troubleOf(
        await own(
          () => [silent],
          async () => false,
        ).run(short, context),
      ).kind,
    ).toBe('resolver-gone');
  });
});

describe('dnsmasq', () => {
  it('answers every type as we write them', async (test) => {
    const port = await closedPort();
    const records = [
      '--host-record=shop.test,10.1.2.3,2001:db8::1',
      '--cname=www.shop.test,shop.test',
      '--mx-host=shop.test,Mail.shop.test,10',
      '--txt-record=shop.test,v=spf1 -all',
      '--srv-host=_sip._tcp.shop.test,sip.shop.test,5060,1,2',
      '--caa-record=shop.test,0,issue,ca.test',
      '--ptr-record=3.2.1.10.in-addr.arpa,shop.test',
      '--auth-server=ns.shop.test',
      '--auth-zone=zone.test',
    ];
    const base = ['-k', '-C', '/dev/null', '-p', String(port), '--listen-address=127.0.0.1', '--bind-interfaces'];
    const peer = await startPeer({
      program: requireProgram(test, 'dnsmasq'),
      args: [...base, '--no-resolv', '--no-hosts', '--pid-file=', '--user=', ...records],
      port,
    });
    onTestFinished(peer.stop);
    for (const [record, query, text] of [
      ['A', 'SHOP.test.', '10.1.2.3'],
      ['AAAA', 'shop.test', '2001:0db8::1'],
      ['CNAME', 'www.shop.test', 'shop.test.'],
      ['MX', 'shop.test', '10 mail.shop.test'],
      ['TXT', 'shop.test', 'v=spf1 -all'],
      ['SRV', '_sip._tcp.shop.test', '1 2 5060 sip.shop.test'],
      ['CAA', 'shop.test', '0 issue "ca.test"'],
      ['PTR', '10.1.2.3', 'shop.test'],
    ] as const) {
      const outcome = await look(port, { record, query, expectAnswers: { exactly: [text] } });
      expect([record, outcome.kind, outcome.kind === 'fail' ? outcome.failure.detail : '']).toEqual([
        record,
        'pass',
        '',
      ]);
    }
    expect(failureOf(await look(port, { query: 'nobody.example' })).detail).toMatch(/^(?:REFUSED|NXDOMAIN) /);
  });
});
