/** Words, times and amounts in both languages, and markdown of a small kind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../../../shared/model/status-page.ts';
import { chooseLanguage } from '../../../../../shared/rules/status-page/language.ts';
import { markdownHtml } from '../../../../../shared/rules/status-page/markdown.ts';
import { speechNear, speechOf } from '../../../../../shared/rules/status-page/speech.ts';
import * as texts from '../../../../../shared/rules/status-page/texts.ts';
import { PALETTES } from '../../../../../shared/rules/status-page/theme/palettes.ts';
import { contrast } from '../../../../harness/contrast.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../../harness/fuzz.ts';
import { DAY, HOUR, MINUTE, NOW, ZONE } from '../../../../harness/status-page.ts';

describe('every text', () => {
  const all = Object.entries(texts).flatMap(([list, entries]) =>
    Object.entries(entries).map(([name, text]) => [`${list}.${name}`, text] as const),
  );

  it.each(all)('%s stands in every language', (_name, text) => {
    for (const language of LANGUAGES) {
      const said = text[language];
      expect(typeof said === 'function' ? (said as (...args: unknown[]) => string)('A', 1) : said).toMatch(/\S/);
    }
  });
});

describe('times', () => {
  const [en, de] = LANGUAGES.map((language) => speechNear(language, ZONE, NOW));

  it.each([
    [NOW, '14:03', '14:03'],
    [NOW - DAY, '28 May, 14:03', '28. Mai, 14:03'],
    [NOW - 200 * DAY, '10 Nov 2025, 13:03', '10. Nov. 2025, 13:03'],
  ])('%i is as short as it can be without doubt', (at, inEnglish, inGerman) => {
    expect([en?.moment(at), de?.moment(at)]).toEqual([inEnglish, inGerman]);
  });

  it('that stand alone are whole, with their zone', () => {
    expect([en?.time(NOW), de?.time(NOW)]).toEqual(['29 May 2026, 14:03 CEST', '29. Mai 2026, 14:03 MESZ']);
    expect(speechOf('en', 'America/New_York').time(NOW)).toBe('29 May 2026, 08:03 GMT-4');
  });

  it.each([
    [10_000, '1 minute', '1 Minute'],
    [44 * MINUTE, '44 minutes', '44 Minuten'],
    [2 * HOUR + 14 * MINUTE, '2 hours 14 minutes', '2 Stunden 14 Minuten'],
    [3 * DAY + MINUTE, '3 days', '3 Tage'],
  ])('a length of %i ms', (ms, inEnglish, inGerman) => {
    expect([en?.length(ms), de?.length(ms)]).toEqual([inEnglish, inGerman]);
  });

  it('amounts are written as in the language', () => {
    const figure = { from: 0, to: 100, operational: 9_998, slow: 0, partial: 0, major: 2, maintenance: 0, unseen: 0 };
    expect([en?.percent(figure), de?.percent(figure)]).toEqual(['99.98 %', '99,98 %']);
    expect([en?.response(142.4), de?.response(1_240), en?.response(0.2)]).toEqual(['142 ms', '1,24 s', '<1 ms']);
    expect([en?.interval(30_000), de?.interval(60_000), en?.interval(90_000)]).toEqual([
      '30 seconds',
      '1 Minute',
      '90 seconds',
    ]);
  });
});

describe('the language', () => {
  it.each<[string | null, string | undefined, string]>([
    [null, undefined, 'en'],
    [null, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    [null, 'fr, en;q=0.5, de;q=0.7', 'de'],
    [null, 'fr', 'en'],
    [null, 'de;q=0, *', 'en'],
    [null, 'de;q=nonsense', 'en'],
    ['de', 'en', 'de'],
    ['fr', 'de', 'de'],
    [null, ','.repeat(9_999), 'en'],
  ])('asked for %s by a browser that wishes %s is %s', (asked, wished, chosen) => {
    expect(chooseLanguage(LANGUAGES, asked, wished)).toBe(chosen);
  });

  it('is one of the page', () => {
    expect(chooseLanguage(['de'], 'en', 'en')).toBe('de');
  });
});

describe('markdown', () => {
  it.each([
    ['one\n\ntwo', '<p>one</p>\n<p>two</p>\n'],
    ['**a** *b* _c_ `d`', '<p><strong>a</strong> <em>b</em> <em>c</em> <code>d</code></p>\n'],
    ['snake_case_name and 2*3*4', '<p>snake_case_name and 2<em>3</em>4</p>\n'],
    ['now:\n- one\n- two\nend', '<p>now:</p>\n<ul><li>one</li><li>two</li></ul>\n<p>end</p>\n'],
    ['1. one\n2) two', '<ol><li>one</li><li>two</li></ol>\n'],
    [
      '[a](https://x.example/?a=1&b=2)',
      '<p><a href="https://x.example/?a=1&#38;b=2" rel="nofollow noopener noreferrer">a</a></p>\n',
    ],
    [
      'see https://x.example/a.',
      '<p>see <a href="https://x.example/a" rel="nofollow noopener noreferrer">https://x.example/a</a>.</p>\n',
    ],
    ['[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>\n'],
    ['https://! and [a](https://)', '<p>https://! and [a](https://)</p>\n'],
    ['<b>&amp;', '<p>&#60;b&#62;&#38;amp;</p>\n'],
    ['# no heading', '<p># no heading</p>\n'],
    ['  \n\n ', ''],
  ])('%j', (text, markup) => {
    expect(markdownHtml(text).markup).toBe(markup);
  });

  it(
    'makes nothing but the few marks that it knows, from anything',
    () => {
      const piece = fc.oneof(
        fc.string({ maxLength: 12 }),
        fc.constantFrom(
          '**',
          '*',
          '_',
          '`',
          '[',
          '](',
          ')',
          'https://',
          'javascript:',
          '<script>',
          '"',
          '\n',
          '\n\n',
          '- ',
          '1. ',
        ),
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
          const { markup } = markdownHtml(pieces.join(''));
          const known =
            /<\/?(?:p|ul|ol|li|strong|em|code|a)>|<a href="https?:\/\/[^"<>]+" rel="nofollow noopener noreferrer">/g;
          expect(markup.replaceAll(known, '')).not.toMatch(/[<>"']/);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it('takes a message as long as there may be at once, whatever its marks', () => {
    for (const sign of ['*', '_', '[', '`', '[a](https://', '**a', '- ', 'a\n\n']) {
      expect(markdownHtml(sign.repeat(10_000 / sign.length)).markup.length).toBeGreaterThan(0);
    }
  });
});

describe.each(Object.entries(PALETTES))('in the theme %s', (_name, palette) => {
  const { paper, surface } = palette;

  it('every text stands 4.5:1 and every state 3:1 from what is behind it', () => {
    for (const behind of [paper, surface]) {
      for (const text of ['ink', 'muted', 'link'] as const) {
        expect(contrast(palette[text], behind), `${text} on ${behind}`).toBeGreaterThanOrEqual(4.5);
      }
      for (const state of ['operational', 'maintenance', 'unknown', 'slow', 'partial', 'down'] as const) {
        expect(contrast(palette[state], behind), `${state} on ${behind}`).toBeGreaterThanOrEqual(3);
      }
    }
  });
});

it('white letters can be read on every badge', () => {
  for (const state of ['operational', 'maintenance', 'unknown', 'slow', 'partial', 'down'] as const) {
    expect(contrast(PALETTES.light[state], '#ffffff'), state).toBeGreaterThanOrEqual(4.5);
  }
});
