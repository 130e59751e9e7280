/** SMS of strangers, from Twilio's list to the engine's ear: each is told once, and none is lost while it waits. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTwilioChannel } from '../../../electron/paging/channels/twilio.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { movableClock } from '../../harness/clock.ts';
import { type Listening, type ListeningWishes, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { problem, startTwilioEmulator, type TwilioEmulator } from '../../harness/twilio-emulator.ts';

const ACCOUNT = { accountSid: 'AC0123456789abcdef0123456789abcdef', authToken: 'token-0123456789' };
const OURS = '+447700900999';
const KIM = '+447700900123';
const ANN = '+447700900666';
const STEP = 10_000;
const HOUR = 3_600_000;

let twilio: TwilioEmulator;
let clock: ReturnType<typeof movableClock>;
let memory: ReturnType<typeof aMemory>;
let channel: ReturnType<typeof createTwilioChannel>;
let listening: Listening | null;

beforeEach(async () => {
  clock = movableClock();
  memory = aMemory();
  // Twilio's clock is not ours: theirs is three hours behind here.
  twilio = await startTwilioEmulator({ ...ACCOUNT, now: () => clock.now() - 3 * HOUR });
  channel = createTwilioChannel();
  listening = null;
});
afterEach(async () => {
  await listening?.stop();
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await twilio.close();
});

const settings = () =>
  ChannelFile.parse({
    id: 'sms',
    type: 'twilio-sms',
    ...ACCOUNT,
    from: OURS,
    to: KIM,
    baseUrl: twilio.url,
    replies: true,
  }) as ChannelSettingsOf<'twilio-sms'>;

/** Listens, and has looked once. */
async function listen(wishes: ListeningWishes = {}): Promise<Listening> {
  listening = startListening(channel, settings(), { memory, clock, called: () => 'heard', ...wishes });
  await listening.rests(STEP);
  return listening;
}
const writes = (body: string, from = ANN) => twilio.reply({ from, to: OURS, body });
const said = ({ calls }: Listening) => calls.map((call) => call.said);
/** Lists that were asked for whoever wrote. */
const asked = () => twilio.requests.filter(({ path }) => path.includes('?To=')).length;
async function steps(ear: Listening, count: number): Promise<void> {
  for (let step = 0; step < count; step += 1) {
    await ear.next(STEP);
  }
}

describe('an SMS of a stranger', () => {
  it('is told once, with the number that can be called back and Twilio’s own time', async () => {
    const ear = await listen();
    writes('The shop is down');
    await steps(ear, 6);
    expect(ear.calls).toEqual([
      {
        id: 'SM00000000000000000000000000000001',
        from: ANN,
        said: 'The shop is down',
        at: clock.now() - 6 * STEP - 3 * HOUR,
      },
    ]);
    expect(ear.answers).toEqual([]);
    expect(twilio.received).toEqual([]);
  });

  it('is told whole, however long', async () => {
    const ear = await listen();
    writes('word '.repeat(300).trim());
    await steps(ear, 3);
    expect(ear.calls[0]?.said).toHaveLength(1_499);
  });

  it('is none of the paged person, who answers', async () => {
    const ear = await listen();
    writes('ack', KIM);
    await steps(ear, 12);
    expect([ear.calls, ear.answers.length]).toEqual([[], 1]);
  });

  it('is not looked for where nobody can be called', async () => {
    listening = startListening(channel, settings(), { memory, clock });
    await listening.rests(STEP);
    writes('The shop is down');
    await steps(listening, 12);
    expect(asked()).toBe(0);
  });

  it('is old when it was there before anybody could be called, also for the second time', async () => {
    writes('before');
    const ear = await listen();
    writes('first');
    await steps(ear, 3);
    expect(said(ear)).toEqual(['first']);
    await ear.stop();
    listening = startListening(channel, settings(), { memory, clock });
    await listening.rests(STEP);
    writes('while the card was gone');
    await steps(listening, 3);
    await listening.stop();
    const again = await listen();
    writes('second');
    await steps(again, 3);
    expect(said(again)).toEqual(['second']);
  });

  it('is told after a restart when it came meanwhile, and not again when it was told', async () => {
    const ear = await listen();
    writes('first');
    await steps(ear, 3);
    await ear.stop();
    writes('second');
    const again = await listen({ memory: aMemory(memory.kept()) });
    await steps(again, 3);
    expect([said(ear), said(again)]).toEqual([['first'], ['second']]);
  });

  it('waits while too many call, is told in its turn, and holds up nobody', async () => {
    let busy = true;
    const ear = await listen({ called: ({ from }) => (busy && from === ANN ? 'later' : 'heard') });
    writes('one');
    clock.setBack(-20 * 60_000); // far younger than the first
    writes('two', '+447700900777');
    await steps(ear, 5);
    expect(said(ear).filter((words) => words === 'two')).toHaveLength(1);
    expect(said(ear).filter((words) => words === 'one').length).toBeGreaterThan(1);
    await ear.stop();
    busy = false;
    const again = await listen({ memory: aMemory(memory.kept()) });
    await steps(again, 5);
    expect(said(again)).toEqual(['one']);
  });

  it('of a flood pushes no answer out of the list', async () => {
    const ear = await listen({ called: () => 'later' });
    writes('ack', KIM);
    for (let count = 0; count < 200; count += 1) {
      writes(`call ${count}`);
    }
    await steps(ear, 12);
    expect(ear.answers.map((answer) => answer.said)).toEqual(['ack']);
    expect(new Set(said(ear)).size).toBe(50);
    expect(JSON.stringify(memory.kept()).length).toBeLessThan(20_000);
  });
});

describe('listening for callers', () => {
  it('costs a request each half minute, and each ten seconds for a while after a call', async () => {
    const ear = await listen();
    await steps(ear, 12);
    expect(asked()).toBe(5);
    writes('The shop is down');
    await steps(ear, 12);
    expect(asked()).toBeGreaterThan(14);
  });

  it('tells once when Twilio does not answer, and loses nothing by it', async () => {
    const ear = await listen();
    writes('The shop is down');
    twilio.behave({ kind: 'answer', ...problem(503, 20_503, 'Service unavailable') });
    await ear.next(STEP);
    await ear.next(STEP);
    await ear.next(STEP, 5_000);
    expect(ear.troubles).toHaveLength(1);
    twilio.behave({ kind: 'well' });
    await ear.next(5_000, STEP);
    expect([ear.troubles.length, said(ear)]).toEqual([2, ['The shop is down']]);
  });
});
