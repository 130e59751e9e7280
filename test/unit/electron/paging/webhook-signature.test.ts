import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { keyOf, signature, webhookBody } from '../../../../electron/paging/channels/webhook.ts';
import { aPage } from '../../../harness/page.ts';

const vector = JSON.parse(
  readFileSync(new URL('../../../fixtures/pager/standard-webhooks.json', import.meta.url), 'utf8'),
) as {
  secret: string;
  payload: string;
  headers: { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string };
};

describe('a webhook signature', () => {
  it('is the one of the Standard Webhooks vector, byte for byte', () => {
    const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': wanted } = vector.headers;
    expect(signature(keyOf(vector.secret) as Buffer, id, Number(seconds), vector.payload)).toBe(wanted);
  });

  it('is accepted by the official package', () => {
    const seconds = Math.floor(Date.now() / 1_000);
    const body = webhookBody(aPage({ text: 'ünïcode – "quoted"' }));
    const headers = {
      'webhook-id': 'inc-1/1',
      'webhook-timestamp': String(seconds),
      'webhook-signature': signature(keyOf(vector.secret) as Buffer, 'inc-1/1', seconds, body),
    };
    expect(new Webhook(vector.secret).verify(body, headers)).toMatchObject({ type: 'page.trigger' });
  });

  it('needs a secret that is whsec_ and base64', () => {
    expect(keyOf('whsec_not base64!')).toBeNull();
    expect(keyOf('whsec_')).toBeNull();
    expect(keyOf(vector.secret)?.length).toBe(31);
  });
});

describe('the body of a webhook', () => {
  it('holds the whole page, and is the same on every try', () => {
    const page = aPage({ kind: 'close' });
    expect(JSON.parse(webhookBody(page))).toEqual({
      type: 'page.close',
      timestamp: '2026-11-21T01:16:00.000Z',
      data: page,
    });
    expect(webhookBody(page)).toBe(webhookBody({ ...page }));
  });
});
