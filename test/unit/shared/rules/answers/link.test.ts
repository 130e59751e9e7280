/** What an acknowledge link says: read back as it was written, and never taken for another one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeals } from '../../../../../electron/links/seals.ts';
import { IncidentId, PageId, PersonId } from '../../../../../shared/model/ids.ts';
import { PAGE_KINDS } from '../../../../../shared/model/page.ts';
import {
  claimOf,
  claimText,
  type LinkClaim,
  partsOf,
  readClaim,
  tokenOf,
} from '../../../../../shared/rules/answers/link.ts';
import { FUZZ, near } from '../../../../harness/fuzz.ts';
import { aPage } from '../../../../harness/page.ts';

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,30}$/);
const claims: fc.Arbitrary<LinkClaim> = fc.record({
  incidentId: id.map((text) => IncidentId.parse(`${text}.mk3v1q9c`)),
  page: fc.integer({ min: 1, max: 500 }),
  personId: id.map((text) => PersonId.parse(text)),
  until: fc.integer({ min: 1, max: 4_102_444_800_000 }),
});

const seals = createSeals();
const KEY = seals.secret();
const sealed = (claim: LinkClaim): string => tokenOf(claimText(claim), seals.tag(KEY, claimText(claim)));

/** As the engine does it: the claim of a token that we have sealed ourselves, or null. */
function opened(token: string, key = KEY): LinkClaim | null {
  const { text, tag } = partsOf(token);
  return seals.same(tag, seals.tag(key, text)) ? readClaim(text) : null;
}

describe('an acknowledge link', () => {
  it('says what it was made for, in signs that no address changes', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const token = sealed(claim);
        expect(opened(token)).toEqual(claim);
        expect(token).toMatch(/^[A-Za-z0-9._~:-]+$/);
        expect(new URL(`https://pager.example.org/ack/${token}`).pathname).toBe(`/ack/${token}`);
      }),
      FUZZ,
    );
  });

  it('opens only its own thing: no other incident, person, page or time', () => {
    fc.assert(
      fc.property(claims, claims, (one, other) => {
        fc.pre(claimText(one) !== claimText(other));
        const { tag } = partsOf(sealed(one));
        expect(opened(tokenOf(claimText(other), tag))).toBeNull();
        for (const part of ['incidentId', 'page', 'personId', 'until'] as const) {
          const moved = { ...one, [part]: other[part] };
          expect(opened(tokenOf(claimText(moved), tag)) === null).toBe(one[part] !== other[part]);
        }
      }),
      FUZZ,
    );
  });

  it('is worth nothing when a sign of it is another one, or under another key', () => {
    const claim: LinkClaim = {
      incidentId: IncidentId.parse('shop/web.mk3v1q9c'),
      page: 2,
      personId: PersonId.parse('kim'),
      until: 1_800_000_000_000,
    };
    const token = sealed(claim);
    expect(token).toMatch(/^shop:web\.mk3v1q9c~2~kim~mywpiww0~[\w-]{22}$/);
    expect(opened(token, seals.secret())).toBeNull();
    fc.assert(
      fc.property(near(token), (other) => {
        fc.pre(other !== token);
        expect(opened(other)).toBeNull();
      }),
      FUZZ,
    );
  });

  it.each(['', '~', '~~~', 'a~1~kim~', 'a~01~kim~mk', 'a~1~kim~MK', 'a~1~kim~mk~', 'a~-1~../kim~mk', 'a~1~kim~NaN'])(
    'is none when it is %j',
    (text) => {
      expect(readClaim(text)).toBeNull();
    },
  );

  it('goes only with a page that somebody can acknowledge, and lives as long as that', () => {
    const given = {
      id: PageId.parse('api.mk3v1q9c/7'),
      incidentId: IncidentId.parse('api.mk3v1q9c'),
      personId: PersonId.parse('kim'),
    };
    const kinds = PAGE_KINDS.filter((kind) => claimOf(aPage({ ...given, kind })) !== null);
    expect(kinds).toEqual(['trigger', 'reminder']);
    expect(claimOf(aPage({ ...given, kind: 'trigger', expiresAt: 5 }))).toMatchObject({ page: 7, until: 5 });
    expect(claimOf(aPage({ ...given, kind: 'trigger', personId: null }))).toBeNull();
  });
});
