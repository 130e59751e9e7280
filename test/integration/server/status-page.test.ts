/** The live status page: the real server over the real engine, as browsers, proxies and programs ask for it. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NO_OWN_FILES, type OwnFiles } from '../../../shared/rules/status-page/files.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, testEngine } from '../../harness/engine.ts';
import { fleet, type PageInput } from '../../harness/status-page.ts';
import { START } from '../../harness/watch-story.ts';
import { call, stage } from './stage.ts';

const PUBLIC = 'https://status.example.org/bell';

async function house(page: PageInput | null = {}, own: OwnFiles = NO_OWN_FILES) {
  const clock = movableClock(START);
  const file = fleet(page ?? {});
  const settings = { publicUrl: PUBLIC, ...(page !== null && file.settings) };
  const engine = await testEngine({ clock, file: { ...file, settings } });
  onTestFinished(() => engine.stop());
  await clock.advance(60_000);
  const pages = { page: engine.engine.statusPages.page, ownFiles: () => Promise.resolve(own) };
  const on = await stage({ statusPages: pages, publicUrl: () => PUBLIC, clock });
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    call(on.server, { path, headers, method });
  /** Its bytes as they came. */
  const raw = async (path: string, encodings: string) => {
    const { port } = on.server;
    return new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      request({ port, path, headers: { 'accept-encoding': encodings }, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
      })
        .on('error', reject)
        .end();
    });
  };
  return { engine, clock, get, raw };
}

