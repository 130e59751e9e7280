/** Secrets and seals: never twice the same, known again only whole, and compared to the end whatever they hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPageLinks } from '../../../../electron/engine/calls/links.ts';
import type { Core } from '../../../../electron/engine/core.ts';
import { createSeals } from '../../../../electron/links/seals.ts';

const seals = createSeals();

describe('a seal', () => {
  it('is known by its key, its text, and nothing near them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (key, text, otherKey, otherText) => {
        fc.pre(key !== otherKey && text !== otherText);
        const tag = seals.tag(key, text);
        expect(tag).toMatch(/^[\w-]{22}$/);
        expect(seals.same(tag, seals.tag(key, text))).toBe(true);
        expect(seals.same(tag, seals.tag(otherKey, text))).toBe(false);
        expect(seals.same(tag, seals.tag(key, otherText))).toBe(false);
      }),
    );
  });

  it('compares texts of any length, also when one begins the other', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (one, more) => {
        expect(seals.same(one, one)).toBe(true);
        expect(seals.same(one, one + more)).toBe(false);
      }),
    );
  });

  it('of a secret tells nothing of it, and no secret comes twice', () => {
    const secrets = Array.from({ length: 1_000 }, () => seals.secret());
    expect(new Set(secrets).size).toBe(1_000);
    expect(secrets.every((secret) => /^[\w-]{32}$/.test(secret) && seals.digest(secret) !== secret)).toBe(true);
  });
});

describe('a link', () => {
  it('is compared with every one there is, whichever it is: the time tells nothing', () => {
    const secrets = ['A', 'B', 'C', 'D'].map((letter) => letter.repeat(32));
    let compared = 0;
    const counting = {
      ...seals,
      same(one: string, other: string) {
        compared += 1;
        return seals.same(one, other);
      },
    };
    const kept = secrets.map((secret, index) => ({
      ...{ id: `l${index}`, card: 'person/kim', name: 'Ann', by: 'Kim', at: 0 },
      digest: seals.digest(secret),
    }));
    const restored = new Map([['page-links', kept]]);
    const links = createPageLinks({ core: {} as Core, restored, seals: counting, servedAt: () => null });
    for (const [secret, id] of [
      ...secrets.map((one, index) => [one, `l${index}`] as const),
      ['none', undefined] as const,
    ]) {
      compared = 0;
      expect(links.find(secret)?.id).toBe(id);
      expect(compared).toBe(secrets.length);
    }
  });
});
