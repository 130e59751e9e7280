/** A two-way pager: what is offered beside the page, what is asked afterwards, what becomes of an answer. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSnppChannel } from '../../../electron/paging/channels/snpp.ts';
import { statusOf } from '../../../electron/paging/channels/snpp-two-way.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { type MovableClock, movableClock } from '../../harness/clock.ts';
import { type Listening, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { type SnppEmulator, type SnppEmulatorOptions, startSnppEmulator } from '../../harness/snpp-emulator.ts';

const BRISK = 15_000;
const HOUR = 3_600_000;

let gateway: SnppEmulator;
let clock: MovableClock;
let memory: ReturnType<typeof aMemory>;
let listening: Listening | null = null;
const channel = createSnppChannel();

beforeEach(async () => {
  clock = movableClock();
  memory = aMemory();
  gateway = await startSnppEmulator({ level: 3 });
});
afterEach(async () => {
  await listening?.leave();
  listening = null;
  await gateway.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'pager',
    type: 'snpp',
    host: gateway.host,
    port: gateway.port,
    pager: '5551212',
    twoWay: true,
    ...more,
  }) as ChannelSettingsOf<'snpp'>;
const send = (page: Page = aPage(), more: object = {}) =>
  channel.send(page, settings(more), { signal: new AbortController().signal, clock, memory });
async function restart(options: SnppEmulatorOptions) {
  await gateway.close();
  gateway = await startSnppEmulator(options);
}
const listen = (more: object = {}) => {
  listening = startListening(channel, settings(more), { memory, clock });
  return listening;
};
/** The next look, with its session. */
const look = (one: Listening) => one.next(BRISK);
/** The look that is due since long. */
async function overdue(one: Listening): Promise<void> {
  await clock.advance(0);
  await one.rests(BRISK);
}
const lastSession = () => gateway.sessions.at(-1) ?? [];

describe('a page to a two-way pager', () => {
  it('asks for the word that it was read, and offers what can be answered', async () => {
    expect(await send()).toEqual({ status: 'accepted', reference: '17952360010' });
    await gateway.idle();
    expect(gateway.sessions[0]).toEqual([
      '2WAY',
      'PAGE 5551212',
      expect.stringMatching(/^MESS DOWN api-gateway/),
      'ACKR 1',
      'RTYP MULTICHOICE',
      'MCRE 1 Mine',
      'MCRE 2 Next',
      'MCRE 3 Later',
      'SEND',
      'QUIT',
    ]);
    expect(gateway.twoWay.messages).toMatchObject([
      { choices: ['1 Mine', '2 Next', '3 Later'], wantsReadWord: true, replyType: 'MULTICHOICE' },
    ]);
  });

  it('offers nothing beside what needs no answer', async () => {
    await send(aPage({ kind: 'close' }));
    await send(aPage({ kind: 'test' }));
    await gateway.idle();
    expect(gateway.sessions.flat()).not.toContain('2WAY');
    expect(memory.kept()).toBeUndefined();
  });

  it('goes out as a plain one through a gateway that does not offer it, and the self-check hears why nothing comes back', async () => {
    await restart({ level: 1 });
    expect(await send()).toEqual({ status: 'accepted', reference: '250 Message Sent Successfully' });
    const one = listen();
    await one.rests(5_000);
    expect(one.troubles).toEqual([
      `127.0.0.1:${gateway.port} offers no two-way paging: 500 Command Not Implemented, Try Again`,
    ]);
    expect(gateway.sessions).toHaveLength(1); // it is not asked in vain
  });

  it('goes out through a gateway that knows 2WAY and MCRE only, as Debian’s does', async () => {
    await restart({ level: 2 });
    expect(await send()).toEqual({ status: 'accepted', reference: '17952360010' });
    expect(gateway.twoWay.messages[0]?.choices).toHaveLength(3);
  });

  it('is plain where nobody asked for more', async () => {
    expect(channel.listen?.(settings({ twoWay: false }), {} as never)).toBeNull();
    await send(aPage(), { twoWay: false });
    expect(gateway.sessions.flat()).not.toContain('2WAY');
  });
});

