/** The way to one value in a JSON document. */
import { describe, expect, it } from 'vitest';
import { lookUp, parseJsonPath, pathWords } from '../../../../shared/model/json-path.ts';

describe('a JSON path', () => {
  it.each([
    { text: '$', path: [] },
    { text: 'status', path: ['status'] },
    { text: '$.status', path: ['status'] },
    { text: 'a.b[0].c', path: ['a', 'b', 0, 'c'] },
    { text: '[2]', path: [2] },
    { text: '$[2].x-y', path: [2, 'x-y'] },
    { text: '["odd key"].v', path: ['odd key', 'v'] },
    { text: 'a["b.c"][10]', path: ['a', 'b.c', 10] },
    { text: '["\\u0061\\""]', path: ['a"'] },
    { text: '["0"]', path: ['0'] },
  ])('$text is read, and written as it would be again', ({ text, path }) => {
    expect(parseJsonPath(text)).toEqual({ ok: true, path });
    expect(parseJsonPath(pathWords(path))).toEqual({ ok: true, path });
  });

  it.each([
    { text: '', where: 'a path is missing' },
    { text: 'a..b', where: '"..b" at character 2' },
    { text: 'a b', where: '" b" at character 2' },
    { text: 'a[x]', where: '"[x]" at character 2' },
    { text: 'a[-1]', where: '"[-1]" at character 2' },
    { text: 'a[01]', where: '"[01]" at character 2' },
    { text: 'a.', where: '"." at character 2' },
    { text: '.a.0', where: '".0" at character 3' },
    { text: 'a[*]', where: '"[*]" at character 2' },
    { text: 'a[0]b', where: '"b" at character 5' },
    { text: '$a', where: '"a" at character 2' },
    { text: '["\\q"]', where: '"["\\q"]" at character 1' },
  ])('$text is refused with its place', ({ text, where }) => {
    const parsed = parseJsonPath(text);
    expect(parsed.ok ? 'understood' : parsed.problem).toContain(where);
  });

  const document = { a: { b: [{ c: 0 }, null] }, list: [], __proto__x: 1 };

  it.each([
    { path: ['a', 'b', 0, 'c'], found: { ok: true, value: 0 } },
    { path: ['a', 'b', 1], found: { ok: true, value: null } },
    { path: [], found: { ok: true, value: document } },
    { path: ['a', 'x', 'y'], found: { ok: false, missing: 'a.x', inside: 'an object' } },
    { path: ['a', 'b', 7], found: { ok: false, missing: 'a.b[7]', inside: 'a list of 2' } },
    { path: ['a', 'b', 'length'], found: { ok: false, missing: 'a.b.length', inside: 'a list of 2' } },
    { path: ['a', 'b', 1, 'c'], found: { ok: false, missing: 'a.b[1].c', inside: 'null' } },
    { path: ['toString'], found: { ok: false, missing: 'toString', inside: 'an object' } },
    { path: ['a', 0], found: { ok: false, missing: 'a[0]', inside: 'an object' } },
  ])('$path finds $found', ({ path, found }) => {
    expect(lookUp(document, path)).toEqual(found);
  });
});
