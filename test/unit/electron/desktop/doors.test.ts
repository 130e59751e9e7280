import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayOpen, openLink } from '../../../../electron/desktop/links.ts';
import { answer, fileFor, HOME } from '../../../../electron/desktop/scheme.ts';
import { isOurs, isUnder } from '../../../../electron/desktop/trust.ts';

describe('a link', () => {
  it.each(['https://example.org/runbook#step-2', 'http://127.0.0.1:8080/', 'HTTPS://EXAMPLE.ORG'])(
    '%s may leave the app',
    (link) => {
      expect(mayOpen(link)).toBe(true);
    },
  );

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://server/share',
    'ssh://host',
    'app://watchbell/index.html',
    'vscode://file/x',
    '\\\\server\\share',
    '/etc/passwd',
    'example.org',
    '',
    null,
    undefined,
    42,
    ['https://example.org'],
  ])('%j may not', async (link) => {
    expect(mayOpen(link)).toBe(false);
    const opened: string[] = [];
    expect(await openLink(link, async (url) => void opened.push(url))).toMatchObject({ accepted: false });
    expect(opened).toEqual([]);
  });

  it('is opened in its normal form, once', async () => {
    const opened: string[] = [];
    const done = await openLink('https://example.org/a b', async (url) => void opened.push(url));
    expect(done).toEqual({ accepted: true, text: 'Opened in your browser' });
    expect(opened).toEqual(['https://example.org/a%20b']);
  });

  it('that the system cannot open is no exception', async () => {
    const done = await openLink('https://example.org', () => Promise.reject(new Error('no browser')));
    expect(done).toEqual({ accepted: false, text: 'Not opened: no browser' });
  });
});

describe('who may ask', () => {
  const top = (url: string) => ({ url, parent: null });

  it('is the top frame of our own page', () => {
    expect(isOurs(top(`${HOME}#/now`), HOME)).toBe(true);
  });

  it.each([
    ['a frame inside our page', { url: HOME, parent: {} }],
    ['a frame that is gone', null],
    ['a foreign page', top('https://example.org/index.html')],
    ['a name that begins like ours', top('app://watchbell.evil/index.html')],
    ['our host under another scheme', top('https://watchbell/index.html')],
    ['our scheme under another host', top('app://other/index.html')],
    ['our address with a user in front', top('app://x@watchbell/index.html')],
    ['a blank page', top('about:blank')],
    ['no address at all', top('')],
    ['a file', top('file:///out/renderer/index.html')],
  ])('is not %s', (_who, frame) => {
    expect(isOurs(frame, HOME)).toBe(false);
  });

  it('minds the port while developing', () => {
    expect(isUnder('http://localhost:5173/', 'http://localhost:5173/now')).toBe(true);
    expect(isUnder('http://localhost:5173/', 'http://localhost:5174/now')).toBe(false);
  });
});

describe('our own scheme', () => {
  let folder: string;
  beforeAll(() => {
    const root = mkdtempSync(join(tmpdir(), 'watchbell-scheme-'));
    folder = join(root, 'renderer');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<p>home</p>');
    writeFileSync(join(folder, 'assets', 'app.js'), 'export {};');
    writeFileSync(join(folder, 'secret.key'), 'no type, no service');
    writeFileSync(join(root, 'outside.html'), 'outside');
    mkdirSync(join(root, 'renderer-evil'));
    writeFileSync(join(root, 'renderer-evil', 'index.html'), 'evil');
  });
  afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

  const get = (url: string, method = 'GET') => answer({ url, method }, folder);

  it('serves the window with its type and a policy that allows nothing from elsewhere', async () => {
    const response = await get(HOME);
    expect(await response.text()).toBe('<p>home</p>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it.each([
    ['app://watchbell/', '<p>home</p>'],
    ['app://watchbell/index.html?x=1#/now', '<p>home</p>'],
    ['app://watchbell/assets/app.js', 'export {};'],
    ['app://watchbell/assets/%61pp.js', 'export {};'],
  ])('finds %s', async (url, text) => {
    expect(await (await get(url)).text()).toBe(text);
  });

  it.each([
    'app://watchbell/../outside.html',
    'app://watchbell/%2e%2e/outside.html',
    'app://watchbell/..%2foutside.html',
    'app://watchbell/%2e%2e%2frenderer-evil/index.html',
    'app://watchbell/..%5coutside.html',
    'app://watchbell/index.html%00.js',
    'app://watchbell/%ff%fe',
    'app://watchbell/secret.key',
    'app://watchbell/assets',
    'app://watchbell/assets/',
    'app://watchbell/nothing.html',
    'app://other/index.html',
    'file:///etc/hostname',
  ])('has nothing at %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it('takes no writes', async () => {
    expect((await get(HOME, 'POST')).status).toBe(404);
  });

  it('never names a file outside its folder', () => {
    expect(fileFor('app://watchbell/%2e%2e%2f%2e%2e%2fetc/passwd.html', folder)).toBeNull();
    expect(fileFor('not a url', folder)).toBeNull();
  });
});
