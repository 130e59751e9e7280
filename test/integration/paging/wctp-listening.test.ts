import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWctpChannel } from '../../../electron/paging/channels/wctp.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { type Listening, type ListeningWishes, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import {
  confirmation,
  failure,
  messageReply,
  startWctpEmulator,
  statusInfo,
  type WctpEmulator,
  xml,
} from '../../harness/wctp-emulator.ts';

const SENDER = { senderId: 'pager@example.org', securityCode: 'secret-0123' };
const STEP = 30_000;
const DELIVERED = '<wctp-Notification type="DELIVERED"/>';

let gateway: WctpEmulator;
let clock: ReturnType<typeof movableClock>;
let memory: ReturnType<typeof aMemory>;
let channel: ReturnType<typeof createWctpChannel>;
let listening: Listening | null;

beforeEach(async () => {
  clock = movableClock();
  memory = aMemory();
  gateway = await startWctpEmulator(SENDER);
  channel = createWctpChannel();
  listening = null;
});
afterEach(async () => {
  await listening?.stop();
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await gateway.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'pager',
    type: 'wctp',
    url: gateway.url,
    ...SENDER,
    recipient: '5551212',
    replies: true,
    ...more,
  }) as ChannelSettingsOf<'wctp'>;
const send = (page: Page = aPage()) =>
  channel.send(page, settings(), { signal: new AbortController().signal, clock, memory });
function listen(wishes: ListeningWishes = {}): Listening {
  listening = startListening(channel, settings(), { memory, clock, ...wishes });
  return listening;
}
const idOf = (index: number) => gateway.received[index]?.messageId ?? '';
const polls = () => gateway.requests.filter(({ body }) => body.includes('wctp-PollForMessages')).length;

describe('what a pager answers', () => {
  it('is heard once, for the page that it answers, and is answered', async () => {
    const ear = listen({ says: ({ said }) => `${said.replace('\n', ' ')}: Kim hät es` });
    await ear.rests(STEP);
    await send();
    expect(gateway.received[0]?.allowResponse).toBe('true');
    gateway.keep(messageReply(idOf(0), ' ack\n2h '));
    await ear.next(STEP);
    await ear.next(STEP);
    await ear.next(STEP);
    expect(ear.answers).toEqual([{ pageId: 'inc-1/1', said: 'ack\n2h', from: 'pager 5551212' }]);
    expect(gateway.received.slice(1)).toMatchObject([
      { recipient: '5551212', priority: 'LOW', text: 'ack 2h: Kim haet es' },
    ]);
    expect(gateway.waiting).toEqual([]);
  });

  it('is heard without a page when the pager writes by itself', async () => {
    gateway.keep(messageReply('unknown', 'status'));
    const ear = listen();
    await ear.rests(STEP);
    expect(ear.answers).toEqual([{ pageId: null, said: 'status', from: 'pager 5551212' }]);
  });

  it('is left for the channel whose pager it is, and is nobody’s after an hour', async () => {
    gateway.keep(messageReply('another', 'ack', '5559999'));
    const ear = listen();
    await ear.rests(STEP);
    await send();
    await ear.next(STEP);
    expect([ear.answers, gateway.waiting]).toEqual([[], ['1']]);
    for (let minutes = 0; minutes < 61; minutes += 0.5) {
      await ear.next(STEP);
    }
    await ear.next(STEP);
    expect([ear.answers, gateway.waiting.length]).toEqual([[], 1]);
    for (let minutes = 0; minutes < 6; minutes += 0.5) {
      await ear.next(STEP);
    }
    expect([ear.answers, gateway.waiting]).toEqual([[], []]);
  });

  it('is heard once although the gateway says it again after a restart', async () => {
    await listen().rests(STEP);
    await send();
    gateway.keep(messageReply(idOf(0), 'ack'));
    await listening?.next(STEP);
    await listening?.stop();
    const again = listen({ memory: aMemory(memory.kept()) });
    await again.rests(STEP);
    expect([again.answers, gateway.waiting]).toEqual([[], ['1']]);
    await again.next(STEP);
    expect(gateway.waiting).toEqual([]);
  });

  it('is another one when the gateway begins to count anew', async () => {
    await listen().rests(STEP);
    await send();
    gateway.keep(messageReply(idOf(0), 'ack'), '1');
    await listening?.next(STEP);
    await listening?.next(STEP);
    gateway.keep(messageReply(idOf(0), 'escalate'), '1');
    await listening?.next(STEP);
    expect(listening?.answers.map(({ said }) => said)).toEqual(['ack', 'escalate']);
  });

  it('is nothing when it holds no text', async () => {
    gateway.keep(messageReply('unknown', ''));
    gateway.keep('<wctp-LookupResponse responseToMessageID="1"/>');
    gateway.keep('');
    const ear = listen();
    await ear.rests(STEP);
    expect([ear.answers, ear.troubles]).toEqual([[], []]);
  });
});

