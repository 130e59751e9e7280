/** An acknowledge link in a browser: the real server over the real engine. A look does nothing, a press does, a foreign page may not. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, testEngine } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';
import { call, raw, stage } from './stage.ts';

const PUBLIC = 'https://pager.example.org/bell';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function pagedKim(cause?: string) {
  const clock = movableClock(START);
  const engine = await testEngine({
    clock,
    file: fileOf({
      settings: { pageAfter: 0, publicUrl: PUBLIC },
      components: [
        { id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '10s', fall: 1 }] },
      ],
    }),
  });
  onTestFinished(() => engine.stop());
  await clock.advance(60_000);
  const failure = { kind: 'wrong-status' as const, phase: 'headers' as const, detail: cause ?? '503', status: 503 };
  engine.target('api', cause === undefined ? DOWN : { kind: 'fail', failure, timings: { totalMs: 1 } });
  await clock.advance(20_000);
  const on = await stage({ answerLinks: engine.engine.answerLinks, clock, publicUrl: () => PUBLIC });
  const path = new URL(engine.sent[0]?.page.ackUrl ?? '').pathname.replace('/bell', '');
  const taken = () => engine.snapshot().incidents[0]?.acknowledgement?.by ?? null;
  return { on, path, taken };
}

describe('an acknowledge link in a browser', () => {
  it.each(['GET', 'HEAD'])('shows by %s what it is about, and does nothing', async (method) => {
    const { on, path, taken } = await pagedKim();
    const answer = await call(on.server, { method, path });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    });
    if (method === 'GET') {
      expect(answer.text).toContain('<h1>DOWN API</h1>');
      expect(answer.text).toContain('You answer as Kim.');
      expect(answer.text).not.toContain('<script');
    }
    expect(taken()).toBeNull();
  });

  it('acknowledges when its button is pressed, without a session and without a script', async () => {
    const { on, path, taken } = await pagedKim();
    const answer = await call(on.server, { method: 'POST', path, headers: FORM, body: 'for=2h' });
    expect(answer.text).toContain('Yours for 2 h.');
    expect(taken()).toBe('Kim by link from kim-hook');
    const again = await call(on.server, { method: 'POST', path, headers: FORM, body: 'for=2h' });
    expect(again.status).toBe(410);
    expect(again.text).toContain('Kim by link from kim-hook has it since 09:01, for 2 h');
  });

  it('is answered under the public name, whichever name the proxy gives us', async () => {
    const origin = new URL(PUBLIC).origin;
    for (const host of ['pager.example.org', '127.0.0.1:8730']) {
      const { on, path, taken } = await pagedKim();
      const headers = { ...FORM, host, origin, 'sec-fetch-site': 'same-origin' };
      expect((await call(on.server, { path, headers: { host } })).status).toBe(200);
      expect((await call(on.server, { method: 'POST', path, headers, body: 'for=fixed' })).status).toBe(200);
      expect(taken()).toBe('Kim by link from kim-hook');
    }
  });

  it.each<[string, Record<string, string>, number]>([
    ['under a foreign name', { host: 'evil.example' }, 421],
    ['from a foreign page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['from a foreign page in an old browser', { origin: 'https://evil.example' }, 403],
    ['from a page without an origin', { origin: 'null' }, 403],
    ['from the public name in the clear', { origin: 'http://pager.example.org' }, 403],
    ['from a page beside ours', { origin: 'https://pager.example.org', 'sec-fetch-site': 'cross-site' }, 403],
  ])('is not pressed %s', async (_, headers, status) => {
    const { on, path, taken } = await pagedKim();
    const answer = await call(on.server, { method: 'POST', path, headers: { ...FORM, ...headers }, body: '' });
    expect(answer.status).toBe(status);
    expect(taken()).toBeNull();
  });

  it('opens nothing else of ours under the public name', async () => {
    const { on, path } = await pagedKim();
    const headers = { host: 'pager.example.org' };
    for (const other of ['/', '/health', '/api/ask/snapshot', '/ack', '/ack/../health', '/ack/%2e%2e/health']) {
      expect([404, 421]).toContain((await call(on.server, { path: other, headers })).status);
    }
    expect((await call(on.server, { path: `${path}/..`, headers })).status).toBe(404);
    expect((await call(on.server, { path: `${path}%00`, headers })).status).toBe(404);
    expect((await call(on.server, { path: `/ack/${'a'.repeat(700)}`, headers })).status).toBe(414);
  });

  it('does not read 100 kB to know that a button was pressed', async () => {
    const { on, path, taken } = await pagedKim();
    const body = `for=30m&${'a'.repeat(100_000)}`;
    const heard = await raw(
      on.server,
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(heard).toMatch(/^HTTP\/1\.1 200 /);
    expect(heard).toContain('Yours for 30 min.');
    expect(taken()).toBe('Kim by link from kim-hook');
  });

  it('quotes a server’s own words and lets them be nothing but words', async () => {
    const { on, path } = await pagedKim('<script>alert(1)</script> & "more"');
    const { text } = await call(on.server, { path });
    expect(text).not.toContain('<script');
    expect(text).toContain('&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;more&#34;');
  });

  it('stands in no log line', async () => {
    const { on, path } = await pagedKim();
    await call(on.server, { method: 'POST', path: `${path}x`, headers: { origin: 'https://evil.example' } });
    await call(on.server, { method: 'POST', path, headers: FORM, body: '' });
    expect(JSON.stringify(on.logged)).not.toContain(path.slice(5));
  });
});
