/**
 * Secrets and seals by Node's own cryptography: random addresses, HMAC-SHA256 (RFC 2104), SHA-256, comparing in constant time.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Seals } from '../engine/ports/seals.ts';

/** 192 bits: 32 characters of an address. */
const SECRET_BYTES = 24;
/** RFC 2104, section 5: not less than half of the hash, and not less than 80 bits. 22 characters. */
const TAG_BYTES = 16;

export function createSeals(): Seals {
  const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
  return {
    secret: () => randomBytes(SECRET_BYTES).toString('base64url'),
    tag: (key, text) => createHmac('sha256', key).update(text).digest().subarray(0, TAG_BYTES).toString('base64url'),
    digest: (secret) => sha256(secret).toString('base64url'),
    // Hashed first: texts of different length compare in the same time too.
    same: (one, other) => timingSafeEqual(sha256(one), sha256(other)),
  };
}
