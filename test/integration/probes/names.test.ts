/** Names with several addresses, names that cannot be resolved, and whose fault that is. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { beginAttempt } from '../../../electron/probes/attempt.ts';
import { NotOnThisMachine } from '../../../electron/probes/classify.ts';
import { dial } from '../../../electron/probes/dial.ts';
import { createNames } from '../../../electron/probes/names.ts';
import { createProbes } from '../../../electron/probes/registry.ts';
import { createSecondLook } from '../../../electron/probes/second-look.ts';
import type { Check } from '../../../shared/model/check.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { movableClock } from '../../harness/clock.ts';
import { closedPort, fullBacklog, gone, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, lookupError, troubleOf } from '../../harness/probing.ts';

const tcp = (port: number, host = 'db.test') => aCheck({ type: 'tcp', host, port });

/** At 127.0.0.2, where nobody listens at 127.0.0.1 (any free port would be free at one of them only). */
const onlyAtTheSecond = async () => tcpServer(() => undefined, '127.0.0.2', await closedPort());

describe('a name with several addresses', () => {
  it('is up when only the second one answers', async () => {
    const server = await onlyAtTheSecond();
    const probes = aProbeSet({ hosts: { 'db.test': ['127.0.0.1', '127.0.0.2'] } });
    expect(await probes.run(tcp(server.port), aContext())).toMatchObject({
      kind: 'pass',
      readings: { address: '127.0.0.2' },
    });
  });

  it('is up when the first one hangs: the second joins in after a quarter of a second', async () => {
    const clock = movableClock();
    const port = await fullBacklog();
    const server = await tcpServer(() => undefined, '127.0.0.2', port);
    const connection = server.nextConnection();
    const probes = aProbeSet({ hosts: { 'db.test': ['127.0.0.1', '127.0.0.2'] } });
    const trying = probes.run(tcp(port), aContext({ clock }));
    await clock.advance(249);
    expect(server.connections()).toBe(0);
    await clock.advance(1);
    await connection;
    expect(await trying).toMatchObject({ kind: 'pass', readings: { address: '127.0.0.2' } });
    expect(clock.waiting).toBe(0);
  });

  it.each([['127.0.0.1'], ['127.0.0.1', '127.0.0.2']])(
    'loses no connection when the try ends before anybody takes it over: %s',
    async (...addresses) => {
      const server = await tcpServer(() => undefined);
      const connection = server.nextConnection();
      const names = createNames((_host, done) => done(null, addresses));
      const outcome = await beginAttempt(
        { timeoutMs: 10_000, context: aContext(), secondLook: async () => true },
        (attempt) => {
          attempt.stop = dial('db.test', server.port, attempt, names, () => {
            throw new NotOnThisMachine('a file is missing');
          });
        },
      );
      expect(troubleOf(outcome).detail).toBe('a file is missing');
      await gone(await connection);
    },
  );

  it('is refused only when all of them refuse', async () => {
    const port = await closedPort();
    const probes = aProbeSet({ hosts: { 'db.test': ['127.0.0.1', '127.0.0.2', '127.0.0.3'] } });
    expect(failureOf(await probes.run(tcp(port), aContext()))).toEqual({
      kind: 'refused',
      phase: 'connect',
      detail: `connection refused by 127.0.0.1:${port} (all 3 addresses of the name fail)`,
    });
  });

  it('says what of it is dead, also when another address answers', async () => {
    const server = await onlyAtTheSecond();
    const probes = aProbeSet({ hosts: { 'db.test': ['127.0.0.1', '127.0.0.2'] } });
    expect(await probes.run(tcp(server.port), aContext())).toMatchObject({
      kind: 'pass',
      readings: { alsoFailed: `connection refused by 127.0.0.1:${server.port}` },
    });
  });

  it('tells each reason when they differ', async () => {
    const port = await closedPort();
    const probes = aProbeSet({ hosts: { 'db.test': ['127.0.0.1', '255.255.255.255', '127.0.0.2'] } });
    expect(failureOf(await probes.run(tcp(port), aContext())).detail).toMatch(
      new RegExp(
        `^connection refused by 127\\.0\\.0\\.1:${port} \\(all 3 addresses of the name fail; [^;]*255[^;]*\\)$`,
      ),
    );
  });

  it('names all that were tried when time runs out', async () => {
    const clock = movableClock();
    const port = await fullBacklog();
    const probes = aProbeSet({ hosts: { 'db.test': ['127.0.0.1', '127.0.0.2'] } });
    const trying = probes.run(tcp(port), aContext({ clock }));
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'connect',
      detail: 'no connection to 127.0.0.1, 127.0.0.2 within 10 s',
    });
  });
});

