/**
 * Whatever a service answers to whoever listens: the listener goes on, tells trouble in words on one line, and an answer that it hands
 * on is one of the forms that there are. Over real connections.
 */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNtfyChannel } from '../../../electron/paging/channels/ntfy.ts';
import { createPushoverChannel } from '../../../electron/paging/channels/pushover.ts';
import { createSnppChannel } from '../../../electron/paging/channels/snpp.ts';
import { createTelegramChannel } from '../../../electron/paging/channels/telegram.ts';
import { createTwilioChannel } from '../../../electron/paging/channels/twilio.ts';
import { createTwilioVoiceChannel } from '../../../electron/paging/channels/twilio-voice.ts';
import { createWctpChannel } from '../../../electron/paging/channels/wctp.ts';
import { ChannelFile } from '../../../shared/model/channel.ts';
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS, near } from '../../harness/fuzz.ts';
import { eventually, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { replayingServer } from '../../harness/replaying-server.ts';
import { messageReply, statusInfo } from '../../harness/wctp-emulator.ts';

/** A connection is dearer than a call, and each look has some. */
const RUNS = Math.ceil(FUZZ_RUNS / 10);

/** Of the event loop: a reply over loopback needs a few. */
const MANY_TURNS = 5_000;
/** Conversations in one look that may hang: what became of three pages, and words to who answered them; and as many of a next one. */
const MOST_HANGING = 8;

const http = (body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const button = JSON.stringify(JSON.stringify({ page: 'inc-1/1', say: 'ack', of: 'abc', title: 'DOWN api' }));
const NTFY = `{"id":"m1","time":1795234590,"event":"message","topic":"t","message":${button}}\n{"id":"m2","time":1795234591,"event":"message","topic":"t","message":"217 ack"}\n`;
const TELEGRAM =
  '{"ok":true,"result":[{"update_id":1000,"callback_query":{"id":"q","from":{"id":7,"username":"kim"},"message":{"message_id":1,"chat":{"id":1},"text":"DOWN api\\n503"},"data":"ack inc-1/1"}}]}';
const PUSHOVER = '{"status":1,"acknowledged":1,"acknowledged_by_device":"phone","expired":0,"expires_at":1795238190}';
const RECEIPT = { receipt: 'r1', page: 'inc-1/1', key: 'k', until: Number.MAX_SAFE_INTEGER };

const TWILIO = {
  accountSid: 'AC1',
  authToken: 'tw-token',
  from: '+447700900999',
  to: '+447700900123',
  baseUrl: 'http://127.0.0.1:PORT',
};
const sms = (sid: string, direction: string, status: string, body: string) => ({
  sid,
  direction,
  status,
  body,
  error_code: null,
  date_sent: 'Mon, 05 Jan 2026 00:00:00 +0000',
});
const TWILIO_LIST = JSON.stringify({
  messages: [
    sms('SM2', 'inbound', 'received', 'ack 2h'),
    sms('SM1', 'outbound-api', 'undelivered', 'DOWN api'),
    { ...sms('SM3', 'inbound', 'received', 'The shop is down'), from: '+447700900666' },
  ],
});
const WCTP = `<?xml version="1.0"?>\n<wctp-Operation wctpVersion="wctp-dtd-v1r3"><wctp-PollResponse minNextPollInterval="9"><wctp-Message sequenceNo="1">${messageReply('m1', 'ack 2h')}</wctp-Message><wctp-Message sequenceNo="2">${statusInfo('m1', '<wctp-Failure errorCode="500" errorText="late"/>')}</wctp-Message></wctp-PollResponse></wctp-Operation>`;

const SENT = { page: 'inc-1/1', key: 'inc-1', passCode: '2', at: Date.UTC(2026, 0, 5), known: 'sent', over: false };
const SNPP =
  '220 Ready\r\n888 3 951016152300+0000 1 Mine\r\n250 OK\r\n870 2 951016152300 Read\r\n889 3 951016152300 ack 2h\r\n250 OK\r\n';

/** `patience`: how long one question may take, ms; any other single wait means that the look has ended. */
const stories = [
  {
    type: 'ntfy' as const,
    create: createNtfyChannel,
    settings: { topic: 'oncall', answers: 'oncall-answers-9f2c41', baseUrl: 'http://127.0.0.1:PORT' },
    said: NTFY,
    memory: undefined,
    patience: 15_000,
  },
  {
    type: 'telegram' as const,
    create: createTelegramChannel,
    settings: { botToken: '1:AAbot-token', chatId: 1, baseUrl: 'http://127.0.0.1:PORT' },
    said: TELEGRAM,
    memory: undefined,
    patience: 65_000,
  },
  {
    type: 'pushover' as const,
    create: createPushoverChannel,
    settings: { token: 't'.repeat(30), userKey: 'u'.repeat(30), baseUrl: 'http://127.0.0.1:PORT' },
    said: PUSHOVER,
    memory: { open: [RECEIPT] },
    patience: 10_000,
  },
  {
    type: 'twilio-sms' as const,
    create: createTwilioChannel,
    settings: { ...TWILIO, replies: true },
    said: TWILIO_LIST,
    memory: {
      awaited: [{ pageId: 'inc-1/1', sid: 'SM1', at: 0 }],
      sentAt: 0,
      since: 0,
      heard: [],
      strangers: { since: 0, heard: [] },
    },
    patience: 15_000,
  },
  {
    type: 'twilio-voice' as const,
    create: createTwilioVoiceChannel,
    settings: TWILIO,
    said: '{"sid":"CA1","status":"completed","answered_by":"machine_start"}',
    memory: { awaited: [{ pageId: 'inc-1/1', sid: 'CA1', at: 0 }], sentAt: 0, since: null, heard: [] },
    patience: 15_000,
  },
  {
    type: 'wctp' as const,
    create: createWctpChannel,
    settings: { url: 'http://127.0.0.1:PORT/wctp', senderId: 'us', recipient: '5551212', replies: true },
    said: WCTP,
    memory: { awaited: [{ pageId: 'inc-1/1', messageId: 'm1', at: 0, fared: false }], heard: [] },
    patience: 15_000,
  },
  {
    type: 'snpp' as const,
    create: createSnppChannel,
    settings: { host: '127.0.0.1', port: 'PORT', pager: '5551212', twoWay: true },
    said: SNPP,
    memory: { open: ['1', '2', '3'].map((tag) => ({ ...SENT, tag })), oneWay: null },
    patience: 10_000,
    lines: true,
  },
];

describe('whoever listens goes on', { timeout: FUZZ_TIMEOUT_MS * 2 }, () => {
  it.each(stories)('$type', async ({ type, create, settings, said, memory, patience, lines = false }) => {
    const server = await replayingServer();
    const channel = create();
    onTestFinished(() => channel.close?.());
    const own = JSON.stringify({ id: 'it', type, ...settings });
    const file = JSON.parse(own.replace('"PORT"', `${server.port}`).replace('PORT', `${server.port}`));
    const wire = lines ? (text: string) => text : http;
    const look = async (answer: string, mayHang = lines) => {
      server.says({ segments: lines ? answer.split(/(?<=\n)/) : [answer], greets: lines });
      const ear = startListening(channel as never, ChannelFile.parse(file) as never, {
        memory: aMemory(memory),
        called: () => 'heard',
      });
      const ended = () => ear.waits().length === 1 && ear.waits()[0] !== patience;
      // Where each waits for the other's next line, only time helps; what is said after it may hang as well.
      for (let hung = 0; !ended(); hung += 1) {
        expect(hung).toBeLessThan(MOST_HANGING);
        let turns = 0;
        await eventually('the end of a look', () => ended() || (mayHang && ++turns > MANY_TURNS), ear.waits);
        await (!ended() && ear.clock.advance(patience));
      }
      await ear.stop();
      for (const { pageId, said: words, from } of ear.answers) {
        expect(pageId === null || pageId.length > 0).toBe(true);
        // Lines stay apart: the first one counts, a signature may follow.
        expect(`${words}${from}`.replaceAll('\n', ' ')).not.toMatch(/\p{Cc}|undefined/u);
        expect(words.length).toBeLessThanOrEqual(200);
      }
      for (const reason of ear.troubles) {
        expect(reason).not.toMatch(/\p{Cc}|undefined|listening failed/u);
      }
      for (const { fate } of ear.fates) {
        expect('reason' in fate ? fate.reason : '').not.toMatch(/\p{Cc}|undefined/u);
      }
      expect(ear.calls.every(({ id, from, said: words }) => id !== '' && typeof `${from}${words}` === 'string')).toBe(
        true,
      );
      return ear.answers.length + ear.fates.length;
    };
    const answers = fc.oneof(
      { weight: 6, arbitrary: near(said).map(wire) },
      { weight: 2, arbitrary: near(wire(said)) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 64 }).map(wire) },
    );
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => void (await look(answer))),
      { numRuns: RUNS },
    );
    expect(await look(wire(said), false)).toBeGreaterThan(0);
  });
});
