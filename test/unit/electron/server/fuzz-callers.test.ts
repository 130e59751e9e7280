/** Whatever a caller claims in its headers: never believed to be us when it is not, and ourselves always. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, hostRule, isLoopback, isOwnPage } from '../../../../electron/server/callers.ts';
import { line } from '../../../../electron/server/first-words.ts';
import { mistakesIn, mistakeWords } from '../../../../electron/server/mistakes.ts';
import { openSession } from '../../../../electron/server/session.ts';
import { contract } from '../../../../shared/contract/contract.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const header = fc.oneof(
  near('127.0.0.1:8730'),
  near('localhost:8730'),
  near('127.0.0.1.evil.example:8730'),
  near('pager.house.example.evil.example'),
  near('[::1]:8730'),
  near('http://127.0.0.1:8730'),
  fc.webAuthority({ withIPv4: true, withIPv6: true, withPort: true, withUserInfo: true }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

describe('fuzz', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('a Host header is ours only when a browser that was sent to it would come here', () => {
    const isOurs = hostRule('127.0.0.1', ['pager.house.example']);
    fc.assert(
      fc.property(header, (text) => {
        if (isOurs(text)) {
          const { hostname } = new URL(`http://${text}`);
          expect(
            /^(?:127(?:\.\d+){3}|localhost\.?|\[::1\]|\[::ffff:7f[0-9a-f:]*\]|pager\.house\.example\.?)$/.test(
              hostname,
            ),
          ).toBe(true);
          expect(isLoopback(hostOf(text) ?? '') || hostOf(text) === 'pager.house.example').toBe(true);
        }
      }),
      FUZZ,
    );
    expect(isOurs('127.0.0.1:8730')).toBe(true);
  });

  it('a page of another origin is never our own', () => {
    fc.assert(
      fc.property(header, header, (origin, host) => {
        if (isOwnPage({ origin, host })) {
          expect(new URL(origin).host).toBe(new URL(`http://${host}`).host);
        }
      }),
      FUZZ,
    );
    expect(isOwnPage({ origin: 'http://127.0.0.1:8730', host: '127.0.0.1:8730' })).toBe(true);
  });

  it('a session is open only in a header that carries its whole cookie', () => {
    const session = openSession('a-key-of-this-test');
    const cookie = session.open().cookie.split(';')[0] ?? '';
    fc.assert(
      fc.property(
        fc.oneof(near(cookie), near(`theme=dark; ${cookie}; x=y`), fc.string()),
        fc.string(),
        (cookies, key) => {
          if (session.idIn(cookies) !== null) {
            const [name, value] = cookie.split(/=(.*)/s);
            expect(cookies.replaceAll(/\s/g, '')).toContain(`${name}=${value}`);
          }
          expect(session.isKey(key)).toBe(key === session.token);
        },
      ),
      FUZZ,
    );
    expect(session.idIn(cookie)).not.toBeNull();
  });

  it('a question is read, or refused with its mistakes in words that say where', () => {
    const names = Object.keys(contract) as (keyof typeof contract)[];
    const question = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({ incident: fc.jsonValue(), forMs: fc.jsonValue(), note: fc.jsonValue(), to: fc.jsonValue() }),
      near('{"incident":"i1","forMs":60000,"note":"x","person":"kim","from":0,"to":1}').map(parsedOr),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), question, (name, asked) => {
        const read = contract[name].asks.safeParse(asked);
        if (!read.success) {
          const mistakes = mistakesIn(asked, read.error.issues);
          expect(mistakes.length).toBeGreaterThan(0);
          for (const { remedy, value } of mistakes) {
            expect(remedy).not.toMatch(/undefined|\[object/);
            expect(value.length).toBeLessThanOrEqual(81);
          }
          expect(mistakeWords(name, mistakes)).not.toMatch(/\[object/);
        }
      }),
      FUZZ,
    );
  });

  it('the first words of a report are one short line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600, size: 'max' }), (text) => {
        const words = line(text);
        expect(words).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect([...words].length).toBeLessThanOrEqual(200);
      }),
      FUZZ,
    );
    expect(line(' the shop\nis down ')).toBe('the shop is down');
  });
});

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
