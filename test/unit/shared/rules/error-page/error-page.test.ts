import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proxyPage } from '../../../../../electron/probes/http-proxy-page.ts';
import { ErrorPages, GATEWAY_CODES, PROXIES } from '../../../../../shared/model/error-pages.ts';
import { ComponentId } from '../../../../../shared/model/ids.ts';
import { errorPageFiles } from '../../../../../shared/rules/error-page/files.ts';
import { type Matter, matterOf } from '../../../../../shared/rules/error-page/matter.ts';
import { errorPage, type PageFacts } from '../../../../../shared/rules/error-page/page.ts';
import { proxySnippet } from '../../../../../shared/rules/error-page/snippet.ts';

const AT = Date.UTC(2026, 0, 5, 9, 12);
const HOUR = 3_600_000;

const settings = (change: object = {}) => ErrorPages.parse({ folder: '/var/www/errors', for: 'apache', ...change });
const facts = (change: Partial<PageFacts> = {}): PageFacts => ({
  settings: settings(),
  matter: { kind: 'unknown' },
  callUrl: null,
  at: AT,
  timeZone: 'Europe/Berlin',
  ...change,
});

/** Fast-check's own choice of all characters costs seconds before the first. */
const anySign = fc.constantFrom(
  'a',
  'é',
  '\u{1f4a5}',
  '\ud800',
  ' ',
  '.',
  ',',
  '\n',
  '\u0000',
  '\u2028',
  '\u202e',
  '\u2066',
  '<',
  '>',
  '"',
  "'",
  '&',
);
const words = fc.oneof(
  fc.string({ maxLength: 80, unit: anySign, minLength: 1 }),
  fc.constantFrom('<b>', '"&', "'", '💥'.repeat(40)),
);
const anyFacts: fc.Arbitrary<PageFacts> = fc.record({
  settings: fc.record({
    for: fc.constantFrom(...PROXIES),
    languages: fc.constantFrom(['en'], ['de'], ['en', 'de'], ['de', 'en']),
    mirrors: fc.array(fc.record({ name: words, url: words.map((text) => `https://m.example/${text.repeat(3)}`) }), {
      maxLength: 5,
    }),
    site: words,
    meanwhile: fc.record({ en: words.map((text) => text.repeat(6)), de: words.map((text) => text.repeat(6)) }),
  }),
  matter: fc.constantFrom<Matter>(
    { kind: 'unknown' },
    { kind: 'maintenance', until: AT + HOUR },
    { kind: 'trouble', since: AT - HOUR, taken: true },
    { kind: 'trouble', since: AT - HOUR, taken: false },
  ),
  callUrl: fc.constantFrom(null, `https://pager.example/${'x'.repeat(200)}`),
  at: fc.constant(AT),
  timeZone: fc.constantFrom('UTC', 'America/Argentina/Buenos_Aires'),
}) as fc.Arbitrary<PageFacts>;

describe('what an error page tells of', () => {
  const shop = ComponentId.parse('shop');
  const mail = ComponentId.parse('mail');
  const open = (componentId: ComponentId, since: number, taken: boolean) => ({ componentId, since, taken });

  it.each<[string, readonly string[], Parameters<typeof matterOf>[1], Parameters<typeof matterOf>[2], Matter]>([
    ['nothing that is known', [], [], [], { kind: 'unknown' }],
    ['trouble elsewhere is not ours', ['shop'], [open(mail, 1, true)], [], { kind: 'unknown' }],
    [
      'the oldest of several',
      [],
      [open(mail, 5, true), open(shop, 3, true)],
      [],
      { kind: 'trouble', since: 3, taken: true },
    ],
    [
      'taken only when all of it is',
      [],
      [open(mail, 5, true), open(shop, 9, false)],
      [],
      { kind: 'trouble', since: 5, taken: false },
    ],
    [
      'planned work before trouble',
      [],
      [open(shop, 3, false)],
      [{ id: shop, until: 8 }],
      { kind: 'maintenance', until: 8 },
    ],
    [
      'planned work until its last end',
      [],
      [],
      [
        { id: shop, until: 8 },
        { id: mail, until: 9 },
      ],
      { kind: 'maintenance', until: 9 },
    ],
    [
      'planned work elsewhere is not ours',
      ['shop'],
      [open(shop, 3, false)],
      [{ id: mail, until: 9 }],
      { kind: 'trouble', since: 3, taken: false },
    ],
  ])('%s', (_, components, incidents, work, matter) => {
    expect(matterOf({ components: components as ComponentId[] }, incidents, work)).toEqual(matter);
  });
});

