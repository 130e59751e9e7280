/** Bytes of a stranger as an answer to a health call: read, or said to be unreadable; never a crash, never a false pass. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grpcMessage, healthRequest, judgeGrpc, readHealth } from '../../../../electron/probes/grpc-health.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const recorded = Buffer.from('00000000020801', 'hex').toString('latin1');
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  near(recorded).map((text) => Buffer.from(text, 'latin1')),
  // A sound frame around anything.
  fc
    .uint8Array({ maxLength: 64 })
    .map((message) => Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message])),
);

describe('fuzz', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('a health answer is read or refused, and SERVING is said only by its own byte', () => {
    fc.assert(
      fc.property(bytes, (framed) => {
        const answer = readHealth(framed);
        const objection = judgeGrpc({ status: '0', message: '', framed }, 'x');
        if (objection === null) {
          expect(answer).toEqual({ ok: true, status: 1 });
          expect(Buffer.from(framed).includes(1)).toBe(true);
        } else {
          expect(objection.detail).not.toBe('');
        }
      }),
      FUZZ,
    );
  });

  it('status and message of the trailers are words on one line', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), near('no database%3A K%C3%B6ln%0Ais down')), (status, message) => {
        const objection = judgeGrpc({ status, message, framed: Buffer.alloc(0) }, '');
        expect(objection?.detail).not.toMatch(/\p{Cc}/u);
        expect(grpcMessage(message).length).toBeLessThan(200);
      }),
      FUZZ,
    );
  });

  it('a request for any service is a sound frame', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_000, unit: 'grapheme' }), (service) => {
        const request = Buffer.from(healthRequest(service));
        expect(request.readUInt32BE(1)).toBe(request.length - 5);
        expect(request.subarray(request.length - Buffer.byteLength(service)).toString()).toBe(service);
      }),
      FUZZ,
    );
  });
});
