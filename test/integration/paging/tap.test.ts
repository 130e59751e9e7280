import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTapChannel } from '../../../electron/paging/channels/tap.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { eventually, watchedClock } from '../../harness/listening.ts';
import { closedPort } from '../../harness/loopback.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { startTapEmulator, type TapEmulator, type TapEmulatorOptions } from '../../harness/tap-emulator.ts';

const TEXT = 'DOWN api-gateway: 503 Service Unavailable for 2 min, third failure, since 02:14';

let terminal: TapEmulator;
let clock: ReturnType<typeof movableClock>;
let watched: ReturnType<typeof watchedClock>;
const channel = createTapChannel();

beforeEach(async () => {
  clock = movableClock();
  watched = watchedClock(clock);
  terminal = await startTapEmulator();
});
afterEach(async () => {
  await terminal.idle();
  expect(clock.waiting).toBe(0);
  await terminal.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'pager',
    type: 'tap',
    host: terminal.host,
    port: terminal.port,
    pager: '5551212',
    ...more,
  }) as ChannelSettingsOf<'tap'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock: watched.clock, memory: noMemory });
async function restart(options: TapEmulatorOptions) {
  await terminal.close();
  terminal = await startTapEmulator(options);
}
const who = () => `${terminal.host}:${terminal.port}`;
/** Lets a wait of this length pass, once somebody waits for so long and for nothing else. */
async function pass(ms: number): Promise<void> {
  await eventually(`a wait of ${ms} ms`, () => watched.waits().join() === `${ms}`, watched.waits);
  await clock.advance(ms);
}

describe('a page through a paging terminal', () => {
  it('is sent as the recorded session has it, and the terminal’s answer is kept', async () => {
    expect(await send(aPage({ title: 'DB1', text: 'disk full' }))).toEqual({
      status: 'accepted',
      reference: '211 Page(s) Sent Successfully',
    });
    expect(terminal.received).toEqual([{ pager: '5551212', text: 'DB1: disk full' }]);
    const { session } = JSON.parse(readFileSync(new URL('../../fixtures/pager/tap.json', import.meta.url), 'utf8')) as {
      session: readonly (readonly [string, string])[];
    };
    expect(terminal.sessions).toEqual([session.filter(([side]) => side === 'send').map(([, text]) => text)]);
  });

  it('logs on with a password', async () => {
    await restart({ password: 'abc123' });
    expect(await send(aPage(), { password: 'abc123' })).toMatchObject({ status: 'accepted' });
    expect(await send(aPage(), { password: 'another' })).toEqual({
      status: 'refused',
      reason: `${who()} hung up, waiting for the answer to the logon: 509 Invalid password, check the password of this channel`,
    });
  });

  it.each<{ story: string; options: TapEmulatorOptions }>([
    { story: 'sends even parity', options: { parity: true } },
    { story: 'asks for identification by itself', options: { eager: true } },
  ])('gets through to a terminal that $story', async ({ options }) => {
    await restart(options);
    const sending = send();
    if (options.eager === true) {
      await terminal.reached('logon');
    }
    expect(await sending).toMatchObject({ status: 'accepted' });
    expect(terminal.received).toEqual([{ pager: '5551212', text: TEXT }]);
  });

  it.each([
    { story: 'older than its codes', text: '\r\x06\r' },
    { story: 'that leaves out the line end before', text: '\x06\r' },
    { story: 'with other line ends', text: '211 Sent\r\n\x06\r\n' },
    { story: 'that wants patience first', text: '111 Please wait\r111 Still\r211 Sent\r\x06\r' },
  ])('is taken by a terminal $story', async ({ text }) => {
    terminal.behave({ kind: 'say', at: 'block', text });
    expect(await send()).toMatchObject({ status: 'accepted' });
  });

  it('goes on in a second block where the terminal takes long messages', async () => {
    const page = aPage({ text: 'word '.repeat(300) });
    expect(await send(page, { longest: 600 })).toMatchObject({ status: 'accepted' });
    expect(terminal.received[0]?.text).toMatch(/^DOWN api-gateway: (?:word )+word\.\.\.$/);
    expect(terminal.received[0]?.text.length).toBeLessThanOrEqual(600);
    expect(terminal.sessions[0]?.filter((text) => text.startsWith('\x02'))).toHaveLength(3);
  });

  it('is one block where nothing else is said', async () => {
    await send(aPage({ text: 'word '.repeat(300), runbook: 'https://wiki.example.org/api' }), { pager: '5551212' });
    expect(terminal.sessions[0]?.filter((text) => text.startsWith('\x02'))).toHaveLength(1);
  });

  it('has the runbook behind it, where it fits', async () => {
    await send(aPage({ text: 'refused. Runbook attached', runbook: 'https://wiki.example.org/api' }));
    expect(terminal.received[0]?.text).toBe('DOWN api-gateway: refused https://wiki.example.org/api');
  });

  it('holds only what a pager can show, and no control character of the protocol', async () => {
    await send(aPage({ title: 'DOWN Größe\x03\x17', text: '支払い\r\n\x1a' }));
    expect(terminal.received[0]?.text).toBe('DOWN Groesse : ???');
  });
});

