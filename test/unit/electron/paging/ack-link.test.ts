/** The acknowledge link of a page, as each service shows it: where nothing better leads back, and never where it does not fit. */
import { describe, expect, it } from 'vitest';
import { ntfyMessage } from '../../../../electron/paging/channels/ntfy-message.ts';
import { pushoverForm } from '../../../../electron/paging/channels/pushover-form.ts';
import { telegramMessage } from '../../../../electron/paging/channels/telegram-message.ts';
import { webhookBody } from '../../../../electron/paging/channels/webhook.ts';
import { PushoverChannel } from '../../../../shared/model/channels/pushover.ts';
import { TelegramChannel } from '../../../../shared/model/channels/telegram.ts';
import { fillTemplate, readTemplate } from '../../../../shared/rules/template.ts';
import { mailText } from '../../../../shared/rules/words/mail-text.ts';
import { linkedSms, smsText } from '../../../../shared/rules/words/short-texts.ts';
import { aPage } from '../../../harness/page.ts';

const URL = 'https://pager.example.org/ack/api.mk3v1q9c~1~kim~mk5a8k00~AAAAAAAAAAAAAAAAAAAAAA';
const linked = aPage({ ackUrl: URL });
const long = aPage({ ackUrl: `https://pager.example.org/${'x'.repeat(3_000)}` });

describe('the acknowledge link', () => {
  it('stands in a mail below what happened', () => {
    expect(mailText(linked).body).toContain(`\n\nAcknowledge (yours alone, works once):\n${URL}\n\n`);
    expect(mailText(aPage()).body).not.toContain('Acknowledge');
  });

  it('ends an SMS, and is left out rather than cut', () => {
    expect(linkedSms(linked)).toBe(`${smsText(linked)}\nMine: ${URL}`);
    expect(linkedSms(long)).toBe(smsText(long));
  });

  it('is a button in ntfy where no topic hears answers', () => {
    const place = { baseUrl: 'https://ntfy.sh', topic: 'kim' };
    expect(ntfyMessage(linked, place).actions).toEqual([{ action: 'view', label: 'Acknowledge', url: URL }]);
    expect(ntfyMessage(linked, { ...place, answers: 'kim-answers' }).actions).toMatchObject([
      { action: 'http' },
      { action: 'http' },
    ]);
    expect(ntfyMessage(long, place).actions).toBeUndefined();
  });

  it('is the link of a Pushover message that does not ring until it is acknowledged there', () => {
    const channel = PushoverChannel.parse({
      id: 'p',
      type: 'pushover',
      token: 'a'.repeat(30),
      userKey: 'u'.repeat(30),
    });
    const high = { ...linked, severity: 'high' as const, runbook: 'https://wiki.example.org/api' };
    expect(pushoverForm(high, channel).get('url')).toBe(URL);
    expect(pushoverForm({ ...high, severity: 'critical' }, channel).get('url')).toBe(high.runbook);
    expect(pushoverForm({ ...high, ackUrl: long.ackUrl as string }, channel).get('url')).toBe(high.runbook);
  });

  it('is a line in Telegram where there are no buttons', () => {
    const channel = (buttons: boolean) =>
      TelegramChannel.parse({ id: 't', type: 'telegram', botToken: `1:${'a'.repeat(35)}`, chatId: '1', buttons });
    expect(JSON.stringify(telegramMessage(linked, channel(false)))).toContain(URL);
    expect(JSON.stringify(telegramMessage(linked, channel(true)))).not.toContain(URL);
  });

  it('is a field of a webhook', () => {
    expect(JSON.parse(webhookBody(linked))).toMatchObject({ data: { ackUrl: URL } });
    const template = readTemplate('{"link": "{{ackUrl}}"}');
    expect(fillTemplate(template, linked, 'application/json')).toBe(`{"link": "${URL}"}`);
    expect(fillTemplate(template, aPage(), 'application/json')).toBe('{"link": ""}');
  });
});
