import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../../electron/engine/ports/channel.ts';
import { createNtfyChannel } from '../../../../electron/paging/channels/ntfy.ts';
import { createPagerDutyChannel } from '../../../../electron/paging/channels/pagerduty.ts';
import { createPushoverChannel } from '../../../../electron/paging/channels/pushover.ts';
import { scrub } from '../../../../electron/paging/channels/secrets.ts';
import { createSlackChannel } from '../../../../electron/paging/channels/slack.ts';
import { createSmtpChannel } from '../../../../electron/paging/channels/smtp.ts';
import { createSnppChannel } from '../../../../electron/paging/channels/snpp.ts';
import { createTapChannel } from '../../../../electron/paging/channels/tap.ts';
import { createTeamsChannel } from '../../../../electron/paging/channels/teams.ts';
import { createTelegramChannel } from '../../../../electron/paging/channels/telegram.ts';
import { createTwilioChannel } from '../../../../electron/paging/channels/twilio.ts';
import { createTwilioVoiceChannel } from '../../../../electron/paging/channels/twilio-voice.ts';
import { createVonageChannel } from '../../../../electron/paging/channels/vonage-sms.ts';
import { createWctpChannel } from '../../../../electron/paging/channels/wctp.ts';
import { createWebhookChannel } from '../../../../electron/paging/channels/webhook.ts';
import { ChannelFile, type ChannelSettings, type ChannelType } from '../../../../shared/model/channel.ts';

const webhook = ChannelFile.parse({
  id: 'hook',
  type: 'webhook',
  url: 'https://kim:s3cr%25et@hooks.example.org/T01/abcdEFGH?token=qwertz',
  secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==',
  headers: { Authorization: 'Bearer tok-123456' },
});
const twilio = ChannelFile.parse({
  id: 'sms',
  type: 'twilio-sms',
  accountSid: 'AC1',
  authToken: 'tw-token',
  from: 'MG1',
  to: '+447700900123',
});
const call = ChannelFile.parse({
  id: 'call',
  type: 'twilio-voice',
  accountSid: 'AC1',
  authToken: 'tw-token',
  from: '+447700900999',
  to: '+447700900123',
});
const vonage = ChannelFile.parse({
  id: 'sms',
  type: 'vonage-sms',
  apiKey: 'abcd1234',
  apiSecret: 'v0nage-secret',
  from: 'Pager',
  to: '+447700900123',
});
const wctp = ChannelFile.parse({
  id: 'pager',
  type: 'wctp',
  url: 'https://gw/wctp',
  senderId: 'us',
  securityCode: 'wctp-c0de',
  recipient: '5551212',
});
const tap = ChannelFile.parse({ id: 'pager', type: 'tap', host: 'h', port: 1, pager: '5551212', password: 't4pword' });
const snpp = ChannelFile.parse({
  id: 'pager',
  type: 'snpp',
  host: 'h',
  pager: '5551212',
  login: { id: 'kim', password: 'pa55word' },
});
const ntfy = ChannelFile.parse({
  id: 'push',
  type: 'ntfy',
  topic: 'oncall-7d1f',
  answers: 'oncall-answers-9f2c41',
  login: { user: 'kim', password: 'ntfy-pw' },
});
const smtp = ChannelFile.parse({
  id: 'mail',
  type: 'smtp',
  host: 'h',
  login: { user: 'pager', password: 'm41lword' },
  from: 'pager@example.org',
  to: 'kim@example.org',
});
const pushover = ChannelFile.parse({
  id: 'phone',
  type: 'pushover',
  token: 'aAppToken0123456789aAppToken01',
  userKey: 'uUserKey0123456789uUserKey0123',
});
const telegram = ChannelFile.parse({ id: 'chat', type: 'telegram', botToken: '123456:AAbot-token', chatId: 42 });
const pagerduty = ChannelFile.parse({ id: 'pd', type: 'pagerduty', routingKey: 'R0123456789abcdefR0123456789abcd' });
const slack = ChannelFile.parse({
  id: 'slack',
  type: 'slack',
  webhookUrl: 'https://hooks.slack.com/services/T01/B02/sLaCkToKeN',
});
const teams = ChannelFile.parse({
  id: 'teams',
  type: 'teams',
  webhookUrl: 'https://prod.logic.azure.com/workflows/w0rkfl0w/triggers/manual/paths/invoke?sv=1.0&sig=sIgNaTuRe',
});

const adapters = {
  webhook: createWebhookChannel(),
  'twilio-sms': createTwilioChannel(),
  'twilio-voice': createTwilioVoiceChannel(),
  'vonage-sms': createVonageChannel(),
  wctp: createWctpChannel(),
  tap: createTapChannel(),
  snpp: createSnppChannel(),
  ntfy: createNtfyChannel(),
  smtp: createSmtpChannel(),
  pushover: createPushoverChannel(),
  slack: createSlackChannel(),
  teams: createTeamsChannel(),
  pagerduty: createPagerDutyChannel(),
  telegram: createTelegramChannel(),
};

function secretsOf(settings: ChannelSettings): readonly string[] {
  const adapter = adapters[settings.type as keyof typeof adapters] as Pick<Channel<ChannelType>, 'secrets'>;
  return adapter.secrets(settings);
}