describe('asking afterwards', () => {
  it('asks nothing while nothing is open', async () => {
    const one = listen();
    await look(one);
    await look(one);
    expect(gateway.sessions).toEqual([]);
  });

  it('tells that it was delivered, then that it was read, each once', async () => {
    const page = aPage();
    await send(page);
    const one = listen();
    await one.rests(BRISK);
    expect(one.fates).toEqual([]);
    gateway.twoWay.deliver(0);
    await look(one);
    await look(one);
    gateway.twoWay.read(0);
    await look(one);
    await look(one);
    expect(one.fates).toEqual([
      { pageId: page.id, fate: { status: 'delivered' } },
      { pageId: page.id, fate: { status: 'delivered', words: 'read on the pager' } },
    ]);
    expect(one.answers).toEqual([]);
  });

  it.each([
    { code: '1', said: 'a' },
    { code: '2', said: 'e' },
    { code: '3', said: 's' },
    { code: '7', said: '7' },
  ])('takes choice $code for "$said", once, shows the words, and takes it off the gateway', async ({ code, said }) => {
    const page = aPage();
    await send(page);
    const one = listen();
    await one.rests(BRISK);
    gateway.twoWay.choose(0, code);
    await look(one);
    await look(one);
    expect(one.answers).toEqual([
      { pageId: page.id, said: expect.stringMatching(new RegExp(`^${said}`)), from: 'pager 5551212' },
    ]);
    expect(one.fates).toMatchObject([{ fate: { status: 'delivered', words: 'read on the pager' } }]);
    expect(gateway.received.map(({ text }) => text)).toEqual([expect.stringMatching(/^DOWN/), 'Acknowledged']);
    expect([gateway.twoWay.known(), memory.kept()]).toEqual([0, undefined]);
  });

  it('takes an answer in words', async () => {
    await send();
    const one = listen();
    await one.rests(BRISK);
    gateway.twoWay.write(0, 'ack 2h');
    await look(one);
    expect(one.answers.map(({ said }) => said)).toEqual(['ack 2h']);
  });

  it('tells of a page that expired before it was delivered', async () => {
    const page = aPage();
    await send(page);
    const one = listen();
    await one.rests(BRISK);
    gateway.twoWay.expire(0);
    await look(one);
    expect(one.fates).toEqual([
      { pageId: page.id, fate: { status: 'refused', reason: expect.stringMatching(/^the gateway says: 780 /) } },
    ]);
    expect(gateway.twoWay.known()).toBe(0);
  });

  it('goes on after a restart where it was, and hears nothing twice', async () => {
    await send(aPage({ id: PageId.parse('i1/1') }));
    await send(aPage({ id: PageId.parse('i2/1') }));
    const before = listen();
    await before.rests(BRISK);
    gateway.twoWay.choose(0, '1');
    await look(before);
    expect(before.answers).toHaveLength(1);
    await before.stop();
    const after = listen();
    await after.rests(BRISK);
    gateway.twoWay.choose(1, '1');
    await look(after);
    expect(after.answers.map(({ pageId }) => pageId)).toEqual(['i2/1']);
  });

  it('asks no more about what is over, and takes it off the gateway', async () => {
    const page = aPage();
    await send(page);
    await send(aPage({ id: PageId.parse('i/2'), kind: 'close', dedupKey: page.dedupKey }));
    const one = listen();
    await one.rests(BRISK);
    await gateway.idle();
    expect(lastSession()).toEqual(['KTAG 17952360010 295486497', 'QUIT']);
    expect(gateway.twoWay.known()).toBe(0);
    await look(one);
    expect(gateway.sessions).toHaveLength(3);
  });

  it('forgets what the gateway knows no more, and what nobody answered for hours', async () => {
    await send();
    gateway.twoWay.kill('17952360010 295486497');
    const one = listen();
    await one.rests(BRISK);
    expect(memory.kept()).toBeUndefined();
    await send(aPage({ id: PageId.parse('i9/1') }));
    clock.standStill(5.9 * HOUR);
    await overdue(one);
    expect([memory.kept() === undefined, gateway.twoWay.known()]).toEqual([false, 1]);
    clock.standStill(0.2 * HOUR);
    await overdue(one);
    expect([memory.kept(), gateway.twoWay.known(), one.troubles]).toEqual([undefined, 0, []]);
  });

  it('says once what keeps it from hearing, and that it works again', async () => {
    await send();
    gateway.behave({ kind: 'say', at: 'MSTA', line: '554 Error, failed' });
    const one = listen();
    await one.rests(5_000);
    expect(one.troubles).toEqual(['the gateway answered MSTAtus with: 554 Error, failed']);
    gateway.behave({ kind: 'well' });
    await clock.advance(5_000);
    await one.rests(BRISK);
    await look(one);
    expect(one.troubles).toEqual(['the gateway answered MSTAtus with: 554 Error, failed', null]);
  });

  it('leaves a gateway that hangs, and ends with the signal', async () => {
    await send();
    gateway.behave({ kind: 'hang', at: 'MSTA' });
    const reached = gateway.reached('MSTA');
    const one = listen();
    await reached;
    await clock.advance(10_000);
    await one.rests(5_000);
    expect(one.troubles).toEqual([expect.stringContaining('did not say in time what became of a page')]);
    const again = gateway.reached('MSTA');
    await clock.advance(5_000); // and the pace, too: ten seconds have gone
    await again;
    await one.stop();
    await gateway.idle();
  });

  it('logs in before it asks, where the gateway wants that', async () => {
    const login = { id: 'kim', password: 'pa55word' };
    await restart({ level: 3, login });
    await send(aPage(), { login });
    const one = listen({ login });
    await one.rests(BRISK);
    await gateway.idle();
    expect(lastSession()[0]).toBe('LOGI kim pa55word');
    expect(one.troubles).toEqual([]);
  });
});

describe('what a gateway says of a message', () => {
  it.each([
    ['960 1 951016152300 Message Queued; Awaiting Delivery', { kind: 'waiting' }],
    ['860 1 951016152300+0000 Delivered, Awaiting Read Confirmation', { kind: 'delivered' }],
    ['861 1 951016152300 Delivered, Awaiting Reply', { kind: 'delivered' }],
    ['880 1 951016152300 Delivered', { kind: 'delivered' }],
    ['870 2 951016152300 Delivered, Read, Awaiting Reply', { kind: 'read', over: false }],
    ['881 2 951016152300 Delivered and Read', { kind: 'read', over: true }],
    ['888 3 951016152300 1', { kind: 'answered', said: 'a' }],
    ['888 3 951016152300-0600 02 Next', { kind: 'answered', said: 'e' }],
    ['889 3 951016152300 on my way', { kind: 'answered', said: 'on my way' }],
    ['550 Unknown or Illegal Message_Tag', { kind: 'gone' }],
    ['780 1 951016152300 Expired', { kind: 'lost', reason: expect.stringContaining('780') }],
    ['421 Gateway down', { kind: 'trouble', reason: expect.stringContaining('421 Gateway down') }],
    ['500 Command Not Implemented', { kind: 'trouble', reason: expect.stringContaining('500') }],
  ])('%s', (line, status) => {
    expect(statusOf({ code: Number(line.slice(0, 3)), text: line.slice(4) })).toEqual(status);
  });
});
