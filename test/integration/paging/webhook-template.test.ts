import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookChannel } from '../../../electron/paging/channels/webhook.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../harness/webhook-receiver.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');
const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

let receiver: WebhookReceiver;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createWebhookChannel>;

beforeEach(async () => {
  clock = movableClock(NOW);
  receiver = await startWebhookReceiver({ secret: SECRET, now: clock.now });
  channel = createWebhookChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await receiver.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'hook',
    type: 'webhook',
    url: receiver.url,
    secret: SECRET,
    ...more,
  }) as ChannelSettingsOf<'webhook'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });

describe('a webhook with a template', () => {
  it('sends a body of the user’s own, signed as it is sent, and the same on every try', async () => {
    const template = '{"text": "{{title}}: {{text}}", "urgent": true}';
    const page = aPage({ text: 'it said "ünmöglich" \ud800' });
    await send(page, { template });
    await send(page, { template, headers: { 'Content-Type': 'text/html' } });
    const [first, second] = receiver.tries;
    expect(JSON.parse(first?.body ?? '')).toEqual({ text: `DOWN api-gateway: ${page.text}`, urgent: true });
    expect([first?.problem, second?.problem, second?.body]).toEqual([null, null, first?.body]);
    expect(second?.headers['content-type']).toBe('application/json');
  });

  it('names the content type of that body', async () => {
    receiver.behave({ kind: 'answer', status: 204 });
    const delivery = await send(aPage({ title: '½ <b>' }), {
      template: '{{title}}',
      contentType: 'text/plain; charset=utf-8',
    });
    expect(delivery).toMatchObject({ status: 'accepted' });
    expect(receiver.tries[0]).toMatchObject({
      body: '½ <b>',
      problem: null,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  });

  it('hides what in that body looks like a token', () => {
    const template = '{"token": "azGDORePK8gMaC0QOYAMyEEuzJnyUi", "message": "{{title}}"}';
    expect(channel.secrets(settings({ template }))).toContain('azGDORePK8gMaC0QOYAMyEEuzJnyUi');
  });
});