it("this machine's own resolver knows this machine, whichever address family it prefers", async () => {
  const server = await tcpServer(() => undefined);
  const probes = createProbes();
  onTestFinished(() => probes.close());
  expect(await probes.run(tcp(server.port, 'localhost'), aContext())).toMatchObject({
    kind: 'pass',
    timings: { dnsMs: expect.any(Number) },
    readings: { address: '127.0.0.1' },
  });
});

describe('a name that is not resolved', () => {
  it.each([
    { code: 'ENOTFOUND', theirs: 'no such host: db.test' },
    { code: 'EAI_AGAIN', theirs: 'the name servers of db.test fail, while the resolver itself works (EAI_AGAIN)' },
  ])(
    '$code is the failure of the target when the resolver is well, and ours when it is not',
    async ({ code, theirs }) => {
      const hosts = { 'db.test': lookupError(code, 'db.test') };
      const well = aProbeSet({ hosts, secondLook: async () => true });
      expect(failureOf(await well.run(tcp(1), aContext()))).toEqual({ kind: 'dns', phase: 'dns', detail: theirs });
      const ill = aProbeSet({ hosts, secondLook: async () => false });
      expect(troubleOf(await ill.run(tcp(1), aContext()))).toEqual({
        kind: 'resolver-gone',
        detail: "this machine's name resolver gives no answer for db.test",
      });
    },
  );

  it.each(
    [true, false].flatMap((works) => [
      { check: tcp(1), works },
      { check: aCheck({ type: 'http', url: 'http://db.test/' }), works },
    ]),
  )('in time, blames the target only when the resolver itself works: $check.type, $works', async ({ check, works }) => {
    const clock = movableClock();
    const probes = createProbes({
      names: (_host, _answered, wishes) => wishes?.asked?.(), // asked, and never heard of again
      secondLook: async ({ ask }) => ask === 'resolver-works' && works,
      trust: () => createSecureContext(),
    });
    const trying = probes.run(check, aContext({ clock }));
    await clock.advance(10_000);
    const outcome = await trying;
    if (works) {
      expect(failureOf(outcome).detail).toBe('the name was not resolved within 10 s, while the resolver itself works');
    } else {
      expect(troubleOf(outcome).kind).toBe('resolver-gone');
    }
  });
});

describe('a lookup that waits for others', () => {
  it.each([
    { story: 'all the time', from: null, kind: 'inconclusive' },
    { story: 'for most of the time', from: 6_000, kind: 'inconclusive' },
    { story: 'for less than half of it', from: 4_000, kind: 'fail' },
  ])('$story: $kind', async ({ from, kind }) => {
    const clock = movableClock();
    const probes = createProbes({
      names: (_host, _answered, wishes) => {
        if (from !== null && wishes?.asked) {
          clock.after(from, wishes.asked);
        }
      },
      secondLook: async () => true,
      trust: () => createSecureContext(),
    });
    const trying = probes.run(tcp(1), aContext({ clock }));
    await clock.advance(10_000);
    const outcome = await trying;
    expect(outcome.kind).toBe(kind);
    if (kind === 'inconclusive') {
      expect(troubleOf(outcome)).toEqual({
        kind: 'queue-full',
        detail: `the lookup of db.test waited ${from === null ? '10 s' : '6 s'} for lookups of other names, which hang`,
      });
    }
  });

  it('is never blamed on a healthy name, which gets its turn beside four that hang', async () => {
    const clock = movableClock();
    const server = await tcpServer(() => undefined);
    const hanging: (() => void)[] = [];
    const names = createNames((host, done) => {
      if (host === 'db.test') {
        setImmediate(() => done(null, ['127.0.0.1']));
      } else {
        hanging.push(() => done(lookupError('EAI_AGAIN', host), []));
      }
    }, clock.monotonicMs);
    const probes = createProbes({ names, secondLook: async () => true, trust: () => createSecureContext() });
    onTestFinished(() => probes.close());
    const dead = [1, 2, 3, 4].map((n) => aCheck({ type: 'tcp', host: `dead${n}.test`, port: 1, id: `dead/${n}` }));
    const tryAll = (checks: readonly Check[]) => checks.map((check) => probes.run(check, aContext({ clock })));
    const kinds = async (tries: readonly (ProbeOutcome | Promise<ProbeOutcome>)[]) =>
      (await Promise.all(tries)).map(({ kind }) => kind);

    const first = tryAll([...dead, tcp(server.port)]);
    await clock.advance(10_000);
    expect(await kinds(first)).toEqual(['fail', 'fail', 'fail', 'inconclusive', 'inconclusive']);
    while (hanging.length > 0) {
      await clock.advance(2_000);
      hanging.shift()?.();
    }
    await clock.advance(6_000); // nothing is kept any more
    const second = tryAll(dead);
    expect(await kinds(tryAll([tcp(server.port)]))).toEqual(['pass']);
    await clock.advance(10_000);
    expect(await kinds(second)).toEqual(['fail', 'inconclusive', 'inconclusive', 'inconclusive']);
  });
});

