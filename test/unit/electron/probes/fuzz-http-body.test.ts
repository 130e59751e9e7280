/** Whatever body a server sends: unpacked up to its limit, told of once; judged as it is, in words that fit a pager. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bodyText,
  expectationsOf,
  judgeBody,
  judgeHeaders,
  judgeStatus,
} from '../../../../electron/probes/http-judge.ts';
import { type Unpacked, unpack } from '../../../../electron/probes/http-unpack.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { aCheck } from '../../../harness/probing.ts';

const TEXT = 'all is well, and has been for long\n'.repeat(40);
const PACKED = {
  gzip: gzipSync(TEXT),
  'x-gzip': gzipSync(TEXT),
  deflate: deflateSync(TEXT),
  br: brotliCompressSync(TEXT),
};
const LIMIT = 1_000;

/** Bytes near to packed ones, or packed anew: what unpacks is told apart from what does not. */
const packed = fc
  .constantFrom(...(Object.keys(PACKED) as (keyof typeof PACKED)[]), 'raw' as const)
  .chain((encoding) => {
    const whole = (encoding === 'raw' ? deflateRawSync(TEXT) : PACKED[encoding]).toString('latin1');
    return fc.record({
      encoding: fc.constant(encoding === 'raw' ? 'deflate' : encoding),
      bytes: fc.oneof(near(whole), fc.constant(whole), fc.string({ unit: 'binary', maxLength: 40 })),
      size: fc.integer({ min: 1, max: 200 }),
      whole: fc.boolean(),
    });
  });

/** Pushes it in pieces; what `done` was told, each time. */
function unpacked(encoding: string, bytes: Buffer, size: number, whole: boolean): Promise<readonly Unpacked[]> {
  return new Promise((resolve, reject) => {
    const told: Unpacked[] = [];
    const unpacking = unpack(encoding, LIMIT, (result) => {
      told.push(result);
      // Whoever tells a second time does it before everything that is ready has run.
      setImmediate(() => setImmediate(() => resolve(told)));
    });
    if (unpacking === null) {
      reject(new Error(`${encoding} cannot be read`));
      return;
    }
    for (let at = 0; at < bytes.length; at += size) {
      unpacking.push(bytes.subarray(at, at + size));
    }
    unpacking.end(whole);
  });
}

const check = aCheck({
  type: 'http',
  url: 'http://h/',
  expectHeaders: [
    { name: 'content-type', matches: '^text/' },
    { name: 'x-secret-token', equals: 'abc' },
  ],
  expectBody: [{ contains: 'well' }, { absent: 'ill' }, { regex: 'lo+ng' }],
  expectJson: [{ path: 'status', equals: 'UP' }],
});
const expected = expectationsOf(check);

describe('fuzz', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('a packed body is told of once, within its limit, and is whole only when its end was there', async () => {
    await fc.assert(
      fc.asyncProperty(packed, async ({ encoding, bytes, size, whole }) => {
        const told = await unpacked(encoding, Buffer.from(bytes, 'latin1'), size, whole);
        expect(told).toHaveLength(1);
        const [result] = told;
        expect(result?.bytes.length).toBeLessThanOrEqual(LIMIT);
        expect(result?.whole === true && !whole && result.problem === null).toBe(false);
      }),
      FUZZ,
    );
    const [well] = await unpacked('gzip', gzipSync('all is well'), 5, true);
    expect([well?.bytes.toString(), well?.whole, well?.problem]).toEqual(['all is well', true, null]);
  });

  it('an answer is judged whatever its headers, its character set and its body, and no secret header is shown', () => {
    const text = fc.oneof(
      near('{"status":"UP","note":"all is well for long"}'),
      fc.string({ unit: 'binary' }),
      fc.json(),
    );
    const head = fc.record({
      status: fc.integer({ min: 0, max: 999 }),
      'content-type': fc.oneof(near('text/html; charset="utf-16le"'), near('text/plain; charset=latin1'), fc.string()),
      secret: fc.string({ minLength: 8 }).map((word) => `SECRET${word}`),
    });
    fc.assert(
      fc.property(head, text, fc.boolean(), (seen, said, whole) => {
        const answer = {
          status: seen.status,
          redirects: 1,
          headers: { 'content-type': seen['content-type'], 'x-secret-token': seen.secret },
        } as Parameters<typeof judgeHeaders>[0];
        const body = { bytes: Buffer.from(said), whole };
        expect(typeof bodyText(answer, body as never)).toBe('string');
        for (const objection of [
          judgeStatus(answer, check.expectStatus),
          judgeHeaders(answer, expected),
          judgeBody(answer, body as never, expected),
        ]) {
          const detail = objection?.detail ?? '';
          expect(detail).not.toMatch(/\p{Cc}|\[object|SECRET/u);
          expect(detail.length).toBeLessThan(500);
        }
        expect(judgeStatus(answer, check.expectStatus) === null).toBe(seen.status >= 200 && seen.status <= 299);
      }),
      FUZZ,
    );
    const well = { bytes: Buffer.from('{"status":"UP","note":"well for long"}'), whole: true };
    expect(judgeBody({ status: 200, redirects: 0, headers: {} } as never, well as never, expected)).toBeNull();
  });
});
