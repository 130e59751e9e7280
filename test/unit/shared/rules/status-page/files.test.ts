/** Every file of the page, as a browser, a feed reader and a copy program find them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafePath } from '../../../../../electron/links/status-export/manifest.ts';
import { readXml } from '../../../../../electron/paging/channels/xml-read.ts';
import { NO_OWN_FILES, pageFiles } from '../../../../../shared/rules/status-page/files.ts';
import { fileNameOf } from '../../../../../shared/rules/status-page/names.ts';
import type { StatusPage } from '../../../../../shared/rules/status-page/page.ts';
import type { Served } from '../../../../../shared/rules/status-page/paint/sheet.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../../harness/fuzz.ts';
import { fleet, pageOf, post } from '../../../../harness/status-page.ts';
import { SCENES, type SceneName } from '../../../../harness/status-scenes.ts';

const NAMES = Object.keys(SCENES) as SceneName[];

function painted(page: StatusPage, served: Served = 'file', own = NO_OWN_FILES): ReadonlyMap<string, string> {
  return new Map([...pageFiles(page, own, served)].map(([path, file]) => [path, String(file.paint())]));
}

/** Where an address in a file leads, from the page's own folder on; null: to the web. */
function target(from: string, address: string): string | null {
  const url = new URL(address.replaceAll('&#38;', '&'), `http://page.invalid/folder/${from}`);
  return url.hostname === 'page.invalid' ? url.pathname : null;
}

describe.each(NAMES)('the page when it is %s', (name) => {
  const files = painted(SCENES[name]({}));

  it('links to files of its own or to the web, from every page', () => {
    for (const [path, text] of files) {
      for (const [, address = ''] of path.endsWith('.html') ? text.matchAll(/(?:href|src)="([^"]*)"/g) : []) {
        const there = target(path, address);
        if (there !== null) {
          expect(files.has(there.replace('/folder/', '')), `${address} in ${path}`).toBe(true);
        }
      }
    }
  });

  it('has no script, no form, no style of its own and no event in any page', () => {
    for (const [path, text] of files) {
      if (path.endsWith('.html')) {
        expect(text, path).not.toMatch(
          /<script|<form|<style|<iframe|<object|\sstyle=|\son[a-z]+=|http-equiv="refresh"/i,
        );
        expect(text, path).toContain('<html lang="');
      }
    }
  });

  it('has feeds, badges and an icon that are XML, and JSON that is JSON', () => {
    for (const [path, text] of files) {
      if (/\.(atom|rss|svg)$/.test(path)) {
        expect(readXml(text), path).not.toBeNull();
      }
    }
    expect(JSON.parse(files.get('status.json') ?? '')).toMatchObject({ version: 1, title: expect.any(String) });
  });

  it('has names that lead nowhere else', () => {
    for (const path of files.keys()) {
      expect(isSafePath(path), path).toBe(true);
    }
  });
});

describe('ids in names of files', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,119}$/);

  it(
    'stay apart',
    () => {
      fc.assert(
        fc.property(id, id, (one, other) => {
          expect(fileNameOf(one) === fileNameOf(other)).toBe(one === other);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'lead nowhere, whatever stands in them',
    () => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ minLength: 1, maxLength: 60 }),
            fc.constantFrom('..', '../x', '.', '/etc/x', 'a\0b', '…'),
          ),
          (any) => {
            expect(fileNameOf(any)).toMatch(/^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/);
          },
        ),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});

describe('whatever people write', () => {
  it(
    'is in the page and the feeds as text, and never as markup',
    () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.string({ maxLength: 80 }),
        fc.constantFrom(
          '<script>alert(1)</script>',
          ']]>',
          '"><img src=x onerror=alert(1)>',
          '[a](javascript:alert(1))',
        ),
      );
      fc.assert(
        fc.property(text, text, (name, message) => {
          const files = painted(pageOf({ posts: [post({ name: `x${name}`, message })] }));
          for (const path of ['feed.atom', 'feed.rss']) {
            expect(readXml(files.get(path) ?? ''), path).not.toBeNull();
          }
          for (const path of ['index.html', 'incident/post-7.html']) {
            expect(files.get(path)).not.toMatch(/<script|<img|href="javascript/i);
          }
          expect(JSON.parse(files.get('status.json') ?? '').incidents[0].title.en).toBe(`x${name}`);
        }),
        { numRuns: 200 },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});

describe('a page with files of its own', () => {
  const page = pageOf({ file: fleet({ css: 'my.css', image: 'logo.PNG', languages: ['de'] }) });

  it('has them under names of ours, and points at them', () => {
    const files = painted(page, 'file', { css: 'a{}', image: new Uint8Array([1]) });
    expect([files.get('own.css'), files.has('image.png'), files.has('index.en.html')]).toEqual(['a{}', true, false]);
    expect(files.get('index.html')).toMatch(/href="own\.css"[\s\S]*src="image\.png"/);
    expect(files.get('index.html')).toContain('<html lang="de">');
  });

  it('points at none that could not be read', () => {
    const files = painted(page, 'file', NO_OWN_FILES);
    expect([...files.keys()].filter((path) => /own|image/.test(path))).toEqual([]);
    expect(files.get('index.html')).not.toMatch(/own\.css|image\.png/);
  });
});

describe('a copy', () => {
  it('says that it may be old, and the live page does not', () => {
    const page = pageOf();
    expect(painted(page, 'file').get('index.html')).toContain(
      'This page is a copy, written anew at intervals of 1 minute.',
    );
    expect(painted(page, 'file').get('index.de.html')).toContain('in Abständen von 1 Minute neu geschrieben');
    expect(painted(page, 'live').get('index.html')).not.toContain('copy');
  });

  it('links to the card of whom to call only where it has a whole address', () => {
    const contact = { name: 'Kim', place: 'person~kim', url: null };
    const live = painted(pageOf({ contact }), 'live').get('index.html');
    expect(live).toContain('href="../page-me/person~kim"');
    expect(painted(pageOf({ contact }), 'file').get('index.html')).not.toContain('page-me');
    const url = 'https://pager.example.org/page-me/person~kim';
    expect(painted(pageOf({ contact: { ...contact, url } }), 'file').get('index.html')).toContain(`href="${url}"`);
  });
});
