import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../../../electron/paging/channels/xml-read.ts';
import { xmlText } from '../../../../shared/rules/xml-text.ts';
import { workMs } from '../../../harness/cpu-time.ts';
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/pager/${name}.xml`, import.meta.url), 'utf8');
/** As nested lists, for the eye. */
const shown = (element: XmlElement | null): unknown =>
  element && [element.name, Object.fromEntries(element.attributes), element.text, ...element.children.map(shown)];

describe('XML that is read', () => {
  it.each<[string, unknown]>([
    ['<a/>', ['a', {}, '']],
    ['\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- hi - there -->\n<a></a>\n<!-- end -->\n', ['a', {}, '']],
    ['<!DOCTYPE a SYSTEM "http://dtd.example/a.dtd"><a/>', ['a', {}, '']],
    ["<!DOCTYPE a PUBLIC '-//X//EN' 'a.dtd' ><a/>", ['a', {}, '']],
    ['<a b="1" c-d = \'2 "\' />', ['a', { b: '1', 'c-d': '2 "' }, '']],
    ['<a>x<b>y</b>z<![CDATA[<&]]></a>', ['a', {}, 'xz<&', ['b', {}, 'y']]],
    ['<a b="&lt;&amp;&#65;&#x1F514;">&gt;&quot;&apos;&#10;</a>', ['a', { b: '<&A🔔' }, '>"\'\n']],
    ['<a __proto__="1" constructor="2"/>', ['a', JSON.parse('{"__proto__":"1","constructor":"2"}'), '']],
  ])('%s', (document, tree) => {
    expect(shown(readXml(document))).toEqual(tree);
  });

  it('is what WCTP gateways say', () => {
    expect(shown(readXml(fixture('wctp-ok')))).toMatchObject([
      'wctp-Operation',
      { wctpVersion: 'wctp-dtd-v1r1' },
      expect.anything(),
      ['wctp-Confirmation', {}, expect.anything(), ['wctp-Success', { successCode: '200' }, 'Accepted']],
    ]);
    expect(readXml(fixture('wctp-submit'))?.name).toBe('wctp-Operation');
  });
});

describe('XML that is not read', () => {
  it.each([
    ['nothing', ''],
    ['no element', '<?xml version="1.0"?>'],
    ['a text', 'Accepted'],
    ['JSON', '{"a":1}'],
    ['a page of HTML', '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Hotel</title></head></html>'],
    ['two roots', '<a/><b/>'],
    ['an end without a beginning', '</a>'],
    ['a beginning without an end', '<a><b></b>'],
    ['ends that are crossed', '<a><b></a></b>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['a lone &', '<a>b & c</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a character that XML has not', '<a>&#0;</a>'],
    ['half a character', '<a>&#xD800;</a>'],
    ['a document type that declares', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['a document type that reads a file', '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]><a/>'],
    ['a document type twice', '<!DOCTYPE a><!DOCTYPE a><a/>'],
    ['a document type inside', '<a><!DOCTYPE a></a>'],
    ['an instruction', '<a><?php evil ?></a>'],
    ['a declaration that is late', ' <?xml version="1.0"?><a/>'],
    ['text behind the end', '<a/>x'],
    ['a comment without an end', '<a><!-- b</a>'],
    ['a comment with two dashes', '<a><!-- b -- c --></a>'],
    ['CDATA without an end', '<a><![CDATA[b</a>'],
    ['CDATA outside', '<![CDATA[b]]><a/>'],
    ['an end of CDATA in a text', '<a>]]></a>'],
    ['a < in an attribute', '<a b="<"/>'],
    ['a well of elements', '<a>'.repeat(17) + '</a>'.repeat(17)],
    ['a flood of elements', `<a>${'<b/>'.repeat(2_000)}</a>`],
  ])('%s', (_story, document) => {
    expect(readXml(document)).toBeNull();
  });
});

describe('any XML', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('is read back as it was written', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(texts, texts, (value, text) => {
        const read = readXml(`<a b="${xmlText(value)}">${xmlText(text)}</a>`);
        expect(xmlText(read?.attributes.get('b') ?? 'none')).toBe(xmlText(value));
        expect(xmlText(read?.text ?? 'none')).toBe(xmlText(text));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('is read or not, and never for long', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '/',
      '!',
      '--',
      '[',
      ']]>',
      '<![CDATA[',
      '&',
      '&#1',
      ';',
      '"',
      "'",
      '=',
      ' ',
      'a',
      '<a ',
      '<?xml',
      '<!DOCTYPE a',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const read = readXml(parts.join(''));
        expect(read === null || typeof read.name === 'string').toBe(true);
      }),
      { numRuns: FUZZ_RUNS },
    );
    for (const piece of ['<a ', '<a b="c" ', '<!--', '<![CDATA[', '&', ' ', '<a b=', "<a b='", '-', ']']) {
      const begin = workMs();
      expect(readXml(`<a>${piece.repeat(20_000)}`)).toBeNull();
      expect(workMs() - begin).toBeLessThan(2_000);
    }
  });
});
