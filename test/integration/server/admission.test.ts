/** The real server with more to do than it can: who is served, who is sent away and how, and how it ends. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createAdmission } from '../../../electron/server/admission/admission.ts';
import type { RefusalWord } from '../../../electron/server/admission/spells.ts';
import { eventually } from '../../harness/listening.ts';
import { admissionOf } from '../../harness/nothing-served.ts';
import { askAs, call, movableClock, raw, stage } from './stage.ts';

/** A server on which questions wait until they are let go. */
async function busy(limits: object = {}) {
  const clock = movableClock();
  const told: RefusalWord[] = [];
  const admission = createAdmission({
    clock,
    random: () => 0,
    limits: () => ({ queue: 10, waitMs: 2_000, sessions: 50, ...limits }),
    instance: 'this-one',
    tell: (word) => told.push(word),
  });
  const open: (() => void)[] = [];
  const replies = new Proxy({} as never, {
    get: () => () => new Promise((resolve) => open.push(() => resolve({ accepted: true, text: 'done' }))),
  });
  const on = await stage({ clock, admission, replies });
  async function hold(many: number, name = 'snapshot'): Promise<() => Promise<number[]>> {
    const before = open.length;
    const answers = Array.from({ length: many }, () => askAs(on, name, name === 'snapshot' ? {} : { incident: 'a.b' }));
    await eventually(`${many} who wait for an answer`, () => open.length === before + many);
    return async () => {
      for (const letGo of open.splice(0)) {
        letGo();
      }
      return (await Promise.all(answers)).map(({ status }) => status);
    };
  }
  return { on, clock, admission, told, hold };
}

describe('more at once than there is room for', () => {
  it('is refused with 503, when to come again, and before anything has looked at it', async () => {
    const { on, hold } = await busy();
    const letGo = await hold(8);
    const refused = await askAs(on, 'snapshot', {});
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.text).toBe('This Watchbell has more to do than it can: come back in 1 s.\n');
    expect(refused.headers).toMatchObject({ 'x-watchbell-refused': 'this-one', 'cache-control': 'no-store' });
    expect(refused.headers.server).toBe('watchbell');
    expect((await call(on.server, { path: '/api/follow-me' })).status, 'only the line itself is no work').toBe(503);
    expect((await call(on.server, { path: '/api/follow?x=1' })).status, 'nor is it a line without a session').toBe(503);
    expect((await call(on.server, { path: '/health' })).status).toBe(200);
    expect(await letGo()).toEqual(Array(8).fill(200));
    expect((await call(on.server, { path: '/health' })).status).toBe(200);
  });

  it('keeps the last place for who answers a page', async () => {
    const { on, hold } = await busy();
    const letGo = await hold(8);
    const answering = await hold(1, 'hush');
    expect((await call(on.server, { path: '/health' })).status).toBe(503);
    const last = await hold(1, 'hush');
    expect((await askAs(on, 'hush', { incident: 'a.b' })).status).toBe(503);
    await Promise.all([letGo(), answering(), last()]);
  });

  it('reads no body of whoever is sent away, and hangs up', async () => {
    const { on, hold } = await busy();
    const letGo = await hold(8);
    const heard = await raw(
      on.server,
      'POST /beat/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\nGET /health HTTP/1.1\r\n\r\n',
    );
    expect(heard).toMatch(/^HTTP\/1\.1 503 .*connection: close/is);
    expect(heard.match(/HTTP\/1\.1/g)).toHaveLength(1);
    await letGo();
  });

  it('is told once when it begins and once when it is over', async () => {
    const { on, clock, hold, told } = await busy();
    const letGo = await hold(8);
    for (let tries = 0; tries < 5; tries += 1) {
      await askAs(on, 'snapshot', {});
    }
    await letGo();
    expect(told.map(({ kind }) => kind)).toEqual(['begun']);
    clock.advance(29_000);
    expect(told).toHaveLength(1);
    clock.advance(2_000);
    expect(told.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'begun: The local server turns callers away: too many requests at once. Who answers a page comes first',
      'over: The local server turns nobody away any more: 5 were, within 1 s (5 too many requests at once)',
    ]);
  });

  it('lets a caller who hung up make room', async () => {
    const { on, admission, hold } = await busy();
    const letGo = await hold(6); // one more who reports something is let in, no second one
    const gone = httpRequest({
      host: '127.0.0.1',
      port: on.server.port,
      method: 'POST',
      path: '/beat/x',
      headers: { 'content-length': 5 },
    });
    gone.on('error', () => undefined);
    gone.flushHeaders();
    await eventually('the seventh', () => admission.gate.load().inFlight === 7);
    expect((await call(on.server, { path: '/beat/x' })).status).toBe(503);
    gone.destroy();
    await eventually('room again', () => admission.gate.load().inFlight === 6);
    expect((await call(on.server, { path: '/beat/x' })).status).toBe(404);
    await letGo();
    expect(admission.gate.load().inFlight).toBe(0);
  });
});

