/** The TCP check and its script against real servers: slow ones, silent ones, and ones that hang up. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext, createServer, TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { connectProxy } from '../../harness/connect-proxy.ts';
import { eventually } from '../../harness/listening.ts';
import { closedPort, fullBacklog, gone, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, lateIn, standingClock } from '../../harness/probing.ts';

const tcp = (port: number, script: readonly object[] = [], wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'tcp', host: '127.0.0.1', port, script, ...wishes });

/** Answers each line that comes with what `answer` makes of it. */
const lineServer = (greeting: string, answer: (line: string, socket: Socket) => void) =>
  tcpServer((socket) => {
    socket.write(greeting);
    let waiting = '';
    socket.on('data', (chunk) => {
      const lines = (waiting + chunk).split('\r\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) {
        answer(line, socket);
      }
    });
  });

describe('a tcp check', () => {
  it('is satisfied with a connection when there is no script', async () => {
    const server = await tcpServer(() => undefined);
    const outcome = await aProbeSet().run(tcp(server.port), aContext());
    expect(outcome).toMatchObject({ kind: 'pass', readings: { address: '127.0.0.1' } });
    expect(outcome.kind === 'pass' && Object.keys(outcome.timings).sort()).toEqual(['connectMs', 'totalMs']);
  });

  it('plays a dialogue, and hangs up afterwards', async () => {
    const lines: string[] = [];
    const server = await lineServer('220 mail.test ESMTP\r\n', (line, socket) => {
      lines.push(line);
      socket.write(line === 'QUIT' ? '221 bye\r\n' : '250-mail.test\r\n250 SIZE\r\n');
    });
    const connection = server.nextConnection();
    const script = [
      { expectRegex: '^220 ' },
      { send: 'EHLO watchbell\\r\\n' },
      { expect: '250 SIZE' },
      { sendHex: '51 55 49 54 0d0a' },
      { expectHex: '32 32 31' },
    ];
    const outcome = await aProbeSet().run(tcp(server.port, script), aContext());
    expect(outcome.kind).toBe('pass');
    expect(lines).toEqual(['EHLO watchbell', 'QUIT']);
    await gone(await connection);
  });

  it('finds what comes byte by byte', async () => {
    const server = await tcpServer(async (socket) => {
      for (const byte of '+PONG\r\n') {
        await new Promise((resolve) => socket.setNoDelay(true).write(byte, resolve));
      }
    });
    expect((await aProbeSet().run(tcp(server.port, [{ expect: '+PONG\\r\\n' }]), aContext())).kind).toBe('pass');
  });

  it.each([
    {
      story: 'something else came before the end',
      script: [{ send: 'PING\\r\\n' }, { expect: '+PONG' }],
      says: '-ERR no\r\n',
      failure: { kind: 'wrong-content', phase: 'body', detail: 'closed without "+PONG", got "-ERR no\\r\\n"', step: 2 },
    },
    {
      story: 'nothing came before the end',
      script: [{ send: 'PING\\r\\n' }, { expectRegex: 'PONG' }],
      says: '',
      failure: { kind: 'closed', phase: 'headers', detail: 'closed without an answer, expected /PONG/', step: 2 },
    },
    {
      story: 'what must not come came',
      script: [{ send: 'PING\\r\\n' }, { expect: 'ERR', not: true, minLength: 4 }],
      says: '-ERR no\r\n',
      failure: {
        kind: 'wrong-content',
        phase: 'body',
        detail: '"ERR" came, and must not, got "-ERR no\\r\\n"',
        step: 2,
      },
    },
  ])('fails when $story', async ({ script, says, failure }) => {
    const server = await lineServer('', (_line, socket) => socket.end(says));
    expect(failureOf(await aProbeSet().run(tcp(server.port, script), aContext()))).toEqual(failure);
  });

  it('passes a negated step when the other side closed without saying it', async () => {
    const server = await lineServer('', (_line, socket) => socket.end('+O'));
    const script = [{ send: 'PING\\r\\n' }, { expect: 'ERR', not: true, minLength: 40 }];
    expect((await aProbeSet().run(tcp(server.port, script), aContext())).kind).toBe('pass');
  });

  it('fails when the other side is gone before everything was said', async () => {
    const server = await lineServer('bye', (_line, socket) => socket.end());
    server.nextConnection().then((socket) => socket.end());
    const script = [{ expectRegex: 'bye' }, { expect: 'never', not: true, minLength: 9 }, { send: 'hello' }];
    expect(failureOf(await aProbeSet().run(tcp(server.port, script), aContext()))).toMatchObject({
      kind: 'closed',
      detail: 'closed before step 3 could be sent',
      step: 3,
    });
  });

  it('looks at no more than its buffer holds', async () => {
    const server = await tcpServer((socket) => socket.end(`${'x'.repeat(20_000)}OK`));
    const failure = failureOf(await aProbeSet().run(tcp(server.port, [{ expect: 'OK' }]), aContext()));
    expect(failure).toEqual({
      kind: 'too-large',
      phase: 'body',
      detail: `no "OK" in the first 16384 bytes (maxBuffer), got "${'x'.repeat(80)}…"`,
      step: 1,
    });
  });

  it('tells refused from reset', async () => {
    const port = await closedPort();
    const probes = aProbeSet();
    expect(failureOf(await probes.run(tcp(port), aContext()))).toMatchObject({ kind: 'refused', phase: 'connect' });
    const server = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const script = [{ send: 'hello' }, { expect: 'hello' }];
    expect(failureOf(await probes.run(tcp(server.port, script), aContext()))).toMatchObject({
      kind: 'reset',
      phase: 'headers',
      detail: 'connection reset while waiting for the answer',
    });
  });
});

