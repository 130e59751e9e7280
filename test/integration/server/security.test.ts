import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { askAs, call, messageOf, raw, stage } from './stage.ts';

describe('a foreign name', () => {
  it.each([
    'evil.example',
    'evil.example:8730',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.7',
    'a@localhost',
  ])('in Host is refused before anything else: %j', async (host) => {
    const on = await stage();
    for (const path of ['/', '/health', `/?key=${on.server.token}`]) {
      const answer = await call(on.server, { path, headers: { host } });
      expect(answer.status).toBe(421);
      expect(messageOf(answer)).toContain('settings.listen.host');
    }
    expect((await askAs(on, 'snapshot', {}, { host, origin: `http://${host}` })).status).toBe(421);
    expect(on.asked).toEqual([]);
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST:1234', '[::1]:8730', 'watch.example.org', '127.0.0.1:9'])(
    'is not what we call ourselves: %j',
    async (host) => {
      const on = await stage({ hostHeaderNames: ['watch.example.org'] });
      expect((await call(on.server, { path: '/health', headers: { host } })).status).toBe(200);
    },
  );

  it('is no name at all when Host is empty', async () => {
    const on = await stage();
    const heard = await raw(on.server, 'GET /health HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n');
    expect(heard).toMatch(/^HTTP\/1\.1 421 /);
  });

  it('is still a name when we listen on all addresses; figures are ours then', async () => {
    const on = await stage({ host: '0.0.0.0' });
    expect((await call(on.server, { path: '/health', headers: { host: '192.0.2.5:8730' } })).status).toBe(200);
    expect((await call(on.server, { path: '/health', headers: { host: 'evil.example' } })).status).toBe(421);
    expect(on.server.url).toBe(`http://127.0.0.1:${on.server.port}/`);
    expect(on.logged.map(({ level }) => level)).toEqual(['warn', 'warn']);
    expect(on.logged[0]?.message).toMatch(/beyond this machine/);
    expect(on.logged[1]?.message).toMatch(/^refused: .*evil\.example/);
  });
});

describe('a foreign page', () => {
  it.each<{ story: string; headers: Record<string, string> }>([
    { story: 'from elsewhere', headers: { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' } },
    { story: 'from elsewhere, in a browser that does not say so', headers: { origin: 'http://evil.example' } },
    {
      story: 'from another port of this machine',
      headers: { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
    },
    { story: 'without an origin of its own', headers: { origin: 'null' } },
    { story: 'that follows', headers: { 'sec-fetch-site': 'cross-site' } },
  ])('may not ask, even with the session: $story', async ({ headers }) => {
    const on = await stage();
    const { origin: _, ...rest } = { origin: '', ...headers };
    const answer = await askAs(on, 'acknowledgeAll', { forMs: null }, { 'sec-fetch-site': 'same-origin', ...headers });
    expect(answer.status).toBe(403);
    expect(
      (await call(on.server, { path: '/api/follow', headers: { cookie: on.cookie, ...rest, ...headers } })).status,
    ).toBe(403);
    expect(on.asked).toEqual([]);
  });

  it('is not a script that has the session and no page at all', async () => {
    const on = await stage();
    const answer = await call(on.server, {
      method: 'POST',
      path: '/api/ask/snapshot',
      headers: { cookie: on.cookie, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(200);
  });
});

describe('the session', () => {
  it('is opened by the printed address, which drops the key at once', async () => {
    const on = await stage();
    expect(on.server.address).toBe(`${on.server.url}?key=${on.server.token}`);
    const answer = await call(on.server, { path: `/?key=${on.server.token}` });
    expect(answer.status).toBe(303);
    expect(new URL(answer.headers.location ?? '', on.server.url).href).toBe(on.server.url);
    const cookie = answer.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/; Path=\/api; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(on.server.token);
  });

  it.each<{ story: string; cookie: (good: string) => string | undefined }>([
    { story: 'no cookie', cookie: () => undefined },
    { story: 'an empty one', cookie: () => '' },
    { story: 'a wrong one', cookie: (good) => `${good}x` },
    { story: 'the name without the value', cookie: (good) => good.split('=')[0] },
    { story: 'the value under another name', cookie: (good) => `other=${good.split('=')[1]}` },
  ])('is asked for: $story is refused, with the way in', async ({ cookie }) => {
    const on = await stage();
    const headers = { cookie: cookie(on.cookie) };
    const answer = await askAs(on, 'snapshot', {}, headers);
    expect(answer.status).toBe(401);
    expect(messageOf(answer)).toContain('?key=');
    expect(
      (await call(on.server, { path: '/api/follow', headers: headers.cookie ? { cookie: headers.cookie } : {} }))
        .status,
    ).toBe(401);
    expect(on.asked).toEqual([]);
  });

  it('is found among the cookies of other servers on this machine', async () => {
    const on = await stage();
    expect((await askAs(on, 'snapshot', {}, { cookie: `a=b; ${on.cookie}; c=d=e` })).status).toBe(200);
  });

  it.each(['', 'wrong', 'a&key=b'])('is not opened by another key: %j', async (key) => {
    const on = await stage();
    const answer = await call(on.server, { path: `/?key=${key}` });
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('printed last');
  });

  it('of a restarted server is another one, unless it is given the same key', async () => {
    const [one, other, same] = [await stage(), await stage(), await stage({ token: 'kept-from-last-time' })];
    expect((await askAs(one, 'snapshot', {}, { cookie: other.cookie })).status).toBe(401);
    const again = await stage({ token: 'kept-from-last-time' });
    expect((await askAs(again, 'snapshot', {}, { cookie: same.cookie })).status).toBe(200);
  });

  it('leaves no key in the log', async () => {
    const on = await stage({ boom: 'snapshot' });
    await askAs(on, 'snapshot', {});
    expect(on.logged).toHaveLength(1);
    expect(JSON.stringify(on.logged)).not.toContain(on.server.token);
  });
});

describe('a caller that wants too much', () => {
  it('is refused a body of 100 MB at once, without reading it', async () => {
    const on = await stage();
    const { status, sent } = await pour(on.server.port, on.cookie, { announced: true });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(100 * 1024 * 1024);
  });

  it('is refused a body that does not say how long it is after 64 KiB', async () => {
    const on = await stage();
    expect((await pour(on.server.port, on.cookie, { announced: false })).status).toBe(413);
    expect(on.asked).toEqual([]);
  });

  it.each<{ story: string; sends: string }>([
    { story: 'the request line', sends: 'GET /health HTTP/1.1\r\nHost: localhost\r\n' },
    { story: 'the body', sends: 'POST /beat/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc' },
  ])('is cut off when it never finishes $story', async ({ sends }) => {
    const on = await stage({ patience: { headersMs: 50, requestMs: 100, lookEveryMs: 20 } });
    const heard = await raw(on.server, sends);
    expect(heard).toContain('408');
  });
});

/** Sends 100 MB in a POST until the other side has had enough. */
function pour(
  port: number,
  cookie: string,
  { announced }: { announced: boolean },
): Promise<{ status: number; sent: number }> {
  const total = 100 * 1024 * 1024;
  const part = Buffer.alloc(64 * 1024, 0x20);
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let sent = 0;
    let answer = '';
    const more = () => {
      while (sent < total && !socket.destroyed) {
        sent += part.length;
        const flowing = announced
          ? socket.write(part)
          : socket.write(Buffer.concat([Buffer.from('10000\r\n'), part, Buffer.from('\r\n')]));
        if (!flowing) {
          return;
        }
      }
    };
    const length = announced ? `Content-Length: ${total}` : 'Transfer-Encoding: chunked';
    socket.write(
      `POST /api/ask/snapshot HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nCookie: ${cookie}\r\n${length}\r\n\r\n`,
    );
    socket.on('drain', more);
    socket.on('connect', more);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => {}); // the server hangs up on us: that is the point, and 'close' follows
    socket.on('close', () => resolve({ status: Number(answer.split(' ')[1]), sent }));
  });
}
