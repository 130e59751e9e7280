/**
 * The whole way there and back: a target fails, the page reaches the service over a real connection, somebody presses "Acknowledge"
 * there, and the running engine has it. Closed by recovery, which stops what rings and takes buttons away.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { eventually } from '../../harness/listening.ts';
import { startNtfyEmulator } from '../../harness/ntfy-emulator.ts';
import { startPushoverEmulator } from '../../harness/pushover-emulator.ts';
import { type RealChannels, realChannels } from '../../harness/real-channels.ts';
import { startSnppEmulator } from '../../harness/snpp-emulator.ts';
import { startTelegramEmulator } from '../../harness/telegram-emulator.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;

/** A phone at the other end of a channel. */
interface Phone {
  readonly channel: object;
  /** Messages that have reached it. */
  count(): number;
  acknowledge(): Promise<void>;
  /** What it shows when all is over. */
  over(): void;
  close(): Promise<void>;
}

const PHONES: Readonly<Record<string, () => Promise<Phone>>> = {
  async telegram() {
    const botToken = '123456:AAabc-DEF_0123456789';
    const telegram = await startTelegramEmulator({ botToken, chats: [42] });
    return {
      channel: { type: 'telegram', botToken, chatId: 42, baseUrl: telegram.url },
      count: () => telegram.messages.length,
      async acknowledge() {
        telegram.press('Acknowledge');
        await eventually('the reply', () => telegram.shown.length === 1);
        expect(telegram.shown).toEqual(['API: Yours until it is fixed']);
        const words = /\n\n» API: Yours until it is fixed$/;
        await eventually('the words below it', () => words.test(telegram.messages[0]?.text ?? ''));
      },
      over: () => expect(telegram.messages.map(({ buttons }) => buttons.length)).toEqual([0, 0]),
      close: telegram.close,
    };
  },
  async ntfy() {
    const ntfy = await startNtfyEmulator();
    const answers = 'oncall-answers-9f2c41';
    const shown = () => ntfy.messages.filter(({ topic }) => topic === 'oncall');
    return {
      channel: { type: 'ntfy', baseUrl: ntfy.url, topic: 'oncall', answers },
      count: () => shown().filter(({ message }) => !message.includes('Yours')).length,
      acknowledge: async () => void (await ntfy.press('oncall', 'Acknowledge')),
      over: () => {
        expect(shown().map(({ priority }) => priority)).toEqual([5, 2, 2]);
        expect(new Set(shown().map((message) => message.sequence_id)).size).toBe(1);
        expect(shown()[1]?.message).toBe('API: Yours until it is fixed');
      },
      close: ntfy.close,
    };
  },
  async pushover() {
    const account = { token: 'aAppToken0123456789aAppToken01', userKey: 'uUserKey0123456789uUserKey0123' };
    const pushover = await startPushoverEmulator(account);
    return {
      channel: { type: 'pushover', ...account, baseUrl: pushover.url },
      count: () => pushover.received.length,
      acknowledge: async () => pushover.acknowledge(pushover.received[0]?.receipt ?? '', 'phone'),
      over: () => expect([pushover.ringing(), pushover.received[1]?.form.priority]).toEqual([[], '-1']),
      close: pushover.close,
    };
  },
  async 'two-way pager'() {
    const gateway = await startSnppEmulator({ level: 3 });
    return {
      channel: { type: 'snpp', host: gateway.host, port: gateway.port, pager: '5551212', twoWay: true },
      count: () => gateway.received.filter(({ text }) => !text.includes('Yours')).length,
      acknowledge: async () => gateway.twoWay.choose(0, '1'),
      over: () => {
        expect(gateway.received[1]?.text).toBe('API: Yours until it is fixed');
        expect(gateway.twoWay.known()).toBe(0);
      },
      close: gateway.close,
    };
  },
};

let running: TestEngine | null = null;
let channels: RealChannels | null = null;
let phone: Phone | null = null;
afterEach(async () => {
  await running?.stop();
  await channels?.close();
  await phone?.close();
});

