import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, readTemplate, templateProblems } from '../../../../shared/rules/template.ts';
import { FUZZ } from '../../../harness/fuzz.ts';
import { aPage } from '../../../harness/page.ts';

const JSON_TYPE = 'application/json';
const fill = (text: string, page = aPage(), type = JSON_TYPE) => fillTemplate(readTemplate(text), page, type);

describe('a template', () => {
  it('is filled with the fields of a page', () => {
    expect(fill('{"msg": "{{title}}: {{ text }}", "at": {{createdAt}}, "iso": "{{createdAtIso}}"}')).toBe(
      '{"msg": "DOWN api-gateway: 503 Service Unavailable for 2 min, third failure, since 02:14", "at": 1795223760000, "iso": "2026-11-21T01:16:00.000Z"}',
    );
  });

  it('leaves empty what the page lacks', () => {
    expect(fill('"{{runbook}}{{personId}}"', aPage({ personId: null }))).toBe('""');
  });

  it('may hold no field at all', () => {
    expect(fill('{"ring": true}')).toBe('{"ring": true}');
  });

  it.each([
    { type: JSON_TYPE, becomes: 'a \\"b\\" \\\\ <&> \\n' },
    { type: 'application/vnd.api+json; charset=utf-8', becomes: 'a \\"b\\" \\\\ <&> \\n' },
    { type: 'application/x-www-form-urlencoded', becomes: 'a%20%22b%22%20%5C%20%3C%26%3E%20%0A' },
    { type: 'text/xml', becomes: 'a &#34;b&#34; \\ &#60;&#38;&#62; \n' },
    { type: 'text/plain', becomes: 'a "b" \\ <&> \n' },
  ])('keeps a value in its place in $type', ({ type, becomes }) => {
    expect(fill('{{text}}', aPage({ text: 'a "b" \\ <&> \n' }), type)).toBe(becomes);
  });

  it('has bytes for half a character', () => {
    for (const type of ['text/plain', 'text/xml', 'application/x-www-form-urlencoded']) {
      expect(() => encodeURIComponent(fill('{{text}}', aPage({ text: 'a\ud800b' }), type))).not.toThrow();
    }
  });

  it('says everything that is wrong with its fields, with a suggestion', () => {
    expect(templateProblems('{{titel}} {{text}} {{serverity}} {{zzzzzz}}', 'text/plain')).toEqual([
      'unknown field `titel`; did you mean `title`?',
      'unknown field `serverity`; did you mean `severity`?',
      'unknown field `zzzzzz`',
    ]);
  });

  it.each([
    { text: 'a {{title', says: 'the {{ at character 3 is never closed by }}' },
    { text: '{{{title}}}', says: 'unknown field `{title`; did you mean `title`?' },
    { text: '{{#title}}', says: 'unknown field `#title`; did you mean `title`?' },
    { text: '{{}}', says: 'unknown field ``' },
  ])('is no $text', ({ text, says }) => {
    expect(templateProblems(text, 'text/plain')).toEqual([says]);
  });

  it.each([
    { text: '{"a": "{{title}}"}', good: true },
    { text: '{"at": {{createdAt}}, "until": {{expiresAt}}}', good: true },
    { text: '{"a": {{title}}}', good: false },
    { text: '{"a": "{{title}}",}', good: false },
    { text: 'title={{title}}', good: false },
  ])('makes JSON or says that it does not: $text', ({ text, good }) => {
    const problems = templateProblems(text, JSON_TYPE);
    expect(problems).toEqual(good ? [] : [expect.stringMatching(/^it makes no JSON/)]);
    expect(templateProblems(text, 'text/plain')).toEqual([]);
  });

  it('makes JSON that holds the very values, whatever a server said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, text) => {
        const filled = fill('{"a": ["{{title}}", "{{text}}"]}', aPage({ title, text }));
        expect(JSON.parse(filled)).toEqual({ a: [title, text] });
      }),
      FUZZ,
    );
  });

  it('makes a form that holds the very values', () => {
    const whole = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(whole, whole, (title, text) => {
        const form = new URLSearchParams(
          fill('t={{title}}&x={{text}}', aPage({ title, text }), 'application/x-www-form-urlencoded'),
        );
        expect([form.get('t'), form.get('x')]).toEqual([title, text]);
      }),
      FUZZ,
    );
  });
});