describe('an error page', () => {
  it('says in both languages what is the matter, since when, as of when, and what one can do', () => {
    const html = errorPage(
      504,
      facts({
        settings: settings({
          site: 'shop.example',
          mirrors: [{ name: 'Mirror', url: 'https://m.example/?a=1&b=2' }],
          meanwhile: { de: 'Rufen Sie 0800-1 an' },
        }),
        matter: { kind: 'trouble', since: AT - HOUR, taken: true },
        callUrl: 'https://pager.example/page-me/',
      }),
    );
    for (const text of [
      '<html lang="en">',
      '<title>shop.example does not answer (504)</title>',
      '<h1>shop.example does not answer</h1>',
      'It took too long. <strong>We have known about it since 5 January 2026 at 09:12 CET, and somebody is at work on it.</strong>',
      '<section lang="de"><h2>shop.example antwortet nicht</h2>',
      'Die Antwort dauerte zu lange. <strong>Wir wissen davon seit 5. Januar 2026 um 09:12 MEZ, und jemand arbeitet daran.</strong>',
      '<a href="https://m.example/?a=1&#38;b=2">Mirror</a>',
      '<a href="https://pager.example/page-me/">Call the people on call</a>',
      'Rufen Sie 0800-1 an',
      'As of 5 January 2026 at 10:12 CET.',
    ]) {
      expect(html).toContain(text);
    }
  });

  it.each([
    [{ kind: 'unknown' } as const, 'Please try again in a minute.'],
    [
      { kind: 'maintenance', until: AT + HOUR } as const,
      'Planned work goes on, until 5 January 2026 at 11:12 CET as far as we know.',
    ],
    [
      { kind: 'trouble', since: AT - HOUR, taken: false } as const,
      'We have known about it since 5 January 2026 at 09:12 CET; the people on call are being called.',
    ],
  ])('promises no more than is known: %o', (matter, text) => {
    expect(errorPage(503, facts({ matter }))).toContain(text);
  });

  it('holds no script, nothing from elsewhere, and nothing that was not escaped', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...GATEWAY_CODES), (of, code) => {
        const html = errorPage(code, of);
        expect(html).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\son\w+=|url\(|@import/i);
        const tags = html.replaceAll(/<style>[^<]*<\/style>/g, '').match(/<[^>]*>/g) ?? [];
        for (const tag of tags) {
          expect(tag).toMatch(
            /^<(?:!doctype html|\/?(?:html|head|title|style|body|main|section|h[123]|p|ul|li|strong|small|a)|meta)(?:\s[a-z-]+="[^"<>]*")*>$/s,
          );
        }
        expect((html.match(/<h1>/g) ?? []).length).toBe(1);
        expect(html).not.toMatch(/undefined|\[object/);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the files for a proxy', () => {
  it('of HAProxy are whole answers that fit into its buffer, whatever stands on them', () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        const files = errorPageFiles({ ...of, settings: { ...of.settings, for: 'haproxy' } });
        expect(files.map(({ name }) => name)).toEqual(['502.http', '503.http', '504.http']);
        for (const { text } of files) {
          const bytes = Buffer.from(text);
          expect(bytes.length).toBeLessThanOrEqual(8_000);
          const [head = '', ...body] = text.split('\r\n\r\n');
          expect(head).toMatch(
            /^HTTP\/1\.1 50[234] [A-Z][A-Za-z ]+\r\nContent-Type: text\/html; charset=utf-8\r\nContent-Length: \d+\r\nCache-Control: no-store\r\nRetry-After: 60\r\nConnection: close$/,
          );
          const length = Number(/Content-Length: (\d+)/.exec(head)?.[1]);
          expect(length).toBe(Buffer.byteLength(body.join('\r\n\r\n')));
          expect(text).toContain('</main></body></html>');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of the others are pages, and all that was asked for stands on them', () => {
    const site = 'x'.repeat(80);
    const files = errorPageFiles(
      facts({ settings: settings({ for: 'nginx', site, meanwhile: { en: 'y'.repeat(500), de: 'z'.repeat(500) } }) }),
    );
    expect(files.map(({ name }) => name)).toEqual(['502.html', '503.html', '504.html']);
    expect(files[0]?.text).toContain('z'.repeat(500));
  });

  it.each(PROXIES.flatMap((proxy) => GATEWAY_CODES.map((code) => [proxy, code] as const)))(
    'are known again by our own check as a page of a proxy: %s, %s',
    (proxy, code) => {
      const text = errorPage(code, facts({ settings: settings({ for: proxy }) }));
      const found = proxyPage({ status: code, headers: {}, text, waitedMs: 20_000 });
      expect(found?.by).toBe({ apache: 'Apache', nginx: 'nginx', haproxy: 'HAProxy' }[proxy]);
      expect(found?.says).toMatch(code === 503 ? /no back end left/ : /did not answer in time|cannot be reached/);
    },
  );
});

describe('what is to be configured', () => {
  it.each(PROXIES)('names every code and the folder, in quotes: %s', (proxy) => {
    const text = proxySnippet(proxy, '/var/www/our errors/');
    for (const code of GATEWAY_CODES) {
      expect(text).toMatch(new RegExp(`^(?:ErrorDocument|error_page|errorfile) ${code} `, 'm'));
    }
    expect(text).toContain('"/var/www/our errors');
    expect(text).not.toContain('errors//');
    expect(proxySnippet(proxy, 'C:\\our errors')).toContain('"C:/our errors');
  });

  it.each(['errors', './errors', '', '/a"b', "/a'b", '/a\nb', '/a$b', '/a;b', '/a%{b}', '/a#b'])(
    'is never for the folder %j',
    (folder) => {
      expect(ErrorPages.safeParse({ folder, for: 'nginx' }).success).toBe(false);
    },
  );
});