describe('what became of a page', () => {
  it.each([
    { news: DELIVERED, fate: { status: 'delivered' } },
    { news: '<wctp-Notification type="READ"/>', fate: { status: 'delivered' } },
    {
      news: failure(500, 'Message timed out', 'after 24 h'),
      fate: { status: 'refused', reason: 'the gateway gave up: error 500, Message timed out: after 24 h' },
    },
  ])('is told once: $news', async ({ news, fate }) => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    await send(aPage({ id: PageId.parse('inc-2/1') }));
    gateway.keep(statusInfo(idOf(1), '<wctp-Notification type="QUEUED"/>'));
    gateway.keep(statusInfo(idOf(1), news));
    gateway.keep(statusInfo(idOf(1), DELIVERED));
    await ear.next(STEP);
    await ear.next(STEP);
    expect(ear.fates).toEqual([{ pageId: 'inc-2/1', fate }]);
  });

  it('does not end that it can be answered', async () => {
    const ear = listen();
    await ear.rests(STEP);
    await send();
    gateway.keep(statusInfo(idOf(0), DELIVERED));
    await ear.next(STEP);
    gateway.keep(messageReply(idOf(0), 'ack'));
    await ear.next(STEP);
    expect(ear.answers).toMatchObject([{ pageId: 'inc-1/1' }]);
  });
});

describe('polling a gateway', () => {
  it('is calm while nothing is awaited, and leaves it alone as long as it asks', async () => {
    const ear = listen();
    await ear.rests(STEP);
    for (let step = 0; step < 20; step += 1) {
      await ear.next(STEP);
    }
    expect(polls()).toBe(3);
    await send();
    await ear.next(STEP);
    expect(polls()).toBe(4);
    gateway.restsFor(90);
    await ear.next(STEP);
    for (let step = 0; step < 3; step += 1) {
      await ear.next(STEP);
    }
    expect(polls()).toBe(6);
  });

  it('says who polls, and takes no more at once than it can hear', async () => {
    const ear = listen();
    await ear.rests(STEP);
    expect(gateway.requests[0]?.body).toContain(
      '<wctp-PollForMessages pollerID="pager@example.org" securityCode="secret-0123" maxMessagesInBatch="50"/>',
    );
  });

  it.each([
    {
      answer: xml(
        '<wctp-Operation><wctp-PollResponse><wctp-Failure errorCode="402" errorText="No"/></wctp-PollResponse></wctp-Operation>',
      ),
      reason: /error 402, No, check the securityCode/,
    },
    {
      answer: xml(confirmation(failure(300, 'Operation not supported'))),
      reason: /error 300, Operation not supported/,
    },
    { answer: xml(confirmation('<wctp-Success successCode="200"/>')), reason: /but not as/ },
    { answer: { status: 200, body: '<html><title>Welcome, guest</title></html>' }, reason: /Welcome, guest/ },
    { answer: { status: 503 }, reason: /answered 503/ },
  ])('tells once when it does not work, and once when it does again: $reason', async ({ answer, reason }) => {
    gateway.behave({ kind: 'answer', ...answer });
    const ear = listen();
    await ear.rests(5_000);
    await ear.next(5_000, 10_000);
    expect(ear.troubles).toEqual([expect.stringMatching(reason)]);
    gateway.behave({ kind: 'well' });
    await ear.next(10_000, STEP);
    expect(ear.troubles).toEqual([expect.stringMatching(reason), null]);
  });

  it('ends in the middle of a poll', async () => {
    gateway.behave({ kind: 'hang' });
    const ear = listen();
    await gateway.arrived(1);
    await ear.stop();
    expect(ear.troubles).toEqual([]);
  });

  it('happens only where it is asked for', () => {
    expect(channel.listen?.(settings({ replies: false }), {} as never)).toBeNull();
    const can = typeof channel.can === 'function' ? channel.can : () => undefined;
    expect(can(settings())).toMatchObject({ acknowledge: true, delivery: true });
    expect(can(settings({ replies: false }))).toMatchObject({ acknowledge: false, delivery: false });
  });
});
