/**
 * JSON Web Tokens as book, jump and relay want them: HS256 (RFC 7515, RFC 7518 section 3.2), and the whole of the Authorization header.
 */
import { createHmac } from 'node:crypto';
import type { Claims } from '../../../shared/rules/practable/claims.ts';

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

export function signed(claims: Claims, secret: string): string {
  const text = `${HEADER}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
