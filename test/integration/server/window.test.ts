import { describe, expect, it } from 'vitest';
import { builtWindow, call, raw, stage } from './stage.ts';

describe('the window’s files', () => {
  it('are served with headers that shut the page in', async () => {
    const { server } = await stage({ windowFolder: await builtWindow() });
    const page = await call(server, { path: '/' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('<title>Watchbell</title>');
    expect(page.headers).toMatchObject({
      'content-type': expect.stringContaining('text/html'),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': 'no-cache',
    });
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('with a hash in their name are kept by the browser, the page is asked for again', async () => {
    const { server } = await stage({ windowFolder: await builtWindow() });
    const asset = await call(server, { path: '/assets/main-abc123.js' });
    expect(asset).toMatchObject({ status: 200, text: 'export {};' });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-type']).toContain('javascript');
  });

  it('that do not exist are not found, in words', async () => {
    const { server } = await stage({ windowFolder: await builtWindow() });
    const answer = await call(server, { path: '/assets/nothing.js' });
    expect(answer.status).toBe(404);
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it('are not needed: without them it says so', async () => {
    const { server } = await stage();
    expect(await call(server, { path: '/' })).toMatchObject({
      status: 200,
      text: expect.stringContaining('without its window'),
    });
    expect((await call(server, { path: '/assets/main-abc123.js' })).status).toBe(404);
  });
});

describe('a path that tries to climb out of the folder', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/.%00./secret.txt',
    '/secret.txt%00.html',
    '//secret.txt',
    '/.hidden',
    '/assets/',
    '/%zz',
    '/%c0%ae%c0%ae/secret.txt',
  ])('gets nothing: %s', async (path) => {
    const { server } = await stage({ windowFolder: await builtWindow() });
    const answer = await raw(server, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toMatch(/\r\n\r\n.*(secret\n?|hidden)$/s);
    expect(answer).toContain('nosniff');
  });
});
