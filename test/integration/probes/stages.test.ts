/** Limits for the stages of a try: connection, first byte, rest; each shorter than the whole. */
import { createSecureContext } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProbes } from '../../../electron/probes/registry.ts';
import { movableClock } from '../../harness/clock.ts';
import { fullBacklog, httpServer, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const timeouts = { connect: '2s', headers: '3s', body: '4s' };
const http = (port: number, wishes: object = {}) =>
  aCheck({ type: 'http', url: `http://127.0.0.1:${port}/`, timeouts, ...wishes });

describe('a check with a limit for each stage', () => {
  it('fails when no connection stands in time', async () => {
    const clock = movableClock();
    const port = await fullBacklog();
    const trying = aProbeSet().run(http(port), aContext({ clock }));
    await clock.advance(2_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'connect',
      detail: 'no connection to 127.0.0.1 within 2 s',
    });
    expect(clock.waiting).toBe(0);
  });

  it('counts the name and TLS among the connection', async () => {
    const clock = movableClock();
    const probes = createProbes({
      names: (_host, answered, wishes) => {
        wishes?.asked?.();
        clock.after(1_500, () => answered(null, ['127.0.0.1'], false));
      },
      secondLook: async () => true,
      trust: () => createSecureContext(),
    });
    onTestFinished(() => probes.close());
    const server = await tcpServer(() => undefined);
    const connection = server.nextConnection();
    const check = aCheck({ type: 'tls', host: 'shop.test', port: server.port, timeouts });
    const trying = probes.run(check, aContext({ clock }));
    await clock.advance(1_500);
    const socket = await connection;
    await new Promise((resolve) => socket.once('data', resolve));
    await clock.advance(500);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'tls',
      detail: 'no TLS handshake within 2 s',
    });
  });

  it('fails when no answer begins in time', async () => {
    const clock = movableClock();
    let asked = () => undefined as unknown;
    const request = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { port } = await httpServer(() => asked());
    const trying = aProbeSet().run(http(port), aContext({ clock }));
    await request;
    await clock.advance(3_000);
    expect(failureOf(await trying)).toEqual({ kind: 'timeout', phase: 'headers', detail: 'no answer within 3 s' });
  });

  it('fails when the answer does not end in time', async () => {
    const { port } = await httpServer((_request, response) => response.write('some'));
    const clock = { ...movableClock(), now: () => 0 };
    const bodyTimer = new Promise<() => void>((resolve) => {
      const { after } = clock;
      clock.after = (ms, task) => {
        if (ms === 4_000) {
          resolve(task);
        }
        return after(ms, task);
      };
    });
    const trying = aProbeSet().run(http(port, { expectBody: { contains: 'whole' } }), aContext({ clock }));
    await bodyTimer;
    await clock.advance(4_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'body',
      detail: 'the answer did not end within 4 s',
    });
  });

  it('gives each stage its own time, and the whole no more than the time-out', async () => {
    const clock = movableClock();
    const answers: (() => void)[] = [];
    const server = await tcpServer((socket) =>
      socket.on('data', () => {
        answers.push(() => socket.write('well\r\n'));
      }),
    );
    const script = [{ send: 'one\\r\\n' }, { expect: 'well' }, { send: 'two\\r\\n' }, { expect: 'well' }];
    const check = aCheck({ type: 'tcp', host: '127.0.0.1', port: server.port, script, timeouts: { headers: '6s' } });
    const trying = aProbeSet().run(check, aContext({ clock }));
    const came = async (count: number) => {
      while (answers.length < count) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await came(1);
    await clock.advance(5_000);
    answers[0]?.();
    await came(2);
    await clock.advance(5_000);
    expect(failureOf(await trying)).toMatchObject({ kind: 'timeout', detail: expect.stringContaining('within 10 s') });
  });
});
