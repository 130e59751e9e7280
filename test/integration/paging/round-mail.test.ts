/** Mails of rounds on the wire: the recorded ones of the status server, line for line, with the headers that those had not. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSmtpChannel } from '../../../electron/paging/channels/smtp.ts';
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { movableClock } from '../../harness/clock.ts';
import { noMemory } from '../../harness/memory.ts';
import { readMail } from '../../harness/read-mail.ts';
import { startSmtpEmulator } from '../../harness/smtp-emulator.ts';

const RECORDED = ['first', 'jump-lost', 'available-with-issue', 'all-clear'] as const;

/** A recorded mail as a message of ours. */
function recorded(name: (typeof RECORDED)[number]): CallerMessage {
  const raw = readFileSync(new URL(`../../fixtures/mails/practable-${name}.eml`, import.meta.url), 'latin1');
  const { headers, text } = readMail(raw);
  const list = (header: string) => (headers[header] ?? '').split(',');
  return {
    id: `practable-lab-1-${name}`,
    to: { way: 'round', to: list('to'), cc: list('cc'), name: 'The Lab', subject: headers.subject ?? '' },
    text,
    url: null,
    at: Date.UTC(2026, 10, 21, 4, 15),
  };
}

const settingsOf = (host: string, port: number) =>
  ChannelFile.parse({
    ...{ id: 'mail', type: 'smtp', host, port, security: 'none', from: 'pager@example.org', to: 'kim@example.org' },
  }) as ChannelSettingsOf<'smtp'>;

const send = (message: CallerMessage, settings: ChannelSettingsOf<'smtp'>) =>
  createSmtpChannel().tell?.(message, settings, {
    ...{ signal: new AbortController().signal, clock: movableClock(), memory: noMemory },
  });

async function received(message: CallerMessage) {
  const server = await startSmtpEmulator();
  onTestFinished(async () => {
    await server.idle();
    await server.close();
  });
  expect(await send(message, settingsOf(server.host, server.port))).toMatchObject({ status: 'accepted' });
  return server.received;
}

describe('the mail of a round', () => {
  it.each(RECORDED)('arrives line for line as it was recorded: %s', async (name) => {
    const message = recorded(name);
    const [mail] = await received(message);
    const { headers, text } = readMail(mail?.text ?? '');
    expect(text).toBe(message.text);
    expect(mail).toMatchObject({ from: 'pager@example.org', to: ['to1@test.org', 'to2@test.org', 'cc@test.org'] });
    expect(headers).toMatchObject({ to: 'to1@test.org, to2@test.org', cc: 'cc@test.org' });
    expect(headers.subject?.trim()).toMatch(/^app\.example\.org\/tenant \d new health events$/);
  });

  it('says who sent it, when, and which it is, which the recorded ones did not', async () => {
    const [mail] = await received(recorded('first'));
    expect(readMail(mail?.text ?? '').headers).toMatchObject({
      from: 'The Lab <pager@example.org>',
      date: 'Sat, 21 Nov 2026 04:15:00 +0000',
      'message-id': '<watchbell.practable-lab-1-first@example.org>',
      'auto-submitted': 'auto-generated',
    });
  });

  it('is the same bytes on every try', async () => {
    const [[one], [other]] = [await received(recorded('first')), await received(recorded('first'))];
    expect(one?.text).toBe(other?.text);
  });

  it('without anybody in copy has no empty header', async () => {
    const message = recorded('first');
    const to = { ...message.to, cc: [] } as CallerMessage['to'];
    const [mail] = await received({ ...message, to });
    expect(readMail(mail?.text ?? '').headers).not.toHaveProperty('cc');
  });
});
