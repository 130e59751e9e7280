import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSnppChannel } from '../../../electron/paging/channels/snpp.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { closedPort, tcpServer } from '../../harness/loopback.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { type SnppEmulator, type SnppEmulatorOptions, startSnppEmulator } from '../../harness/snpp-emulator.ts';

const TEXT = 'DOWN api-gateway: 503 Service Unavailable for 2 min, third failure, since 02:14';

let gateway: SnppEmulator;
let clock: ReturnType<typeof movableClock>;
const channel = createSnppChannel();

beforeEach(async () => {
  clock = movableClock();
  gateway = await startSnppEmulator();
});
afterEach(() => gateway.close());

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'pager',
    type: 'snpp',
    host: gateway.host,
    port: gateway.port,
    pager: '5551212',
    ...more,
  }) as ChannelSettingsOf<'snpp'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });
async function restart(options: SnppEmulatorOptions) {
  await gateway.close();
  gateway = await startSnppEmulator(options);
}
const withRunbook = () =>
  aPage({ text: 'refused for 2 min. Runbook attached', runbook: 'https://wiki.example.org/api' });

describe('a page through an SNPP gateway', () => {
  it('is sent in the fewest words, and the gateway’s answer is kept', async () => {
    expect(await send()).toEqual({ status: 'accepted', reference: '250 Message Sent Successfully' });
    await gateway.idle();
    expect(gateway.received).toEqual([{ pager: '5551212', text: TEXT }]);
    expect(gateway.sessions).toEqual([['PAGE 5551212', `MESS ${TEXT}`, 'SEND', 'QUIT']]);
    expect(clock.waiting).toBe(0);
  });

  it('logs in where the gateway wants it', async () => {
    await restart({ login: { id: 'kim', password: 'pa55word' } });
    expect(await send(aPage(), { login: { id: 'kim', password: 'pa55word' } })).toMatchObject({ status: 'accepted' });
    expect(gateway.sessions[0]?.[0]).toBe('LOGI kim pa55word');
  });

  it('is refused with the gateway’s words when the login is wrong', async () => {
    await restart({ login: { id: 'kim', password: 'pa55word' } });
    expect(await send(aPage(), { login: { id: 'kim' } })).toEqual({
      status: 'refused',
      reason: 'the gateway answered LOGIn with: 550 Error, Invalid Login',
    });
  });

  it('puts the runbook on a line of its own', async () => {
    await send(withRunbook());
    expect(gateway.received).toEqual([
      { pager: '5551212', text: 'DOWN api-gateway: refused for 2 min\nhttps://wiki.example.org/api' },
    ]);
  });

  it('goes without the runbook through a gateway that takes one line only', async () => {
    await restart({ level: 1 });
    expect(await send(withRunbook())).toMatchObject({ status: 'accepted' });
    expect(gateway.received).toEqual([{ pager: '5551212', text: 'DOWN api-gateway: refused for 2 min' }]);
  });

  it('doubles a dot at the start of a line, so that it ends nothing', async () => {
    await send(aPage({ title: '.', text: '', runbook: '.hidden' }));
    expect(gateway.received[0]?.text).toBe('.\n.hidden');
  });

  it('cannot be turned into other commands by the words of a watched server', async () => {
    await send(aPage({ text: 'bad\r\nPAGE 9999999\r\nSEND' }));
    await gateway.idle();
    expect(gateway.received).toEqual([{ pager: '5551212', text: 'DOWN api-gateway: bad PAGE 9999999 SEND' }]);
  });

  it.each([
    { pager: '555\r\nSEND' },
    { pager: '1 2 3' },
    { pager: '555 ' },
    { login: { id: 'a b' } },
    { login: { id: 'a', password: 'x\ny' } },
  ])('is refused before anything is said when a setting is no plain word: %j', async (more) => {
    expect(await send(aPage(), more)).toMatchObject({ status: 'refused' });
    expect(gateway.sessions).toEqual([]);
  });

  it.each<{ at: 'greeting' | 'PAGE' | 'MESS' | 'SEND'; line: string; delivery: string; words: string }>([
    {
      at: 'greeting',
      line: '421 Too busy, try later',
      delivery: 'try-later',
      words: 'greeted with: 421 Too busy, try later',
    },
    {
      at: 'PAGE',
      line: '550 Error, Invalid Pager ID',
      delivery: 'refused',
      words: 'PAGEr with: 550 Error, Invalid Pager ID',
    },
    {
      at: 'PAGE',
      line: '750 Unit not online, refused',
      delivery: 'refused',
      words: 'PAGEr with: 750 Unit not online, refused',
    },
    { at: 'MESS', line: '503 ERROR, Message Already Entered', delivery: 'refused', words: 'MESSage with: 503 ERROR' },
    { at: 'SEND', line: '554 Error, failed', delivery: 'try-later', words: 'SEND with: 554 Error, failed' },
    { at: 'SEND', line: '421 Gateway down', delivery: 'try-later', words: 'SEND with: 421 Gateway down' },
    { at: 'SEND', line: '780 Message expired', delivery: 'refused', words: 'SEND with: 780 Message expired' },
  ])('"$line" at $at means $delivery', async ({ at, line, delivery, words }) => {
    gateway.behave({ kind: 'say', at, line });
    expect(await send()).toEqual({ status: delivery, reason: expect.stringContaining(words) });
    expect(gateway.received).toEqual([]);
  });

  it.each([
    ['850 Unit online, accepted', 'accepted', '850 Unit online, accepted'],
    ['880 17952360010 295486497 Delivered', 'delivered', '17952360010'],
    ['960 17952360010 295486497 OK, Message QUEUED for Delivery', 'accepted', '17952360010'],
    ['250-Message taken\r\n250 and sent', 'accepted', '250 and sent'],
  ])('"%s" is good: %s', async (line, status, reference) => {
    gateway.behave({ kind: 'say', at: 'SEND', line });
    expect(await send()).toEqual({ status, reference });
  });

  it.each([
    ['greeting', 'no answer in time, waiting for the greeting'],
    ['PAGE', 'no answer in time, waiting for the reply to PAGEr'],
    ['SEND', 'no answer in time, waiting for the reply to SEND; it may have been sent'],
  ] as const)('says where a silent gateway was left: %s', async (at, reason) => {
    gateway.behave({ kind: 'hang', at });
    const limit = new AbortController();
    const reached = gateway.reached(at);
    const sending = send(aPage(), {}, limit.signal);
    await reached;
    limit.abort();
    expect(await sending).toEqual({ status: 'try-later', reason, ...(at === 'SEND' && { mayHaveArrived: true }) });
    await gateway.idle();
  });

  it.each([
    ['greeting', 'hung up, waiting for the greeting'],
    ['MESS', 'hung up, waiting for the reply to MESSage'],
    ['SEND', 'hung up, waiting for the reply to SEND; it may have been sent'],
  ] as const)('says where a gateway hung up: %s', async (at, words) => {
    gateway.behave({ kind: 'close', at });
    const delivery = await send();
    expect(delivery).toMatchObject({ status: 'try-later', reason: expect.stringContaining(words) });
    expect(gateway.sessions.flat().filter((line) => line === 'SEND').length).toBe(at === 'SEND' ? 1 : 0);
  });

  it('does not take a second line of the greeting for the answer to a command', async () => {
    gateway.behave({ kind: 'say', at: 'greeting', line: '220 Gateway of\r\n220 Example Paging' });
    expect(await send()).toEqual({ status: 'accepted', reference: '250 Message Sent Successfully' });
    expect(gateway.received).toHaveLength(1);
  });

  it('hears a gateway that says goodbye without being asked', async () => {
    gateway.behave({ kind: 'say', at: 'PAGE', line: '250 Pager ID Accepted\r\n421 Timeout, Goodbye' });
    expect(await send()).toMatchObject({
      status: 'try-later',
      reason: expect.stringContaining('421 Timeout, Goodbye'),
    });
    expect(gateway.received).toEqual([]);
  });

  it('does not wait for the goodbye, and closes when none comes', async () => {
    gateway.behave({ kind: 'hang', at: 'QUIT' });
    const quit = gateway.reached('QUIT');
    expect(await send()).toMatchObject({ status: 'accepted' });
    await quit;
    expect(clock.waiting).toBe(1);
    await clock.advance(2_000);
    await gateway.idle();
  });

  it('tells that nobody listens', async () => {
    const port = await closedPort();
    expect(await send(aPage(), { port })).toMatchObject({
      status: 'try-later',
      reason: expect.stringContaining(`127.0.0.1:${port} refused the connection`),
    });
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'does not speak SNPP: it said "SSH-2.0-OpenSSH_9.2"'],
    ['noise', '\x7f\x01noise\r\n', 'does not speak SNPP: it said "  noise"'],
    ['a line without an end', '2'.repeat(10_000), 'does not speak SNPP'],
    ['good news nobody asked for', '220 Hello\r\n850 Accepted\r\n', 'it talks without being asked'],
    ['replies to everything at once', `220 Hello\r\n${'250 OK\r\n'.repeat(1_000)}`, 'it talks without being asked'],
  ])('leaves a server that speaks %s', async (_what, bytes, words) => {
    const { port } = await tcpServer((socket) => socket.end(bytes));
    expect(await send(aPage(), { port })).toMatchObject({
      status: 'try-later',
      reason: expect.stringContaining(words),
    });
  });
});
