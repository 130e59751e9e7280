/** Body rules, and bodies that are too large, against real servers. */
import { describe, expect, it } from 'vitest';
import { httpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const MIB = 1024 * 1024;

const http = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'http', url: `http://127.0.0.1:${port}/`, ...wishes });

describe('a body rule', () => {
  it.each([
    { rule: { contains: 'up' }, verdict: 'pass' },
    { rule: { contains: 'UP' }, verdict: '"UP" is not in the body (20 bytes)', step: 1 },
    { rule: { absent: 'down' }, verdict: 'pass' },
    { rule: { contains: 'up', absent: 'since' }, verdict: '"since" is in the body', step: 2 },
    { rule: { regex: '^state: (up|ok)$' }, verdict: '/^state: (up|ok)$/ does not match the body (20 bytes)', step: 1 },
    { rule: { absent: 'down', regex: 'state: up\\s+since' }, verdict: 'pass' },
    { rule: { regex: 'up.since' }, verdict: 'pass' },
  ])('$rule: $verdict', async ({ rule, verdict, step }) => {
    const server = await httpServer((_request, response) => response.end('state: up\nsince 1970'));
    const outcome = await aProbeSet().run(http(server.port, { expectBody: rule }), aContext());
    if (verdict === 'pass') {
      expect(outcome.kind).toBe('pass');
    } else {
      expect(failureOf(outcome)).toEqual({ kind: 'wrong-content', phase: 'body', detail: verdict, step, status: 200 });
    }
  });

  it('that takes for ever is our own trouble, named, and keeps nobody else waiting', async () => {
    const server = await httpServer((_request, response) => response.end(`${'a'.repeat(40)}!`));
    const outcome = await aProbeSet().run(http(server.port, { expectBody: { regex: '^(a+)+$' } }), aContext());
    expect(outcome).toMatchObject({
      kind: 'inconclusive',
      trouble: { kind: 'pattern-too-slow', detail: expect.stringContaining('/^(a+)+$/') },
    });
  });

  it('finds what is cut in two by the network', async () => {
    const server = await httpServer((_request, response) => {
      response.write('all sys');
      setImmediate(() => response.end('tems go'));
    });
    const outcome = await aProbeSet().run(http(server.port, { expectBody: { contains: 'systems' } }), aContext());
    expect(outcome.kind).toBe('pass');
  });

  it('reads the body in the character set that the answer names', async () => {
    const server = await httpServer((_request, response) =>
      response.setHeader('content-type', 'text/plain; charset="iso-8859-1"').end(Buffer.from('Münze', 'latin1')),
    );
    const outcome = await aProbeSet().run(http(server.port, { expectBody: { contains: 'Münze' } }), aContext());
    expect(outcome.kind).toBe('pass');
  });

  it('asks for a packed body only when a rule looks into it', async () => {
    const asked: unknown[] = [];
    const server = await httpServer((request, response) => {
      asked.push(request.headers['accept-encoding']);
      response.end('ok');
    });
    const probes = aProbeSet();
    await probes.run(http(server.port, { id: 'blind' }), aContext());
    await probes.run(http(server.port, { id: 'looks', expectBody: { contains: 'ok' } }), aContext());
    expect(asked).toEqual(['identity', 'gzip, deflate, br']);
  });

  it('does not search in a body that came in an encoding nobody asked for', async () => {
    const server = await httpServer((_request, response) => response.setHeader('content-encoding', 'zstd').end('....'));
    const outcome = await aProbeSet().run(http(server.port, { expectBody: { absent: 'error' } }), aContext());
    expect(failureOf(outcome)).toMatchObject({
      kind: 'wrong-content',
      detail: 'the body came as zstd, which nobody asked for',
    });
  });
});

describe('a body of 100 MB', () => {
  /** Says "head", then 100 MB of x. `sent` is what the server could get rid of. */
  async function giant() {
    let sent = 0;
    const server = await httpServer((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      response.write('head');
      const pump = () => {
        while (sent < 100 * MIB && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', pump);
            return;
          }
        }
        response.end();
      };
      pump();
    });
    return { port: server.port, sent: () => sent };
  }

  it('passes a check that does not look into it, after the limit and without the rest', async () => {
    const { port, sent } = await giant();
    const outcome = await aProbeSet().run(http(port), aContext());
    expect(outcome).toMatchObject({ kind: 'pass', readings: { bytes: MIB } });
    expect(sent()).toBeLessThan(20 * MIB);
  });

  it('passes a rule that is satisfied before the limit', async () => {
    const { port } = await giant();
    expect((await aProbeSet().run(http(port, { expectBody: { contains: 'head' } }), aContext())).kind).toBe('pass');
    expect((await aProbeSet().run(http(port, { expectBody: { regex: '^he.d' } }), aContext())).kind).toBe('pass');
  });

  it.each([
    { rule: { contains: 'tail' }, what: '"tail" was not found' },
    { rule: { absent: 'tail' }, what: '"tail" was not found' },
    { rule: { regex: 'x$' }, what: '/x$/ cannot be decided' },
    { rule: { regex: '^head(?!.*error)' }, what: '/^head(?!.*error)/ cannot be decided' },
  ])('fails $rule, because the rest would be needed', async ({ rule, what }) => {
    const { port, sent } = await giant();
    const check = http(port, { expectBody: rule, maxBody: 256 * 1024 });
    expect(failureOf(await aProbeSet().run(check, aContext()))).toMatchObject({
      kind: 'too-large',
      detail: `${what} in the first 262144 bytes and the body goes on (maxBody)`,
    });
    expect(sent()).toBeLessThan(20 * MIB);
  });

  it('still fails for what is in the part that was read', async () => {
    const { port } = await giant();
    const outcome = await aProbeSet().run(http(port, { expectBody: { absent: 'head' } }), aContext());
    expect(failureOf(outcome)).toMatchObject({ kind: 'wrong-content', detail: '"head" is in the body' });
  });

  it('keeps no more of it than the limit', async () => {
    const { port } = await giant();
    const probes = aProbeSet();
    const check = http(port, { expectBody: { contains: 'tail' } });
    const before = process.memoryUsage().arrayBuffers;
    await Promise.all(Array.from({ length: 8 }, () => probes.run(check, aContext())));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 * MIB);
  });

  it('is not waited for when nothing of it may be read', async () => {
    const server = await httpServer((_request, response) => response.writeHead(200).flushHeaders());
    const outcome = await aProbeSet().run(http(server.port, { maxBody: 0 }), aContext());
    expect(outcome.kind).toBe('pass');
  });
});