describe.each(Object.keys(PHONES))('a page by %s', (type) => {
  it('is acknowledged on the phone, and quietly closed when all is well', async () => {
    const there = await (PHONES[type] as () => Promise<Phone>)();
    const real = realChannels();
    [phone, channels] = [there, real];
    const clock = movableClock(START);
    running = await testEngine({
      clock,
      channels: real,
      file: fileOf({
        settings: { pageAfter: 0, closeAfter: '30s' },
        components: [
          { id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '10s', fall: 1 }] },
        ],
        channels: [{ id: 'phone', ...there.channel } as never],
        people: ['kim', 'sam'].map((id) => ({ id, name: id, channels: ['phone'] })),
      }),
    });
    const { engine } = running;
    const incident = () => engine.feed.snapshot().incidents[0];
    await real.play(clock, MINUTE);
    running.target('api', DOWN);
    await real.play(clock, 20_000);
    expect(there.count()).toBe(1);
    expect(incident()).toMatchObject({ state: 'triggered' });

    await there.acknowledge();
    await real.play(clock, 15_000);
    await eventually('acknowledged', () => incident()?.state === 'acknowledged', incident);
    await real.play(clock, 10 * MINUTE);
    expect(there.count()).toBe(1); // the next step was not called

    running.target('api', UP);
    await real.play(clock, 2 * MINUTE);
    expect(there.count()).toBe(2);
    there.over();
    expect(running.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a phone that rings by itself', () => {
  it('falls silent when somebody acknowledges elsewhere, also when the service fails the first time', async () => {
    const account = { token: 'aAppToken0123456789aAppToken01', userKey: 'uUserKey0123456789uUserKey0123' };
    const pushover = await startPushoverEmulator(account);
    const real = realChannels();
    phone = { close: pushover.close } as Phone;
    channels = real;
    const clock = movableClock(START);
    running = await testEngine({
      clock,
      channels: real,
      file: fileOf({
        settings: { pageAfter: 0 },
        components: [{ id: 'api', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '10s', fall: 1 }] }],
        channels: [{ id: 'phone', type: 'pushover', ...account, baseUrl: pushover.url }],
        people: ['kim', 'sam'].map((id) => ({ id, name: id, channels: ['phone'] })),
      }),
    });
    await real.play(clock, MINUTE);
    running.target('api', DOWN);
    await real.play(clock, 20_000);
    expect(pushover.ringing()).toHaveLength(1);

    await running.engine.replies.hush({ incident: null }, 'Sam at this desk');
    await clock.advance(20_000);
    expect(pushover.ringing(), 'the sound at a desk is no acknowledgement').toHaveLength(1);

    pushover.behave({ kind: 'answer', status: 500 });
    await running.engine.replies.acknowledgeAll({ forMs: null, incidents: null, note: '' }, 'Sam at this desk');
    await eventually('the first try', () => pushover.requests.some(({ path }) => path.includes('cancel_by_tag')));
    pushover.behave({ kind: 'well' });
    await clock.advance(20_000);
    await eventually('silence', () => pushover.ringing().length === 0);
    expect(running.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('falls silent also when the page was still on its way when somebody took it', async () => {
    const account = { token: 'aAppToken0123456789aAppToken01', userKey: 'uUserKey0123456789uUserKey0123' };
    const pushover = await startPushoverEmulator(account);
    const real = realChannels();
    phone = { close: pushover.close } as Phone;
    channels = real;
    const clock = movableClock(START);
    running = await testEngine({
      clock,
      channels: real,
      file: fileOf({
        settings: { pageAfter: 0 },
        components: [{ id: 'api', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '10s', fall: 1 }] }],
        channels: [{ id: 'phone', type: 'pushover', ...account, baseUrl: pushover.url }],
        people: ['kim', 'sam'].map((id) => ({ id, name: id, channels: ['phone'] })),
      }),
    });
    const { engine } = running;
    await real.play(clock, MINUTE);
    const release = pushover.hold();
    running.target('api', DOWN);
    await clock.advance(12_000);
    await pushover.arrived(1);
    await engine.replies.acknowledgeAll({ forMs: null, incidents: null, note: '' }, 'Sam at this desk');
    expect(pushover.ringing(), 'it rings, and we do not know its receipt yet').toHaveLength(1);
    release();
    await eventually('the answer', () => engine.feed.snapshot().incidents[0]?.told[0]?.state === 'accepted');
    await eventually('silence', () => pushover.ringing().length === 0);
  });
});
