/** Requests to services outside: each on a connection of its own. */
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WebRequest } from '../../../electron/engine/ports/web.ts';
import { createWeb } from '../../../electron/paging/channels/web.ts';
import { movableClock } from '../../harness/clock.ts';
import { eventually } from '../../harness/listening.ts';
import { httpServer } from '../../harness/loopback.ts';

function asked(port: number, signal = new AbortController().signal): WebRequest {
  const url = `http://127.0.0.1:${port}/`;
  const read = () => ({ bytes: 100, withinMs: 1_000 });
  return { method: 'POST', url, headers: {}, body: 'a page', verifyTls: true, read, signal, clock: movableClock() };
}

describe('a request', () => {
  it.each([0, 50])(
    'goes over no connection that was begun for one that was given up: %i turns later',
    async (turns) => {
      const came: Socket[] = [];
      const server = await httpServer(({ socket }, response) => {
        came.push(socket);
        came.length > 2 && response.end('taken'); // the first two wait for ever
      });
      const web = createWeb();
      onTestFinished(() => web.close());
      for (const number of [1, 2]) {
        const limit = new AbortController();
        const given = web.ask(asked(server.port, limit.signal));
        await eventually('the request', () => came.length === number);
        limit.abort();
        expect(await given).toMatchObject({ kind: 'failed' });
      }
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const before = server.connections();
      expect(await web.ask(asked(server.port))).toMatchObject({ kind: 'answered', status: 200, body: 'taken' });
      expect([before, server.connections(), new Set(came).size]).toEqual([2, 3, 3]);
    },
  );
});
