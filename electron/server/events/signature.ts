/**
 * Whether a message was signed by whoever has the secret, a short while ago (Standard Webhooks 1.0: HMAC-SHA256 over
 * `id.timestamp.body`), and that it is none that came before.
 *
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { EpochMs } from '../../../shared/model/ids.ts';

/** An older one may be somebody's who has overheard it. */
const FRESH_MS = 300_000;
const MOST_SIGNATURES = 20;
const LONGEST_ID = 200;

export type Signed = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly problem: string };

/** @param secret `whsec_` and Base64 */
export function verifySignature(headers: IncomingHttpHeaders, body: string, secret: string, now: EpochMs): Signed {
  const id = one(headers['webhook-id']);
  const timestamp = one(headers['webhook-timestamp']);
  const signatures = one(headers['webhook-signature']);
  if (id === null || timestamp === null || signatures === null) {
    const names = 'webhook-id, webhook-timestamp and webhook-signature';
    return { ok: false, problem: `it is not signed: this source wants ${names} (Standard Webhooks)` };
  }
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1_000 - now) > FRESH_MS) {
    return { ok: false, problem: 'its webhook-timestamp is more than 5 minutes from now: compare the clocks' };
  }
  const expected = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest();
  const isGood = signatures
    .split(' ', MOST_SIGNATURES)
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice('v1,'.length), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  return isGood && id.length <= LONGEST_ID
    ? { ok: true, id }
    : { ok: false, problem: 'its signature is not by the secret of this source, or the body was changed on the way' };
}

function one(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && header !== '' ? header : null;
}

/** The names of messages that were taken, for as long as a signature is fresh. */
export interface Taken {
  has(name: string): boolean;
  add(name: string): void;
}

const MOST_NAMES = 10_000;

export function rememberTaken(monotonicMs: () => number): Taken {
  const names = new Map<string, number>();
  return {
    has(name) {
      const at = names.get(name);
      // Either clock may be ahead by as much.
      return at !== undefined && monotonicMs() - at <= 2 * FRESH_MS;
    },
    add(name) {
      names.delete(name);
      names.set(name, monotonicMs());
      const [oldest] = names.keys();
      if (names.size > MOST_NAMES && oldest !== undefined) {
        names.delete(oldest);
      }
    },
  };
}