describe('a tcp check that runs out of time', () => {
  it.each([
    {
      story: 'silence',
      stage: 'headers',
      greeting: '',
      script: [{ expect: 'OK' }],
      failure: { kind: 'timeout', phase: 'headers', detail: 'no "OK" within 3 s', step: 1 },
    },
    {
      story: 'too little',
      stage: 'body',
      greeting: 'O',
      script: [{ expect: 'OK' }],
      failure: { kind: 'timeout', phase: 'body', detail: 'no "OK" within 3 s, got "O"', step: 1 },
    },
    {
      story: 'too little to be sure that something is absent',
      stage: 'body',
      greeting: 'fine',
      script: [{ expect: 'ERR', not: true, minLength: 100 }],
      failure: {
        kind: 'timeout',
        phase: 'body',
        detail: 'fewer than the 100 bytes to look at within 3 s, got "fine"',
        step: 1,
      },
    },
  ] as const)('says what it waited for: $story', async ({ stage, greeting, script, failure }) => {
    const server = await tcpServer((socket) => socket.write(greeting));
    expect(failureOf(await lateIn(stage, aProbeSet(), tcp(server.port, script)))).toEqual(failure);
  });

  it('says that there was no connection, when it was that', async () => {
    const clock = movableClock();
    const port = await fullBacklog();
    const trying = aProbeSet().run(tcp(port, [{ expect: 'OK' }]), aContext({ clock }));
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'connect',
      detail: 'no connection to 127.0.0.1 within 10 s',
    });
  });
});

