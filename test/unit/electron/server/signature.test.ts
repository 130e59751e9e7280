/** Signatures of Standard Webhooks, against the recorded message and the official package. */
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { rememberTaken, verifySignature } from '../../../../electron/server/events/signature.ts';

/** One signed message that the official package makes, too. */
const RECORDED = {
  secret: 'whsec_cGFnZXItZml4dHVyZS1zZWNyZXQtMDEyMzQ1Njc4OQ==',
  body: '{"type":"alert.raised","timestamp":"2026-11-21T04:16:30Z","data":{"id":17,"severity":"critical"}}',
  headers: {
    'webhook-id': 'msg_2fZbPager0001',
    'webhook-timestamp': '1795234590',
    'webhook-signature': 'v1,miVeX9qrFmP8EFh7+BMeL6IHhXAeGCjwUwtB2NrxG1o=',
  },
};
const NOW = 1_795_234_590_000;
const { secret, body, headers } = RECORDED;
const signature = headers['webhook-signature'];

describe('a signature', () => {
  it('of the recorded message is good', () => {
    expect(verifySignature(headers, body, secret, NOW)).toEqual({ ok: true, id: 'msg_2fZbPager0001' });
  });

  it('of the official package is good', () => {
    const signed = new Webhook(secret).sign('msg_1', new Date(NOW), 'ü {}');
    const own = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(NOW / 1_000), 'webhook-signature': signed };
    expect(verifySignature(own, 'ü {}', secret, NOW).ok).toBe(true);
  });

  it.each<[story: string, change: object, offMs: number, ok: boolean]>([
    ['among others', { 'webhook-signature': `v1a,AAAA v1,AAAA ${signature}` }, 0, true],
    ['five minutes old', {}, 300_000, true],
    ['older', {}, 300_001, false],
    ['from a clock that is ahead', {}, -300_001, false],
    ['of another version only', { 'webhook-signature': signature.replace('v1', 'v2') }, 0, false],
    ['cut short', { 'webhook-signature': signature.slice(0, 20) }, 0, false],
    ['that is empty', { 'webhook-signature': '' }, 0, false],
    ['for another id', { 'webhook-id': 'msg_other' }, 0, false],
    ['for another time', { 'webhook-timestamp': '1795234591' }, 0, false],
    ['at no time', { 'webhook-timestamp': 'now' }, 0, false],
    ['behind twenty others', { 'webhook-signature': `${'v1,AAAA '.repeat(20)}${signature}` }, 0, false],
  ])('%s', (_, change, offMs, ok) => {
    expect(verifySignature({ ...headers, ...change }, body, secret, NOW + offMs).ok).toBe(ok);
  });

  it('missing is said with what is wanted', () => {
    expect(verifySignature({}, body, secret, NOW)).toEqual({
      ok: false,
      problem:
        'it is not signed: this source wants webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks)',
    });
  });
});

describe('messages that were taken', () => {
  it('are known for as long as they could come again, and not for ever', () => {
    let now = 0;
    const taken = rememberTaken(() => now);
    taken.add('a');
    now = 600_000;
    expect([taken.has('a'), taken.has('b')]).toEqual([true, false]);
    now = 600_001;
    expect(taken.has('a')).toBe(false);
  });

  it('are at most ten thousand, the latest of them', () => {
    const taken = rememberTaken(() => 0);
    for (let number = 0; number <= 10_000; number++) {
      taken.add(`m${number}`);
    }
    expect([taken.has('m0'), taken.has('m1'), taken.has('m10000')]).toEqual([false, true, true]);
  });
});
