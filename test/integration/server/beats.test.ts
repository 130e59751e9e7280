import { describe, expect, it } from 'vitest';
import { dial } from '../../harness/dial.ts';
import { eventually } from '../../harness/listening.ts';
import { admissionOf } from '../../harness/nothing-served.ts';
import { call, movableClock, stage, TOKEN } from './stage.ts';

describe('a heartbeat', () => {
  it.each(['GET', 'HEAD', 'POST'])('is taken by %s, under whatever name we were called', async (method) => {
    const on = await stage();
    const answer = await call(on.server, { method, path: `/beat/${TOKEN}`, headers: { host: 'watch.corp.example' } });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(method === 'HEAD' ? '' : 'OK\n');
    expect(on.beaten).toEqual([{ token: TOKEN, kind: 'finish', detail: '', runId: null }]);
  });

  it.each(['GET', 'HEAD', 'POST'])('of failure is taken by %s', async (method) => {
    const on = await stage();
    expect((await call(on.server, { method, path: `/beat/${TOKEN}/fail` })).status).toBe(200);
    expect(on.beaten).toEqual([{ token: TOKEN, kind: 'fail', detail: '', runId: null }]);
  });

  it.each<{ story: string; type: string | undefined; body: string; detail: string }>([
    { story: 'as text', type: 'text/plain', body: 'disk full', detail: 'disk full' },
    { story: 'as a form', type: 'application/x-www-form-urlencoded', body: 'a=b', detail: 'a=b' },
    { story: 'as JSON, broken or not', type: 'application/json', body: '{"x":', detail: '{"x":' },
    { story: 'as nothing in particular', type: undefined, body: 'hello', detail: 'hello' },
    {
      story: 'of many lines, as one',
      type: 'text/plain',
      body: 'line 1\r\nline 2\n\u001b[31mred\n',
      detail: 'line 1 line 2 [31mred',
    },
    { story: 'of many words, cut', type: 'text/plain', body: 'x'.repeat(300), detail: 'x'.repeat(200) },
    {
      story: 'of long characters, cut between them',
      type: 'text/plain',
      body: '🔔'.repeat(300),
      detail: '🔔'.repeat(200),
    },
  ])('carries its detail $story', async ({ type, body, detail }) => {
    const on = await stage();
    const headers = { ...(type && { 'content-type': type }), 'content-length': Buffer.byteLength(body) };
    expect((await call(on.server, { method: 'POST', path: `/beat/${TOKEN}/fail`, headers, body })).status).toBe(200);
    expect(on.beaten).toEqual([{ token: TOKEN, kind: 'fail', detail, runId: null }]);
  });

  it.each([
    { path: 'start', is: { kind: 'start', detail: 'words', runId: null } },
    { path: 'start?rid=7c9e6679', is: { kind: 'start', detail: 'words', runId: '7c9e6679' } },
    { path: 'finish?rid=7c9e6679', is: { kind: 'finish', detail: 'words', runId: '7c9e6679' } },
    { path: '?rid=', is: { kind: 'finish', detail: 'words', runId: null } },
    { path: 'log', is: { kind: 'log', detail: 'words', runId: null } },
    { path: '0', is: { kind: 'finish', detail: 'words', runId: null } },
    { path: '137?rid=a', is: { kind: 'fail', detail: 'exit code 137: words', runId: 'a' } },
    { path: 'finish?exit=0', is: { kind: 'finish', detail: 'words', runId: null } },
    { path: '?exit=2', is: { kind: 'fail', detail: 'exit code 2: words', runId: null } },
    { path: '?exit=', is: { kind: 'fail', detail: 'exit code : words', runId: null } },
    { path: `start?rid=${'x'.repeat(90)}`, is: { kind: 'start', detail: 'words', runId: 'x'.repeat(64) } },
  ])('signals at …/$path', async ({ path, is }) => {
    const on = await stage();
    const url = path.startsWith('?') ? `/beat/${TOKEN}${path}` : `/beat/${TOKEN}/${path}`;
    expect((await call(on.server, { method: 'POST', path: url, body: 'words' })).status).toBe(200);
    expect(on.beaten).toEqual([{ token: TOKEN, ...is }]);
  });

  it('with a signal that nobody knows is refused, with those that there are', async () => {
    const on = await stage();
    expect(await call(on.server, { path: `/beat/${TOKEN}/sart` })).toMatchObject({
      status: 404,
      text: expect.stringContaining('/start, /finish, /fail, /log'),
    });
    expect(on.beaten).toEqual([]);
  });

  it('is taken even with a log of megabytes behind it: refusing it would be a false page', async () => {
    const on = await stage();
    const body = `start of the log ${'.'.repeat(8 * 1024 * 1024)}`;
    expect((await call(on.server, { method: 'POST', path: `/beat/${TOKEN}`, body })).status).toBe(200);
    expect(on.beaten[0]?.detail).toMatch(/^start of the log \.+$/);
    expect(on.beaten[0]?.detail).toHaveLength(200);
  });

  it('is taken at its first words, and answered at its last ones to whoever hangs up with the answer', async () => {
    const on = await stage();
    const line = dial(on.server.port);
    line.socket.write(
      `POST /beat/${TOKEN} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n${'a'.repeat(1_000)}`,
    );
    await eventually('the heartbeat', () => on.beaten.length === 1);
    await call(on.server, { path: '/health' }); // by now an answer would have come
    expect(line.heard()).toBe('');
    line.socket.write('b'.repeat(99_000));
    expect(await line.end()).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\nOK\n$/);
  });

  it('of somebody who goes in the middle of it counts, and holds nobody up', async () => {
    const clock = movableClock();
    const admission = admissionOf(clock);
    const on = await stage({ clock, admission });
    const line = dial(on.server.port);
    line.socket.write(
      `POST /beat/${TOKEN} HTTP/1.0\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n${'a'.repeat(1_000)}`,
    );
    await eventually('the heartbeat', () => on.beaten.length === 1);
    line.socket.destroy();
    await eventually('an empty house', () => admission.gate.load().inFlight === 0);
  });

  it('with a token nobody has is not found, and says where to look', async () => {
    const on = await stage();
    for (const path of ['/beat/guess', '/beat/guess/fail', `/beat/${TOKEN}x`]) {
      expect(await call(on.server, { path })).toMatchObject({ status: 404, text: expect.stringContaining('`token`') });
    }
    expect((await call(on.server, { path: '/beat/' })).status).toBe(404);
    expect(on.beaten).toEqual([]);
  });

  it('may have a long token', async () => {
    const long = 't'.repeat(400);
    const heard: string[] = [];
    const beat = (token: string) => {
      heard.push(token);
      return 'taken' as const;
    };
    const on = await stage({ beats: { beat } });
    expect((await call(on.server, { path: `/beat/${long}` })).status).toBe(200);
    expect(heard).toEqual([long]);
  });
});
