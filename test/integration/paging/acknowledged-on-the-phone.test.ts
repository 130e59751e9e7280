/**
 * The whole way there and back: a target fails, the page reaches the service over a real connection, somebody presses "Acknowledge"
 * there, and the running engine has it. Closed by recovery, which stops what rings and takes buttons away.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { eventually, watchedClock } from '../../harness/listening.ts';
import { startNtfyEmulator } from '../../harness/ntfy-emulator.ts';
import { startPushoverEmulator } from '../../harness/pushover-emulator.ts';
import { type RealChannels, realChannels } from '../../harness/real-channels.ts';
import { startSnppEmulator } from '../../harness/snpp-emulator.ts';
import { startTelegramEmulator } from '../../harness/telegram-emulator.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
/** Shorter than anything that a channel allows a service: no answer on its way is overtaken by the time. */
const STEP = 1_000;
/** Within it Telegram ends a long poll. */
const QUIET = 40_000;

/** A phone at the other end of a channel. */
interface Phone {
  readonly channel: object;
  /** Messages that have reached it. */
  count(): number;
  acknowledge(): Promise<void>;
  /** Whether who listens for it has nothing under way, by what is waiting on the clock (ms). */
  rests(waits: readonly number[]): boolean;
  /** The service ends a question that it holds: nothing is new. */
  quiet?(waits: () => readonly number[]): Promise<void>;
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
      rests: (waits) => waits.join() === '65000' && telegram.polling() !== null,
      async quiet(waits) {
        telegram.letPollEnd();
        await eventually('a breath', () => waits().join() === '1000', waits);
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
      rests: (waits) => waits.join() === '10000',
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
      rests: (waits) => waits.join() === '5000',
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
      rests: (waits) => waits.join() === '15000',
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
let phone: Pick<Phone, 'close'> | null = null;
afterEach(async () => {
  await running?.stop();
  await channels?.close();
  await phone?.close();
});

/** A house with one component, whose two people have this phone. */
async function watch(there: Pick<Phone, 'channel' | 'close'>, settings: FileInput['settings']) {
  const clock = movableClock(START);
  const real = realChannels();
  const { clock: listening, waits } = watchedClock(clock);
  [phone, channels] = [there, real];
  const on = await testEngine({
    clock,
    channels: { ...real, listen: (own, context) => real.listen(own, { ...context, clock: listening }) },
    file: fileOf({
      settings: { pageAfter: 0, ...settings },
      components: [
        { id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '10s', fall: 1 }] },
      ],
      channels: [{ id: 'phone', ...there.channel } as never],
      people: ['kim', 'sam'].map((id) => ({ id, name: id, channels: ['phone'] })),
    }),
  });
  running = on;
  return { on, real, clock, waits };
}

describe.each(Object.keys(PHONES))('a page by %s', (type) => {
  it('is acknowledged on the phone, and quietly closed when all is well', async () => {
    const there = await (PHONES[type] as () => Promise<Phone>)();
    const { on, real, clock, waits } = await watch(there, { closeAfter: '30s' });
    const incident = () => on.engine.feed.snapshot().incidents[0];
    /** Time passes; whatever was begun in it has ended, what listens too. */
    const passes = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += STEP) {
        await (passed % QUIET === 0 && there.quiet?.(waits));
        await real.play(clock, STEP, STEP);
        await eventually('the end of a look', () => there.rests(waits()), waits);
      }
    };
    await eventually('the first look', () => there.rests(waits()), waits);
    await passes(MINUTE);
    on.target('api', DOWN);
    await passes(20_000);
    expect(there.count()).toBe(1);
    expect(incident()).toMatchObject({ state: 'triggered' });

    await there.acknowledge();
    await passes(15_000);
    expect(incident()?.state).toBe('acknowledged');
    await passes(10 * MINUTE);
    expect(there.count()).toBe(1); // the next step was not called

    on.target('api', UP);
    await passes(2 * MINUTE);
    expect(there.count()).toBe(2);
    there.over();
    expect(on.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a phone that rings by itself', () => {
  async function ringing() {
    const account = { token: 'aAppToken0123456789aAppToken01', userKey: 'uUserKey0123456789uUserKey0123' };
    const pushover = await startPushoverEmulator(account);
    const channel = { type: 'pushover', ...account, baseUrl: pushover.url };
    return { pushover, ...(await watch({ channel, close: pushover.close }, {})) };
  }

  it('falls silent when somebody acknowledges elsewhere, also when the service fails the first time', async () => {
    const { pushover, on, real, clock } = await ringing();
    await real.play(clock, MINUTE);
    on.target('api', DOWN);
    await real.play(clock, 20_000);
    expect(pushover.ringing()).toHaveLength(1);

    await on.engine.replies.hush({ incident: null }, 'Sam at this desk');
    await real.play(clock, 20_000, STEP);
    expect(pushover.ringing(), 'the sound at a desk is no acknowledgement').toHaveLength(1);

    pushover.behave({ kind: 'answer', status: 500 });
    await on.engine.replies.acknowledgeAll({ forMs: null, incidents: null, note: '' }, 'Sam at this desk');
    await eventually('the first try', () => pushover.requests.some(({ path }) => path.includes('cancel_by_tag')));
    pushover.behave({ kind: 'well' });
    await real.play(clock, 20_000, STEP);
    expect(pushover.ringing()).toEqual([]);
    expect(on.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('falls silent also when the page was still on its way when somebody took it', async () => {
    const { pushover, on, real, clock } = await ringing();
    const { engine } = on;
    await real.play(clock, MINUTE);
    const release = pushover.hold();
    on.target('api', DOWN);
    await clock.advance(12_000);
    await pushover.arrived(1);
    await engine.replies.acknowledgeAll({ forMs: null, incidents: null, note: '' }, 'Sam at this desk');
    expect(pushover.ringing(), 'it rings, and we do not know its receipt yet').toHaveLength(1);
    release();
    await eventually('the answer', () => engine.feed.snapshot().incidents[0]?.told[0]?.state === 'accepted');
    await eventually('silence', () => pushover.ringing().length === 0);
  });
});
