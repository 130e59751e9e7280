import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPushoverChannel } from '../../../electron/paging/channels/pushover.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { eventually, type Listening, type ListeningWishes, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { type PushoverEmulator, problem, startPushoverEmulator } from '../../harness/pushover-emulator.ts';

const ACCOUNT = { token: 'aAppToken0123456789aAppToken01', userKey: 'uUserKey0123456789uUserKey0123' };
const EVERY = 5_000;

let pushover: PushoverEmulator;
let channel: ReturnType<typeof createPushoverChannel>;
let memory: ReturnType<typeof aMemory>;
let listening: Listening | null;
let clock: ReturnType<typeof movableClock>;

beforeEach(async () => {
  pushover = await startPushoverEmulator(ACCOUNT);
  channel = createPushoverChannel();
  memory = aMemory();
  clock = movableClock();
  listening = null;
});
afterEach(async () => {
  await listening?.stop();
  await channel.close?.();
  await pushover.close();
});

const settings = () =>
  ChannelFile.parse({
    id: 'push',
    type: 'pushover',
    ...ACCOUNT,
    baseUrl: pushover.url,
  }) as ChannelSettingsOf<'pushover'>;
/** Sends it; its receipt. */
async function ring(more: Partial<Page> = {}): Promise<string> {
  await channel.send(aPage(more), settings(), { signal: new AbortController().signal, clock, memory });
  return pushover.received.at(-1)?.receipt ?? '';
}
function listen(wishes: ListeningWishes = {}): Listening {
  listening = startListening(channel, settings(), { memory, clock, ...wishes });
  return listening;
}
const asked = () => pushover.requests.filter(({ method }) => method === 'GET').length;

describe('the receipt of what rings', () => {
  it('is asked until somebody has acknowledged, and that is heard once', async () => {
    const receipt = await ring();
    const ear = listen();
    await ear.next(EVERY);
    expect([asked(), ear.answers]).toEqual([2, []]);
    pushover.acknowledge(receipt, 'phone');
    await ear.next(EVERY);
    await ear.next(EVERY);
    expect(ear.answers).toEqual([{ pageId: 'inc-1/1', said: 'ack', from: 'Pushover on phone' }]);
    expect(asked()).toBe(3);
    expect(memory.kept()).toBeUndefined();
    expect(pushover.requests.at(2)?.path).toBe(`/1/receipts/${receipt}.json?token=${ACCOUNT.token}`);
  });

  it('stops the ringing of the same incident everywhere when one has acknowledged', async () => {
    const mine = await ring();
    await ring({ id: aPage().id });
    const other = await ring({ dedupKey: 'another' });
    pushover.acknowledge(mine, '');
    const ear = listen();
    await ear.next(EVERY);
    expect(pushover.ringing()).toEqual([other]);
    expect(ear.answers).toEqual([{ pageId: 'inc-1/1', said: 'ack', from: 'Pushover' }]);
    expect(memory.kept()).toMatchObject({ open: [{ receipt: other }] });
  });

  it('is heard after a restart too', async () => {
    const receipt = await ring();
    const before = listen();
    await before.rests(EVERY);
    await before.stop();
    pushover.acknowledge(receipt, 'phone');
    const after = listen();
    await after.rests(EVERY);
    expect([before.answers.length, after.answers.length]).toEqual([0, 1]);
  });

  it('asks nothing while nothing rings', async () => {
    const ear = listen();
    await ear.next(EVERY);
    await ear.next(EVERY);
    expect(pushover.requests).toEqual([]);
  });

  it.each([
    ['has ended without anybody', (receipt: string) => pushover.expire(receipt)],
    ['is not known any more', (receipt: string) => pushover.forget(receipt)],
  ])('is forgotten when it %s', async (_what, end) => {
    end(await ring());
    const ear = listen();
    await ear.rests(EVERY);
    expect([asked(), ear.answers, ear.troubles]).toEqual([1, [], []]);
    expect(memory.kept()).toBeUndefined();
  });

  it('is forgotten some time after its end, also when Pushover never answered', async () => {
    await ring();
    clock.sleepThrough(16 * 60_000 + 1);
    const ear = listen();
    await ear.rests(EVERY);
    expect(asked()).toBe(0);
    expect(memory.kept()).toBeUndefined();
  });

  it('has its turn when there are many', async () => {
    for (let count = 0; count < 7; count += 1) {
      await ring({ dedupKey: `inc-${count}` });
    }
    const last = pushover.received.at(-1)?.receipt ?? '';
    pushover.acknowledge(last, 'phone');
    const ear = listen();
    await ear.rests(EVERY);
    expect([asked(), ear.answers.length]).toEqual([5, 0]);
    await ear.next(EVERY);
    expect([asked(), ear.answers.length]).toEqual([10, 1]);
  });

  it('leaves alone what its memory holds of something else', async () => {
    memory.keep({ open: [{ receipt: '../../x', page: 'inc-1/1', key: 'k', until: 9e15 }] });
    const ear = listen();
    await ear.rests(EVERY);
    expect(pushover.requests).toEqual([]);
  });

  it('tells once that Pushover does not answer as it should, and once that it does again', async () => {
    const receipt = await ring();
    pushover.behave({ kind: 'answer', status: 200, body: '<html><title>Welcome, guest</title></html>' });
    const ear = listen();
    await ear.rests(5_000);
    const cut = ear.cut();
    await clock.advance(5_000);
    // The second question waits for ten seconds, and so does who was answered badly for the second time.
    await eventually('the second answer', () => ear.cut() > cut);
    await ear.rests(10_000);
    pushover.acknowledge(receipt, 'phone');
    pushover.behave({ kind: 'well' });
    await ear.next(10_000, EVERY);
    expect(ear.troubles).toEqual([
      'Pushover answered 200, but not as Pushover does: Welcome, guest: is something between this machine and it?',
      null,
    ]);
    expect(ear.answers).toHaveLength(1);
  });

  it('tells that the application is not known any more', async () => {
    await ring();
    pushover.behave({ kind: 'answer', ...problem(400, 'application token is invalid', { token: 'invalid' }) });
    const ear = listen();
    await ear.rests(5_000);
    expect(ear.troubles).toEqual(['Pushover answered 400: application token is invalid']);
  });

  it('is asked again when the asking hangs, and left at once at the end', async () => {
    await ring();
    pushover.behave({ kind: 'hang' });
    const ear = listen();
    await pushover.arrived(2);
    await ear.next(10_000, 5_000);
    expect(ear.troubles).toEqual([expect.stringMatching(/did not answer in time$/)]);
    await clock.advance(5_000);
    await pushover.arrived(3);
    await ear.stop();
  });
});