describe('a kept address', () => {
  /** A name that moves from its first address to its second, asked once before. */
  async function moved(check: ReturnType<typeof tcp>, clock = movableClock(), later: readonly string[] | null = null) {
    const asked: string[] = [];
    const names = createNames((host, done) => {
      asked.push(host);
      const addresses = asked.length === 1 ? ['127.0.0.1'] : (later ?? ['127.0.0.2']);
      setImmediate(() => (addresses.length > 0 ? done(null, addresses) : done(lookupError('ENOTFOUND', host), [])));
    }, clock.monotonicMs);
    const probes = createProbes({ names, secondLook: async () => true, trust: () => createSecureContext() });
    onTestFinished(() => probes.close());
    await new Promise<void>((resolve) => {
      names('db.test', () => resolve());
    });
    return { trying: probes.run(check, aContext({ clock })), asked, clock };
  }

  it('is used without asking again', async () => {
    const server = await tcpServer(() => undefined);
    const { trying, asked } = await moved(tcp(server.port));
    expect(await trying).toMatchObject({ kind: 'pass', readings: { address: '127.0.0.1' } });
    expect(asked).toHaveLength(1);
  });

  it('where nobody is any more is not blamed: the name is asked anew', async () => {
    const server = await onlyAtTheSecond();
    const { trying, asked } = await moved(tcp(server.port));
    expect(await trying).toMatchObject({ kind: 'pass', readings: { address: '127.0.0.2' } });
    expect(asked).toHaveLength(2);
  });

  it('that hangs is not blamed: the name is asked anew after a quarter of a second', async () => {
    const port = await fullBacklog();
    const server = await tcpServer(() => undefined, '127.0.0.2', port);
    const connection = server.nextConnection();
    const { trying, clock } = await moved(tcp(port));
    await clock.advance(250);
    await connection;
    expect(await trying).toMatchObject({ kind: 'pass', readings: { address: '127.0.0.2' } });
    expect(clock.waiting).toBe(0);
  });

  it.each([
    { now: 'still there', later: ['127.0.0.1'], kind: 'refused', asks: 2 },
    { now: 'gone with its name', later: [], kind: 'dns', asks: 2 },
  ])('that is $now fails once, as what it is', async ({ later, kind, asks }) => {
    const { trying, asked } = await moved(tcp(await closedPort()), movableClock(), later);
    expect(failureOf(await trying).kind).toBe(kind);
    expect(asked).toHaveLength(asks);
  });
});

describe('the second look at our own resolver', () => {
  const ASKS = ['resolver-reachable', 'resolver-works'] as const;

  it.each([
    { resolver: 'knows the root', rcode: 0, answers: true, finds: [true, true] },
    { resolver: 'answers SERVFAIL, as a stub without an uplink does', rcode: 2, answers: true, finds: [true, false] },
    { resolver: 'refuses the question', rcode: 5, answers: true, finds: [true, false] },
    { resolver: 'is gone', rcode: 0, answers: false, finds: [false, false] },
  ])('tells that it $resolver', async ({ rcode, answers, finds }) => {
    const port = await nameServer(rcode, answers);
    const look = createSecondLook([`127.0.0.1:${port}`], 20_000);
    expect(await Promise.all(ASKS.map((ask) => look({ ask })))).toEqual(finds);
  });

  it('finds a route to ourselves, and none to where this machine cannot go', async () => {
    const look = createSecondLook();
    expect(await look({ ask: 'route', address: '127.0.0.1', port: 80 })).toBe(true);
    // The limited broadcast address: no kernel lets an ordinary socket connect there, and nothing is sent to find out.
    expect(await look({ ask: 'route', address: '255.255.255.255', port: 80 })).toBe(false);
  });
});

/** A name server on loopback that answers every question with `rcode`, and "NS a.root" when that is 0; or is not there. */
async function nameServer(rcode: number, answers: boolean): Promise<number> {
  const socket: DatagramSocket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  if (!answers) {
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    return port;
  }
  onTestFinished(() => {
    socket.close();
  });
  socket.on('message', (query, from) => {
    const question = query.subarray(12, questionEnd(query));
    const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80 | rcode, 0, 1, 0, rcode === 0 ? 1 : 0, 0, 0, 0, 0]);
    // RFC 1035 section 4.1.3: name (root), type NS, class IN, time to live, length, the name server.
    const name = Buffer.from([1, 97, 4, ...Buffer.from('root'), 0]);
    const answer = Buffer.from([0, 0, 2, 0, 1, 0, 0, 0, 60, 0, name.length, ...name]);
    socket.send(Buffer.concat([header, question, ...(rcode === 0 ? [answer] : [])]), from.port, from.address);
  });
  return port;
}

function questionEnd(query: Buffer): number {
  let at = 12;
  while ((query[at] ?? 0) !== 0) {
    at += (query[at] ?? 0) + 1;
  }
  return at + 5;
}