describe('a line without a session', () => {
  it('is counted like any other request; with one it is no work', async () => {
    const { on, admission, hold } = await busy();
    const letGo = await hold(8);
    expect((await call(on.server, { path: '/api/follow' })).status).toBe(503);
    const socket = connect(on.server.port, '127.0.0.1');
    socket.write(`GET /api/follow HTTP/1.1\r\nHost: localhost\r\nCookie: ${on.cookie}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(`${answer}`).toMatch(/^HTTP\/1\.1 200 /);
    expect(admission.gate.load().inFlight).toBe(8);
    socket.destroy();
    await letGo();
  });
});

describe('more people than there are sessions', () => {
  it('are told so, and whoever sits keeps a second window', async () => {
    const clock = movableClock();
    const on = await stage({ clock, admission: admissionOf(clock, { sessions: 1 }) });
    const line = () => {
      const socket = connect(on.server.port, '127.0.0.1', () =>
        socket.write(
          `GET /api/follow HTTP/1.1\r\nHost: 127.0.0.1:${on.server.port}\r\nCookie: ${on.cookie}\r\nAccept: text/event-stream\r\n\r\n`,
        ),
      );
      return new Promise<{ status: string; end(): void }>((resolve) =>
        socket.once('data', (bytes) => resolve({ status: `${bytes}`.slice(0, 12), end: () => socket.destroy() })),
      );
    };
    const lines = [await line(), await line()];
    expect(lines.map(({ status }) => status)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    const second = await call(on.server, { path: `/?key=${on.server.token}` });
    expect([second.status, second.headers['retry-after'], second.headers['set-cookie']]).toEqual([
      503,
      '60',
      undefined,
    ]);
    expect(second.text).toContain('1 session has a window open, which is the most: close one');
    for (const one of lines) {
      one.end();
    }
  });
});

describe('ending', () => {
  it('serves who is inside, sends others away, says so to who asks, and waits for nobody else', async () => {
    const { on, admission, hold } = await busy();
    const letGo = await hold(2);
    let ended = false;
    const drained = admission.drain(10_000).then(() => {
      ended = true;
    });
    expect((await call(on.server, { method: 'POST', path: '/beat/x' })).status).toBe(503);
    const health = await call(on.server, { path: '/health' });
    expect([health.status, health.text, health.headers.connection]).toEqual([
      503,
      'not watching: shutting down',
      'close',
    ]);
    expect((await call(on.server, { path: `/?key=${on.server.token}` })).status).toBe(503);
    expect(ended).toBe(false);
    expect(await letGo()).toEqual([200, 200]);
    await drained;
    expect(ended).toBe(true);
  });

  it('says that nobody is turned away any more when it has ended, to whoever heard that it began', async () => {
    const { on, admission, told } = await busy();
    await admission.drain(10_000);
    expect(admission.latest()).toBeNull();
    expect((await call(on.server, { method: 'POST', path: '/beat/x' })).status).toBe(503);
    expect(admission.latest()).toMatchObject({ isOn: true, spell: { counts: { draining: 1 } } });
    admission.close();
    admission.close();
    expect(told.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'begun: The local server turns callers away: Watchbell is ending. Who answers a page comes first',
      'over: The local server is closed, and turns nobody away any more: 1 was, within 1 s (1 Watchbell is ending)',
    ]);
    expect(admission.latest()?.isOn).toBe(false);
  });

  it('does not wait longer than it may', async () => {
    const { clock, admission, hold } = await busy();
    const letGo = await hold(1);
    const drained = admission.drain(10_000);
    clock.advance(10_000);
    await drained;
    await letGo();
  });
});