describe('the live status page', () => {
  it('says how things are, and a moment later how they are then', async () => {
    const { engine, clock, get } = await house();
    expect((await get('/status/')).text).toContain('Everything is working');
    engine.target('shop', DOWN);
    await clock.advance(120_000);
    const after = await get('/status/');
    expect(after.text).toContain('Shop is down');
    expect(after.text).not.toMatch(/503|internal\.example/);
    expect(JSON.parse((await get('/status.json')).text)).toMatchObject({ state: 'down', watching: true });
    const [incident] = JSON.parse((await get('/status/status.json')).text).incidents;
    expect(incident).toMatchObject({ title: { en: 'Shop: Down', de: 'Shop: Ausgefallen' }, until: null });
    expect((await get(`/status/incident/${incident.key}`)).text).toContain('<h1>');
    expect((await get('/status/badge/shop.svg')).text).toContain('>Down<');
    expect((await get('/status/badge/overall.svg')).text).toContain('>Down<');
    expect((await get('/status/feed.atom')).text).toContain(`href="${PUBLIC}/status/incident/${incident.key}.html"`);
  });

  it('shows the past once it has been worked out, and nobody waits for that', async () => {
    const { engine, clock, get } = await house();
    expect((await get('/status/history')).text).toContain('The history is not worked out yet.');
    const whole = engine.engine.statusPages.whole();
    await clock.advance(60_000);
    expect((await whole)?.groups[0]?.components[0]?.history?.days).toHaveLength(90);
    expect((await get('/status/history')).text).toContain('<table>');
    expect((await get('/status/')).text).toContain('class="bars"');
    expect((await get('/status/uptime/shop.svg')).text).toContain('100 %');
  });

  it('speaks the language that is asked for, else the one that is wished, else its first', async () => {
    const { get } = await house();
    const german = await get('/status/', { 'accept-language': 'de-CH, en;q=0.5' });
    expect(german.text).toContain('Alles funktioniert');
    expect([german.headers['content-language'], german.headers.vary]).toEqual([
      'de',
      'accept-language, accept-encoding',
    ]);
    expect((await get('/status/?lang=en', { 'accept-language': 'de' })).text).toContain('Everything is working');
    expect((await get('/status/index.html', { 'accept-language': 'de' })).text).toContain('Everything is working');
    expect((await get('/status/history.de.html')).text).toContain('<html lang="de">');
    const from = await get('/status?lang=de');
    expect([from.status, from.headers.location]).toEqual([303, 'status/?lang=de']);
  });

  it('is kept for seconds, and whoever has the newest is not sent it again', async () => {
    const { get, clock } = await house();
    await get('/status/');
    await clock.advance(60_000); // the past is worked out, which is news
    const first = await get('/status/');
    expect(first.headers['cache-control']).toBe('public, max-age=10');
    const { etag = '' } = first.headers;
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const again = await get('/status/', { 'if-none-match': known });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await get('/status/', { 'if-none-match': '"other"' })).status).toBe(200);
    const head = await get('/status/', {}, 'HEAD');
    expect([head.status, head.text, head.headers.etag, head.headers['content-length']]).toEqual([
      200,
      '',
      etag,
      first.headers['content-length'],
    ]);
    await clock.advance(3_000);
    expect((await get('/status/')).headers.etag).toBe(etag);
    await clock.advance(8_000);
    expect((await get('/status/')).headers.etag).not.toBe(etag);
  });

  it('is sent packed to whoever takes that, as a representation of its own', async () => {
    const { get, raw } = await house();
    const plain = await get('/status/');
    const packed = await raw('/status/', 'br, gzip;q=0.5');
    expect(gunzipSync(packed.body).toString()).toBe(plain.text);
    expect(packed.body.length).toBeLessThan(plain.text.length / 2);
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.headers.etag).toBe(plain.headers.etag?.replace(/"$/, '-gz"'));
    const again = await get('/status/', { 'accept-encoding': 'gzip', 'if-none-match': packed.headers.etag ?? '' });
    expect(again.status).toBe(304);
    for (const no of ['identity', 'gzip;q=0', 'gzip; q=0.0, br', 'xgzip', '']) {
      expect((await get('/status/', { 'accept-encoding': no })).headers['content-encoding'], no).toBeUndefined();
    }
  });

  it('lets nothing run, nothing be sent and nobody frame it; badges may stand on pages of others', async () => {
    const { get } = await house({ css: 'a.css' }, { css: 'h1 { color: red }', image: null });
    const { headers, text } = await get('/status/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; style-src 'self';");
    expect(policy).not.toMatch(/script-src|unsafe|\*/);
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect((await get('/status/badge/overall.svg')).headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(text).toContain('href="own.css"');
    expect(await get('/status/own.css')).toMatchObject({
      status: 200,
      text: 'h1 { color: red }',
      headers: { 'content-type': 'text/css; charset=utf-8' },
    });
  });

  it('is there under the public name, and opens nothing else there', async () => {
    const { get } = await house();
    const host = { host: 'status.example.org' };
    for (const path of ['/status/', '/status', '/status.json', '/status/badge/shop.svg']) {
      expect((await get(path, host)).status, path).toBeLessThan(400);
    }
    for (const path of ['/', '/health', '/statusx', '/status.jsonx', '/api/ask/snapshot', '/status/../health']) {
      expect([404, 421], path).toContain((await get(path, host)).status);
    }
    expect((await get('/status/', { host: 'evil.example' })).status).toBe(421);
  });

  it.each([
    '/status/nothing',
    '/status/incident/gone.1',
    '/status/incident/../../health',
    '/status/%2e%2e/health',
    '/status/incident/%2e%2e%2fhealth',
    '/status/own.css',
    '/status/image.png',
    '/status/badge/nobody.svg',
    '/status/incident/',
    '/status/__proto__',
  ])('%s is not there, and that is said to a person', async (path) => {
    const { get } = await house();
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Nothing here');
  });

  it('takes nothing in', async () => {
    const { get } = await house();
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect([403, 404, 405], method).toContain((await get('/status/', {}, method)).status);
    }
  });

  it('is not there unless the configuration wants it', async () => {
    const { get } = await house(null);
    for (const path of ['/status', '/status/', '/status.json', '/status/index.html', '/status/style.css']) {
      expect((await get(path)).status, path).toBe(404);
    }
  });

  it('says when nobody watches', async () => {
    const clock = movableClock(START);
    const engine = await testEngine({ clock, file: fleet() });
    onTestFinished(() => engine.stop());
    const pages = { page: engine.engine.statusPages.page, ownFiles: () => Promise.resolve(NO_OWN_FILES) };
    const on = await stage({ statusPages: pages, clock });
    const { text } = await call(on.server, { path: '/status/' });
    expect(text).toContain('Nobody can see at the moment how things are');
    expect(text).not.toContain('class="mark operational"');
  });
});