describe('a reason', () => {
  it.each<{ story: string; settings: ChannelSettings; said: string }>([
    { story: 'a webhook secret', settings: webhook, said: 'bad secret whsec_MDEyMzQ1Njc4OWFiY2RlZg==' },
    { story: 'a webhook secret without its prefix', settings: webhook, said: 'key MDEyMzQ1Njc4OWFiY2RlZg==' },
    { story: 'a header’s token', settings: webhook, said: 'token tok-123456 has expired' },
    { story: 'a token in a path', settings: webhook, said: 'POST /T01/abcdEFGH not allowed' },
    { story: 'a token in a query', settings: webhook, said: 'unknown token "qwertz"' },
    { story: 'a password in an address', settings: webhook, said: 'kim, s3cr%et is wrong' },
    { story: 'a login in an address, as HTTP writes it', settings: webhook, said: `Basic ${btoa('kim:s3cr%et')}` },
    { story: 'Twilio’s token', settings: twilio, said: 'tw-token is not valid' },
    {
      story: 'Twilio’s login, as HTTP writes it',
      settings: twilio,
      said: `authorization: Basic ${btoa('AC1:tw-token')}`,
    },
    { story: 'the token of a caller', settings: call, said: 'tw-token is not valid' },
    { story: 'Vonage’s secret', settings: vonage, said: 'v0nage-secret is not valid' },
    { story: 'a WCTP security code', settings: wctp, said: 'code wctp-c0de is wrong' },
    { story: 'a TAP password', settings: tap, said: '509 t4pword is wrong' },
    { story: 'a mail password', settings: smtp, said: '535 m41lword is wrong' },
    {
      story: 'a mail login, as AUTH PLAIN says it',
      settings: smtp,
      said: `500 AUTH PLAIN ${btoa('\0pager\0m41lword')}`,
    },
    { story: 'a mail password, as AUTH LOGIN says it', settings: smtp, said: `500 ${btoa('m41lword')}` },
    { story: 'a gateway’s password', settings: snpp, said: '550 LOGI kim pa55word' },
    { story: 'an open topic', settings: ntfy, said: 'topic oncall-7d1f is reserved' },
    { story: 'the topic of answers', settings: ntfy, said: 'no access to oncall-answers-9f2c41' },
    { story: 'Pushover’s token', settings: pushover, said: 'aAppToken0123456789aAppToken01 is over its limit' },
    { story: 'a user’s key', settings: pushover, said: 'no user uUserKey0123456789uUserKey0123' },
    { story: 'a bot’s token', settings: telegram, said: 'POST /bot123456:AAbot-token/sendMessage not found' },
    { story: 'a routing key', settings: pagerduty, said: 'no service for R0123456789abcdefR0123456789abcd' },
    { story: 'a webhook of Slack', settings: slack, said: 'no such hook: sLaCkToKeN' },
    { story: 'the signature of a workflow', settings: teams, said: 'sIgNaTuRe does not match' },
    { story: 'ntfy’s login, as HTTP writes it', settings: ntfy, said: `Basic ${btoa('kim:ntfy-pw')}` },
  ])('never holds $story', ({ settings, said }) => {
    const delivery = scrub({ status: 'refused', reason: said }, secretsOf(settings));
    expect(delivery).toMatchObject({ reason: expect.stringContaining('[secret]') });
    for (const secret of [
      'MDEyMzQ1',
      'tok-123456',
      'abcdEFGH',
      'qwertz',
      's3cr%et',
      'tw-token',
      'pa55word',
      'oncall-',
      'aAppToken',
      'uUserKey',
      'sLaCkToKeN',
      'sIgNaTuRe',
      'R0123456789',
      'AAbot-token',
      btoa('kim:ntfy-pw'),
      'm41lword',
      't4pword',
      'wctp-c0de',
      'v0nage-secret',
      btoa('m41lword'),
      btoa('\0pager\0m41lword'),
      btoa('kim:s3cr%et'),
      btoa('AC1:tw-token'),
    ]) {
      expect(JSON.stringify(delivery)).not.toContain(secret);
    }
  });

  it('keeps its other words, and so does a reference', () => {
    expect(scrub({ status: 'refused', reason: '550 Invalid Pager ID' }, secretsOf(snpp))).toEqual({
      status: 'refused',
      reason: '550 Invalid Pager ID',
    });
    expect(scrub({ status: 'accepted', reference: '"250 sent for pa55word"' }, secretsOf(snpp))).toEqual({
      status: 'accepted',
      reference: '"250 sent for [secret]"',
    });
  });

  it('is cut only after its secrets are gone: half a password is one too', () => {
    const delivery = scrub(
      { status: 'refused', reason: `${'x'.repeat(292)}pa55word${'x'.repeat(99)}` },
      secretsOf(snpp),
    );
    expect(delivery).toEqual({ status: 'refused', reason: `${'x'.repeat(292)}[secr...` });
  });

  it('does not stumble over an address with a lone percent sign', () => {
    const odd = ChannelFile.parse({ ...webhook, url: 'https://kim:50%off@hooks.example.org/' });
    expect(scrub({ status: 'refused', reason: 'password 50%off' }, secretsOf(odd))).toMatchObject({
      reason: 'password [secret]',
    });
  });
});
