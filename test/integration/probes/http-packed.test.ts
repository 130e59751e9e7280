/** Packed bodies: unpacked as they come, never beyond the limit. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { httpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const TEXT = 'all systems go, all systems go';
const MIB = 1024 * 1024;

async function run(encoding: string, bytes: Buffer, wishes: Readonly<Record<string, unknown>>) {
  const server = await httpServer((_request, response) => {
    response.setHeader('content-encoding', encoding);
    response.write(bytes.subarray(0, 9));
    setImmediate(() => response.end(bytes.subarray(9)));
  });
  const check = aCheck({ type: 'http', url: `http://127.0.0.1:${server.port}/`, ...wishes });
  return aProbeSet().run(check, aContext());
}

describe('a packed body', () => {
  it.each([
    { encoding: 'gzip', bytes: gzipSync(TEXT) },
    { encoding: 'GZIP', bytes: gzipSync(TEXT) },
    { encoding: 'deflate', bytes: deflateSync(TEXT) },
    { encoding: 'deflate', bytes: deflateRawSync(TEXT) },
    { encoding: 'br', bytes: brotliCompressSync(TEXT) },
  ])('of $encoding is looked into', async ({ encoding, bytes }) => {
    const outcome = await run(encoding, bytes, { expectBody: { regex: '^all .* go$' } });
    expect(outcome).toMatchObject({ kind: 'pass', readings: { bytes: TEXT.length } });
  });

  it('is counted, not unpacked, when no rule looks into it', async () => {
    expect(await run('gzip', Buffer.from('no gzip at all'), {})).toMatchObject({
      kind: 'pass',
      readings: { bytes: 14 },
    });
  });

  it.each([
    { story: 'damaged', bytes: Buffer.from('this is no gzip at all'), code: 'Z_DATA_ERROR' },
    { story: 'cut off', bytes: gzipSync(TEXT).subarray(0, -9), code: 'Z_BUF_ERROR' },
  ])('that is $story is wrong content', async ({ bytes, code }) => {
    const outcome = await run('gzip', bytes, { expectBody: { contains: 'all' } });
    expect(failureOf(outcome)).toEqual({
      kind: 'wrong-content',
      phase: 'body',
      detail: `the body says it is gzip, but cannot be unpacked (${code})`,
      status: 200,
    });
  });

  it('that would unpack to 200 MB is cut off at the limit, and takes no more memory than that', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MIB, 'x'));
    const before = process.memoryUsage().arrayBuffers;
    const outcome = await run('gzip', bomb, { expectBody: { absent: 'y' } });
    expect(failureOf(outcome)).toMatchObject({
      kind: 'too-large',
      detail: `"y" was not found in the first ${MIB} bytes and the body goes on (maxBody)`,
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * MIB);
  });

  it('that is itself longer than the limit is judged by its beginning', async () => {
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919 + (index >> 3)) % 251));
    const outcome = await run('gzip', gzipSync(noise, { level: 0 }), {
      expectBody: { absent: 'y-y' },
      maxBody: 50_000,
    });
    expect(failureOf(outcome).kind).toBe('too-large');
  });
});