describe('a tcp check under TLS', () => {
  const authority = makeAuthority('Script Test Root');
  const identity = makeIdentity({ name: 'mail.test', for: ['mail.test'] }, authority);
  const probes = () => aProbeSet({ trusted: [authority.cert] });

  /** Says ready, waits for STARTTLS, goes on under TLS, and then answers each word with itself in capitals. */
  const upgradingServer = (sni: (name: string) => void = () => undefined, secured: () => void = () => undefined) =>
    tcpServer((socket) => {
      socket.write('ready\r\n');
      socket.once('data', () => {
        socket.write('go ahead\r\nOVERHEARD'); // bytes that somebody in between slipped in before TLS
        const safe = new TLSSocket(socket, {
          isServer: true,
          secureContext: createSecureContext(identity),
          SNICallback: (name, done) => {
            sni(name);
            done(null);
          },
        });
        safe
          .on('error', () => undefined)
          .on('secure', secured)
          .on('data', (sent) => safe.write(sent.toString().toUpperCase()));
      });
    });
  const upgrade = [
    { expect: 'ready' },
    { send: 'STARTTLS\\r\\n' },
    { expect: 'go ahead', name: 'STARTTLS' },
    { starttls: true },
  ];

  it('goes on under TLS in the middle, with the name that the certificate must carry', async () => {
    const names: string[] = [];
    const server = await upgradingServer((name) => names.push(name));
    const script = [...upgrade, { send: 'hello' }, { expect: 'HELLO' }];
    const outcome = await probes().run(tcp(server.port, script, { serverName: 'mail.test' }), aContext());
    expect(outcome).toMatchObject({ kind: 'pass', readings: { certificateEnds: '2049-01-01' } });
    expect(names).toEqual(['mail.test']);
  });

  it('forgets what came before TLS', async () => {
    const clock = standingClock();
    const script = [...upgrade, { expect: 'OVERHEARD', name: 'mixed in' }];
    let secured = false;
    const server = await upgradingServer(undefined, () => {
      secured = true;
    });
    const trying = probes().run(tcp(server.port, script, { serverName: 'mail.test' }), aContext({ clock }));
    await eventually('TLS', () => secured); // for the client, too: its last word of the handshake has come
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'headers',
      detail: 'mixed in: no "OVERHEARD" within 10 s',
      step: 5,
    });
  });

  it.each([
    { story: 'another name', wishes: { serverName: 'shop.test' }, trusted: true, says: 'certificate is for mail.test' },
    { story: 'an unknown authority', wishes: { serverName: 'mail.test' }, trusted: false, says: 'unknown here' },
  ])('refuses a certificate with $story before anything is sent', async ({ wishes, trusted, says }) => {
    const server = await upgradingServer();
    const set = trusted ? probes() : aProbeSet();
    const outcome = await set.run(tcp(server.port, [...upgrade, { send: 'secret' }], wishes), aContext());
    expect(failureOf(outcome)).toMatchObject({ kind: 'tls', phase: 'tls', detail: expect.stringContaining(says) });
  });

  it('accepts any certificate when told so', async () => {
    const server = await upgradingServer();
    const outcome = await aProbeSet().run(tcp(server.port, upgrade, { verifyTls: false }), aContext());
    expect(outcome.kind).toBe('pass');
  });

  it('begins with TLS, and then plays its script', async () => {
    const server = createServer(identity, (socket) => socket.end('+OK\r\n'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const outcome = await probes().run(
      tcp(port, [{ expect: '+OK' }], { tls: true, serverName: 'mail.test' }),
      aContext(),
    );
    expect(outcome.kind).toBe('pass');
    expect(outcome.kind === 'pass' && outcome.timings.tlsMs).toBeGreaterThan(0);
  });

  it('says that the other side speaks no TLS', async () => {
    const server = await tcpServer((socket) => socket.write('220 mail.test ESMTP\r\n'));
    expect(failureOf(await probes().run(tcp(server.port, [], { tls: true }), aContext()))).toMatchObject({
      kind: 'tls',
      detail: expect.stringContaining('does not speak TLS'),
    });
  });
});

describe('a tcp check through a proxy', () => {
  it('asks the proxy for the target, speaks through it, and shakes hands with the target itself', async () => {
    const authority = makeAuthority('Proxy Test Root');
    const identity = makeIdentity({ name: 'mail.test', for: ['mail.test'] }, authority);
    const server = createServer(identity, (socket) => socket.write('+OK\r\n'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const proxy = await connectProxy();
    const wishes = { host: 'mail.test', tls: true, ca: authority.cert, proxy: `http://127.0.0.1:${proxy.port}` };
    const outcome = await aProbeSet().run(tcp(port, [{ expect: '+OK' }], wishes), aContext());
    expect(outcome).toMatchObject({ kind: 'pass', readings: { certificateEnds: '2049-01-01' } });
    expect(proxy.asked).toEqual([`mail.test:${port}`]);
  });

  it('says that the proxy is in the way, and not the target', async () => {
    const proxy = await connectProxy({ refuse: 403 });
    const wishes = { host: 'mail.test', proxy: `http://127.0.0.1:${proxy.port}` };
    expect(failureOf(await aProbeSet().run(tcp(25, [], wishes), aContext())).kind).toBe('proxy-error');
  });
});
