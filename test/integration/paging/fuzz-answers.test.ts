/**
 * Whatever a receiver answers: one delivery of the four that there are, its words on one line and short; and a page counts as taken
 * only when the receiver has said so. Over real connections, through the door that every page goes through.
 */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ChannelFile } from '../../../shared/model/channel.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS, near } from '../../harness/fuzz.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { unhurriedClock } from '../../harness/probing.ts';
import { realChannels } from '../../harness/real-channels.ts';
import { replayingServer } from '../../harness/replaying-server.ts';

/** A connection is dearer than a call: a fifth of what a parser gets. */
const RUNS = Math.ceil(FUZZ_RUNS / 5);
/** ms; a receiver that waits for us to go on costs so much. */
const PATIENCE_MS = 150;

const http = (status: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nRetry-After: 30\r\n\r\n${body}`;
const ACCEPTED = http('201 Created', '{"sid":"SM0123456789abcdef","status":"queued","error_code":null}');
const FAILED = http('201 Created', '{"sid":"SM0123456789abcdef","status":"failed","error_code":30003}');
const WRONG = http('400 Bad Request', '{"code":21211,"message":"The \'To\' number is not valid.","status":400}');
const NTFY = http('200 OK', '{"id":"hwQ2YpKdmg","time":1795234590,"event":"message","topic":"oncall"}');
const PUSHOVER = http('200 OK', '{"status":1,"request":"647d2300","receipt":"rabcdefghijklmnopqrstuvwxyz012"}');
const TELEGRAM = http('200 OK', '{"ok":true,"result":{"message_id":5,"date":1795234590,"chat":{"id":1}}}');
const PAGERDUTY = http('202 Accepted', '{"status":"success","message":"Event processed","dedup_key":"inc-1"}');
const VONAGE = http('200 OK', '{"message-count":"1","messages":[{"message-id":"0A0000000123ABCD1","status":"0"}]}');
const VONAGE_NO = http('200 OK', '{"message-count":"1","messages":[{"status":"4","error-text":"Bad Credentials"}]}');
const wctp = (verdict: string) =>
  http(
    '200 OK',
    `<?xml version="1.0"?>\n<wctp-Operation wctpVersion="1"><wctp-Confirmation>${verdict}</wctp-Confirmation></wctp-Operation>`,
  );
const WCTP = wctp('<wctp-Success successCode="200" successText="Message accepted">Accepted</wctp-Success>');
const WCTP_NO = wctp('<wctp-Failure errorCode="403" errorText="Invalid recipientID"/>');
const TAP = ['ID=', '110 1.8\r\x06\r\x1b[p\r', '211 Page(s) Sent Successfully\r\x06\r', '\x1b\x04\r'];
const SNPP = ['220 SNPP Gateway Ready\r\n', '250 Pager ID Accepted\r\n', '250 Message OK\r\n', '250 Message Sent\r\n'];
const SMTP = [
  '220 mail.example.org ESMTP\r\n',
  '250-mail.example.org\r\n250 SIZE 100000\r\n',
  '250 2.1.0 Ok\r\n',
  '250 2.1.5 Ok\r\n',
  '354 End data with <CR><LF>.<CR><LF>\r\n',
  '250 2.0.0 Ok: queued as 1\r\n',
];

interface Story {
  readonly story: string;
  readonly channel: object;
  readonly said: readonly string[];
  readonly greets?: boolean;
  /** Once taken for a confirmation, or worse. */
  readonly found?: readonly (readonly string[])[];
  /** Whether these bytes may mean that the page was taken. */
  readonly taken: (said: readonly string[]) => boolean;
}

const says2xx = ([first = '']: readonly string[]) => /(?:^|\n)HTTP\/1\.[01] 2\d\d/.test(first);
const holdsAnId = (said: readonly string[]) => says2xx(said) && /"sid"/.test(said.join(''));
/** Asked for, logged on, let through and acknowledged. The eighth bit is a parity, and a terminal may send bytes that mean nothing. */
const acknowledged = (said: readonly string[]) => {
  const text = Array.from(said.join(''), (one) => String.fromCharCode(one.charCodeAt(0) & 0x7f))
    .filter((one) => (one >= ' ' && one <= '~') || '\r\n\x06\x15\x1b\x1e'.includes(one))
    .join('');
  return text.includes('ID=') && text.includes('\x1b[p') && text.split('\x06').length > 2;
};
/** A good reply to each of the four: greeting, PAGEr, MESSage, SEND. */
const confirmed = (said: readonly string[]) => (said.join('').match(/^[289]\d\d(?!\d)/gm)?.length ?? 0) >= SNPP.length;
/** A good first character of six lines: greeting, EHLO, MAIL, RCPT, DATA and the message. The last one is looked at whole. */
const queued = (said: readonly string[]) =>
  (said.join('').match(/^[23]/gm)?.length ?? 0) >= SMTP.length && /^2\d\d(?!\d)/m.test(said.join(''));

const stories: readonly Story[] = [
  {
    story: 'webhook taken',
    channel: { type: 'webhook', url: 'http://127.0.0.1:PORT/hook', secret: 'whsec_dGVzdA==' },
    said: [http('202 Accepted', '')],
    taken: says2xx,
  },
  {
    story: 'webhook refused',
    channel: { type: 'webhook', url: 'http://127.0.0.1:PORT/hook', secret: 'whsec_dGVzdA==' },
    said: [http('410 Gone', '{"error":"no such hook"}')],
    taken: says2xx,
  },
  ...[ACCEPTED, FAILED, WRONG].map((answer, index) => ({
    story: `Twilio, answer ${index + 1}`,
    channel: {
      type: 'twilio-sms',
      accountSid: 'AC1',
      authToken: 'tw-token',
      from: 'MG1',
      to: '+447700900123',
      baseUrl: 'http://127.0.0.1:PORT',
    },
    said: [answer],
    taken: holdsAnId,
  })),
  {
    story: 'ntfy',
    channel: { type: 'ntfy', topic: 'oncall', baseUrl: 'http://127.0.0.1:PORT' },
    said: [NTFY],
    taken: (said) => says2xx(said) && /"id".*"event":\s*"message"/s.test(said.join('')),
  },
  {
    story: 'Pushover',
    channel: {
      type: 'pushover',
      token: 'aAppToken0123456789aAppToken01',
      userKey: 'uUserKey0123456789uUserKey0123',
      baseUrl: 'http://127.0.0.1:PORT',
    },
    said: [PUSHOVER],
    taken: (said) => says2xx(said) && /"status":\s*1/.test(said.join('')),
  },
  {
    story: 'Telegram',
    channel: { type: 'telegram', botToken: '1:AAbot-token', chatId: 1, baseUrl: 'http://127.0.0.1:PORT' },
    said: [TELEGRAM],
    taken: (said) => says2xx(said) && /"ok":\s*true.*"message_id":\s*-?\d/s.test(said.join('')),
  },
  {
    story: 'PagerDuty',
    channel: { type: 'pagerduty', routingKey: 'R0123456789abcdefR0123456789abcd', baseUrl: 'http://127.0.0.1:PORT' },
    said: [PAGERDUTY],
    taken: (said) => says2xx(said) && /"status":\s*"success"/.test(said.join('')),
  },
  {
    story: 'Slack',
    channel: { type: 'slack', webhookUrl: 'http://127.0.0.1:PORT/services/T/B/x' },
    said: [http('200 OK', 'ok')],
    taken: (said) => says2xx(said) && said.join('').includes('ok'),
  },
  {
    story: 'Teams',
    channel: { type: 'teams', webhookUrl: 'http://127.0.0.1:PORT/workflows/x?sig=y' },
    said: [http('202 Accepted', '')],
    taken: says2xx,
  },
  {
    story: 'a call by Twilio',
    channel: {
      type: 'twilio-voice',
      accountSid: 'AC1',
      authToken: 'tw-token',
      from: '+447700900999',
      to: '+447700900123',
      baseUrl: 'http://127.0.0.1:PORT',
    },
    said: [http('201 Created', '{"sid":"CA0123456789abcdef","status":"queued"}')],
    taken: holdsAnId,
  },
  ...[VONAGE, VONAGE_NO].map((answer, index) => ({
    story: `Vonage, answer ${index + 1}`,
    channel: {
      type: 'vonage-sms',
      apiKey: 'abcd1234',
      apiSecret: 'secret-0123',
      from: 'Pager',
      to: '+447700900123',
      baseUrl: 'http://127.0.0.1:PORT',
    },
    said: [answer],
    taken: (said: readonly string[]) => says2xx(said) && /"status": ?"0"/.test(said.join('')),
  })),
  ...[WCTP, WCTP_NO].map((answer, index) => ({
    story: `WCTP, answer ${index + 1}`,
    channel: { type: 'wctp', url: 'http://127.0.0.1:PORT/wctp', senderId: 'us', recipient: '5551212' },
    said: [answer],
    taken: (said: readonly string[]) =>
      says2xx(said) && /<wctp-Success\s[^>]*successCode\s*=\s*["']2\d\d/.test(said.join('')),
  })),
  {
    story: 'TAP',
    channel: { type: 'tap', host: '127.0.0.1', port: 'PORT', pager: '5551212' },
    said: TAP,
    taken: acknowledged,
  },
  {
    story: 'SNPP',
    channel: { type: 'snpp', host: '127.0.0.1', port: 'PORT', pager: '5551212' },
    said: SNPP,
    found: [[...SNPP.slice(0, 3), '99950 Message Sent\r\n']],
    greets: true,
    taken: confirmed,
  },
  {
    story: 'SMTP',
    channel: {
      type: 'smtp',
      host: '127.0.0.1',
      port: 'PORT',
      security: 'none',
      from: 'a@example.org',
      to: 'b@example.org',
    },
    said: SMTP,
    greets: true,
    taken: queued,
  },
];

function misheard(said: readonly string[]): fc.Arbitrary<readonly string[]> {
  const changed = fc
    .tuple(fc.nat(said.length - 1), fc.constantFrom(0, 0, 0, said.length))
    .chain(([at, more]) => near(said[at] ?? '').map((text) => said.with(at, text).slice(0, at + 1 + more)));
  const foreign = fc.uint8Array({ maxLength: 64 }).map((bytes) => [Buffer.from(bytes).toString('latin1')]);
  return fc.oneof({ weight: 8, arbitrary: changed }, { weight: 1, arbitrary: foreign });
}

function sound(delivery: Delivery): void {
  switch (delivery.status) {
    case 'accepted':
    case 'delivered':
      fits(delivery.reference ?? 'none');
      break;
    case 'try-later':
      expect(delivery.afterMs ?? 0).toBeGreaterThanOrEqual(0);
      fits(delivery.reason);
      break;
    case 'refused':
      fits(delivery.reason);
      break;
  }
}

function fits(words: string): void {
  expect(words).not.toBe('');
  expect(words).not.toMatch(/\p{Cc}|undefined|\[object/u);
  expect(words.length).toBeLessThanOrEqual(300);
}

describe('a page is delivered in one of four ways, whatever is answered', { timeout: FUZZ_TIMEOUT_MS * 2 }, () => {
  it.each(stories)('$story', async ({ channel, said, greets = false, found = [], taken }) => {
    const server = await replayingServer();
    const channels = realChannels();
    onTestFinished(() => channels.close());
    const file = JSON.stringify({ id: 'it', ...channel }).replaceAll('"PORT"', `${server.port}`);
    const settings = ChannelFile.parse(JSON.parse(file.replaceAll('PORT', `${server.port}`)));
    const send = async (segments: readonly string[]) => {
      server.says({ segments, greets });
      return channels.send(aPage(), settings, {
        signal: AbortSignal.timeout(PATIENCE_MS),
        clock: unhurriedClock,
        memory: aMemory(),
      });
    };
    await fc.assert(
      fc.asyncProperty(misheard(said), async (segments) => {
        const delivery = await send(segments);
        sound(delivery);
        if (delivery.status === 'accepted' || delivery.status === 'delivered') {
          expect(taken(segments)).toBe(true);
        }
      }),
      { numRuns: RUNS, examples: found.map((segments) => [segments] as const) },
    );
    sound(await send(said));
  });
});
