/** News to subscribers on the wire: a mail of a list that can be ended by one click, and a signed POST to a program. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSmtpChannel } from '../../../electron/paging/channels/smtp.ts';
import { createWebhookChannel } from '../../../electron/paging/channels/webhook.ts';
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { ByNewsMail } from '../../../shared/model/subscriber-news.ts';
import { movableClock } from '../../harness/clock.ts';
import { noMemory } from '../../harness/memory.ts';
import { readMail } from '../../harness/read-mail.ts';
import { type SmtpEmulatorOptions, startSmtpEmulator } from '../../harness/smtp-emulator.ts';
import { startWebhookReceiver } from '../../harness/webhook-receiver.ts';

const LEAVE = `https://pager.example.org/status/leave/${'x'.repeat(22)}.${'y'.repeat(22)}`;
const SECRET = 'whsec_dGhlIHNlY3JldCBvZiBhIHRlc3Q=';

const news = (to: Partial<ByNewsMail> = {}): CallerMessage => ({
  id: 'news-abc-1-q',
  to: {
    way: 'news',
    to: 'ann@example.org',
    from: null,
    name: 'Wetter & Söhne',
    subject: '[Wetter] Shop: Ausgefallen – jetzt',
    list: 'status.pager.example.org',
    leave: LEAVE,
    ...to,
  },
  text: 'Shop: Ausgefallen\n',
  url: 'https://pager.example.org/status/subscription/x.y',
  at: Date.UTC(2026, 4, 29, 12, 3),
});

const context = (clock = movableClock()) => ({ signal: new AbortController().signal, clock, memory: noMemory });

async function mailServer(options: SmtpEmulatorOptions = {}) {
  const server = await startSmtpEmulator(options);
  onTestFinished(async () => {
    await server.idle();
    await server.close();
  });
  const { host, port } = server;
  const settings = ChannelFile.parse({
    ...{ id: 'mail', type: 'smtp', host, port, security: 'none' },
    ...{ from: 'pager@example.org', to: 'kim@example.org' },
  }) as ChannelSettingsOf<'smtp'>;
  const channel = createSmtpChannel();
  return { server, tell: (message = news()) => channel.tell?.(message, settings, context()) };
}

describe('news by mail', () => {
  it('go to the subscriber alone, as a mail of a list that one click ends', async () => {
    const { server, tell } = await mailServer();
    expect(await tell()).toMatchObject({ status: 'accepted' });
    expect(server.received[0]).toMatchObject({ from: 'pager@example.org', to: ['ann@example.org'] });
    const { headers, text } = readMail(server.received[0]?.text ?? '');
    expect(text.trim()).toBe('Shop: Ausgefallen');
    expect(headers).toMatchObject({
      from: 'Wetter & Söhne <pager@example.org>',
      to: 'ann@example.org',
      subject: '[Wetter] Shop: Ausgefallen – jetzt',
      'message-id': '<watchbell.news-abc-1-q@example.org>',
      'list-id': '<status.pager.example.org>',
      'list-unsubscribe': `<${LEAVE}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
      precedence: 'bulk',
    });
  });

  it('are the same bytes on every try', async () => {
    const { server, tell } = await mailServer();
    await tell();
    await tell();
    expect(server.received[1]?.text).toBe(server.received[0]?.text);
  });

  it('come from the address that the configuration names', async () => {
    const { server, tell } = await mailServer();
    await tell(news({ from: 'status@example.com' }));
    expect(server.received[0]?.from).toBe('status@example.com');
    expect(readMail(server.received[0]?.text ?? '').headers['message-id']).toContain('@example.com>');
  });

  it('before somebody agreed are no list yet', async () => {
    const { server, tell } = await mailServer();
    await tell(news({ list: null, leave: null }));
    const { headers } = readMail(server.received[0]?.text ?? '');
    expect(Object.keys(headers).filter((name) => name.startsWith('list-'))).toEqual([]);
    expect(headers['auto-submitted']).toBe('auto-generated');
  });

  it.each([
    ['a mailbox that is not there', '550 5.1.1 no such user', { status: 'refused', receiver: true }],
    ['a mailbox that is full for now', '452 4.2.2 full', { status: 'try-later' }],
  ])('to %s are told apart', async (_, reply, expected) => {
    const { tell } = await mailServer({ knows: () => reply });
    expect(await tell()).toMatchObject(expected);
  });

  it('that the server refuses because of us do not blame the receiver', async () => {
    const { server, tell } = await mailServer();
    server.behave({ kind: 'say', at: 'MAIL', text: '550 5.7.1 not you' });
    const delivery = await tell();
    expect(delivery).toMatchObject({ status: 'refused' });
    expect(delivery).not.toHaveProperty('receiver');
  });
});

describe('news to a program', () => {
  const body = '{"type":"status.news","version":1}';
  const message: CallerMessage = { id: 'news-1', to: { way: 'hook' }, text: body, url: null, at: 0 };

  async function told(secret: string) {
    const clock = movableClock();
    const receiver = await startWebhookReceiver({ secret: SECRET, now: clock.now });
    const channel = createWebhookChannel();
    onTestFinished(async () => {
      await channel.close?.();
      await receiver.close();
    });
    const settings = { id: 'hook-x', type: 'webhook', url: receiver.url, secret, headers: {}, verifyTls: true };
    const delivery = await channel.tell?.(message, settings as ChannelSettingsOf<'webhook'>, context(clock));
    return { delivery, tried: receiver.tries[0] };
  }

  it('are one POST, signed as pages are', async () => {
    const { delivery, tried } = await told(SECRET);
    expect(delivery).toMatchObject({ status: 'accepted' });
    expect(tried).toMatchObject({ id: 'news-1', body, problem: null });
    expect(tried?.headers['content-type']).toBe('application/json');
  });

  it('go unsigned without a secret', async () => {
    const { tried } = await told('');
    expect(tried?.body).toBe(body);
    expect(tried?.headers).not.toHaveProperty('webhook-signature');
  });
});
