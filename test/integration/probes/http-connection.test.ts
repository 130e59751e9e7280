/** Fresh and kept connections, several tries at once, and what happens to them when a check goes. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Recall } from '../../../electron/engine/recall.ts';
import { gone, httpServer, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, troubleOf } from '../../harness/probing.ts';

const http = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'http', url: `http://127.0.0.1:${port}/`, ...wishes });

describe('a fresh connection', () => {
  it('is made for every try', async () => {
    const server = await httpServer((request, response) => {
      expect(request.headers.connection).toBe('close');
      response.end('ok');
    });
    const probes = aProbeSet();
    const check = http(server.port);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await probes.run(check, aContext())).toMatchObject({
        kind: 'pass',
        timings: { connectMs: expect.any(Number) },
      });
    }
    expect(server.connections()).toBe(3);
  });

  it('is what a POST always gets, since it must not be sent twice', async () => {
    const server = await httpServer((_request, response) => response.end('ok'));
    const probes = aProbeSet();
    const check = http(server.port, { method: 'POST', connection: 'reused' });
    await probes.run(check, aContext());
    await probes.run(check, aContext());
    expect(server.connections()).toBe(2);
  });
});

describe('a reused connection', () => {
  it('serves the next tries, which then have no time for connecting', async () => {
    const server = await httpServer((_request, response) => response.end('ok'));
    const probes = aProbeSet();
    const check = http(server.port, { connection: 'reused' });
    await probes.run(check, aContext());
    const second = await probes.run(check, aContext());
    expect(server.connections()).toBe(1);
    expect(second.kind === 'pass' && Object.keys(second.timings).sort()).toEqual(['bodyMs', 'firstByteMs', 'totalMs']);
  });

  it('that has gone stale is no failure of the target', async () => {
    let answers = 0;
    const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
    // Each connection is good for one answer: the second request meets a reset, as after a server's idle time-out.
    const server = await tcpServer((socket) => {
      socket.once('data', () => {
        answers += 1;
        socket.write(answer);
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    const probes = aProbeSet();
    const check = http(server.port, { connection: 'reused' });
    expect((await probes.run(check, aContext())).kind).toBe('pass');
    expect((await probes.run(check, aContext())).kind).toBe('pass');
    expect({ answers, connections: server.connections() }).toEqual({ answers: 2, connections: 2 });
  });

  it('is tried anew once only: a target that always breaks is failing', async () => {
    let requests = 0;
    const server = await tcpServer((socket) => {
      socket.on('data', () => {
        requests += 1;
        if (requests === 1) {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        } else {
          socket.end();
        }
      });
    });
    const probes = aProbeSet();
    const check = http(server.port, { connection: 'reused' });
    expect((await probes.run(check, aContext())).kind).toBe('pass');
    expect(failureOf(await probes.run(check, aContext())).kind).toBe('closed');
    expect(requests).toBe(3);
  });
});

describe('tries of one check at the same time', () => {
  it('do not wait for each other', async () => {
    let requests = 0;
    const server = await httpServer((_request, response) => {
      requests += 1;
      if (requests === 2) {
        response.end('the second is answered first');
      }
    });
    const probes = aProbeSet();
    const check = http(server.port);
    const recall = new Recall();
    const connection = server.nextConnection();
    const slow = probes.run(check, aContext({ recall }));
    await once(await connection, 'data');
    expect((await probes.run(check, aContext())).kind).toBe('pass');
    recall.call();
    expect(troubleOf(await slow).kind).toBe('cancelled');
  });

  it('leave the line free for the next one after a failure', async () => {
    let healthy = false;
    const server = await httpServer((_request, response) => (healthy ? response.end() : response.destroy()));
    const probes = aProbeSet();
    const check = http(server.port);
    expect(failureOf(await probes.run(check, aContext())).kind).toBe('closed');
    healthy = true;
    expect((await probes.run(check, aContext())).kind).toBe('pass');
  });
});

describe('a check that is no longer wanted', () => {
  it('closes its kept connection', async () => {
    const server = await httpServer((_request, response) => response.end('ok'));
    const connection = server.nextConnection();
    const probes = aProbeSet();
    const check = http(server.port, { connection: 'reused' });
    await probes.run(check, aContext());
    const socket = await connection;
    probes.forget(check.id);
    await gone(socket);
  });

  it('ends a try under way without blaming anybody', async () => {
    const server = await tcpServer(() => undefined);
    const connection = server.nextConnection();
    const probes = aProbeSet();
    const check = http(server.port);
    const trying = probes.run(check, aContext());
    await once(await connection, 'data');
    probes.forget(check.id);
    expect(troubleOf(await trying).kind).toBe('cancelled');
  });

  it('can be asked again after the whole set was closed and a new one made', async () => {
    const server = await httpServer((_request, response) => response.end('ok'));
    const check = http(server.port);
    const old = aProbeSet();
    await old.run(check, aContext());
    await old.close();
    expect((await aProbeSet().run(check, aContext())).kind).toBe('pass');
  });

  it('with other settings under the same name gets other connections', async () => {
    const server = await httpServer((_request, response) => response.end('ok'));
    const probes = aProbeSet();
    await probes.run(http(server.port, { connection: 'reused' }), aContext());
    await probes.run(http(server.port, { connection: 'reused' }), aContext());
    expect(server.connections()).toBe(2);
    // Loopback is alive and well: the count above is not an accident of a dead server.
    const one = createConnection(server.port, '127.0.0.1');
    await once(one, 'connect');
    one.destroy();
  });
});