describe('a paging terminal', () => {
  it('asks for a block again, and gets it', async () => {
    terminal.behave({ kind: 'say', at: 'block', text: '514 Checksum error\r\x15\r', times: 2 });
    expect(await send()).toMatchObject({ status: 'accepted' });
    expect(terminal.sessions[0]?.filter((text) => text.startsWith('\x02'))).toHaveLength(3);
    expect(terminal.received).toHaveLength(1);
  });

  it('may not ask for ever', async () => {
    terminal.behave({ kind: 'say', at: 'block', text: '\x15\r' });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: `${who()} did not get the page whole, though it came 3 times: is the line clean?`,
    });
  });

  it('asks for the logon again, and gets it', async () => {
    terminal.behave({ kind: 'say', at: 'logon', text: '\x15\r', times: 2 });
    expect(await send()).toMatchObject({ status: 'accepted' });
    terminal.behave({ kind: 'say', at: 'logon', text: '\x15\r' });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: `${who()} does not understand our logon, though it came 3 times`,
    });
  });

  it('that says ID= once more is waited for, and then gets the logon again', async () => {
    terminal.behave({ kind: 'say', at: 'logon', text: 'ID=', times: 1 });
    const reached = terminal.reached('logon');
    const sending = send();
    await reached;
    await pass(2_000);
    expect(await sending).toMatchObject({ status: 'accepted' });
    expect(terminal.sessions[0]?.filter((text) => text.startsWith('\x1b'))).toHaveLength(2);
  });

  it('that sleeps is woken three times', async () => {
    terminal.behave({ kind: 'hang', at: 'CR' });
    const sending = send();
    for (let times = 1; times <= 3; times += 1) {
      await eventually('a CR', () => terminal.sessions[0]?.length === times);
      await pass(2_000);
    }
    expect(await sending).toEqual({
      status: 'try-later',
      reason: `${who()} does not speak TAP: it does not ask for ID=`,
    });
  });

  it.each([
    {
      text: '511 Invalid Pager ID\r\x1e\r',
      status: 'refused',
      said: ': 511 Invalid Pager ID, check the pager of this channel',
    },
    { text: '\x1e\r', status: 'refused', said: '' },
    { text: '512 Try later\r\x1e\r', status: 'try-later', said: ': 512 Try later' },
    { text: '516 Quota\r\x1e\r', status: 'try-later', said: ': 516 Quota' },
    {
      text: '517 80 character maximum\r\x1e\r',
      status: 'refused',
      said: ': 517 80 character maximum, set longest to what it takes',
    },
    {
      text: '505 Numeric only\r 980 is a number\r\x1e\r',
      status: 'refused',
      said: ': 505 Numeric only 980 is a number',
    },
  ])('refuses in its own words: $said', async ({ text, status, said }) => {
    terminal.behave({ kind: 'say', at: 'block', text });
    expect(await send()).toEqual({ status, reason: `${who()} refused the page${said}` });
  });

  it('may refuse as late as in its goodbye', async () => {
    terminal.behave({ kind: 'say', at: 'EOT', text: '511 Invalid Pager ID\r\x1e\r\x1b\x04\r' });
    expect(await send()).toMatchObject({ status: 'refused', reason: expect.stringContaining('511 Invalid Pager ID') });
  });

  it('that says no goodbye has taken the page all the same', async () => {
    terminal.behave({ kind: 'hang', at: 'EOT' });
    const reached = terminal.reached('EOT');
    const sending = send();
    await reached;
    await pass(3_000);
    expect(await sending).toMatchObject({ status: 'accepted' });
  });

  it.each([
    { at: 'logon', text: '507 Invalid logon\r\x1b\x04\r', status: 'refused', said: '507 Invalid logon' },
    { at: 'logon', text: '113 Maximum time\r\x1b\x04\r', status: 'try-later', said: '113 Maximum time' },
    { at: 'block', text: '503 Excessive attempts\r\x1b\x04\r', status: 'try-later', said: '503 Excessive attempts' },
    { at: 'block', text: '\x1b\x04\r', status: 'try-later', said: 'hung up' },
    { at: 'CR', text: 'Closed\r\x1b\x04\r', status: 'try-later', said: 'Closed' },
  ] as const)('hangs up with a reason: $said at $at', async ({ at, text, status, said }) => {
    terminal.behave({ kind: 'say', at, text });
    expect(await send()).toMatchObject({ status, reason: expect.stringContaining(said) });
  });

  it.each([
    { at: 'CR', awaited: 'waiting for ID=' },
    { at: 'logon', awaited: 'waiting for the answer to the logon' },
    { at: 'block', awaited: 'waiting for the answer to the page; it may have been sent' },
  ] as const)('that hangs at $at is left, and so is one that hangs up', async ({ at, awaited }) => {
    terminal.behave({ kind: 'hang', at });
    const reached = terminal.reached(at);
    const limit = new AbortController();
    const sending = send(aPage(), {}, limit.signal);
    await reached;
    limit.abort();
    const doubt = at === 'block' && { mayHaveArrived: true };
    expect(await sending).toEqual({
      status: 'try-later',
      reason: `${who()} did not answer in time, ${awaited}`,
      ...doubt,
    });
    await terminal.idle();
    terminal.behave({ kind: 'close', at });
    expect(await send()).toEqual({ status: 'try-later', reason: `${who()} hung up, ${awaited}`, ...doubt });
  });

  it('that is silent after a block may have sent it: the block is not said again', async () => {
    terminal.behave({ kind: 'hang', at: 'block' });
    const reached = terminal.reached('block');
    const sending = send();
    await reached;
    await pass(10_000);
    expect(await sending).toMatchObject({
      status: 'try-later',
      reason: expect.stringContaining('it may have been sent'),
    });
    expect(terminal.sessions[0]?.filter((text) => text.startsWith('\x02'))).toHaveLength(1);
  });

  it('is none when it talks without end', async () => {
    terminal.behave({ kind: 'say', at: 'CR', text: 'x'.repeat(600) });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: `${who()} does not speak TAP: it talks without line ends`,
    });
    terminal.behave({ kind: 'say', at: 'CR', text: 'a\r'.repeat(3_000) });
    expect(await send()).toMatchObject({ status: 'try-later', reason: expect.stringContaining('talks without end') });
  });

  it('that does not listen may listen later', async () => {
    const port = await closedPort();
    expect(await send(aPage(), { port })).toEqual({
      status: 'try-later',
      reason: `127.0.0.1:${port} refused the connection: nothing listens there, waiting for ID=`,
    });
  });

  it.each([{ pager: '555 1212' }, { pager: '5\r' }, { password: 'a b' }, { longest: 10 }, { port: undefined }])(
    'has settings that fit on its line: %j',
    (more) => {
      expect(() => settings(more)).toThrow();
    },
  );
});
