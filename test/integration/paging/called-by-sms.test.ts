/**
 * A stranger writes an SMS: somebody is paged, has it, and ends it, and the stranger hears so. The whole way over a real connection to
 * Twilio's emulator; every SMS that leaves the house is counted.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { eventually, watchedClock } from '../../harness/listening.ts';
import { type RealChannels, realChannels } from '../../harness/real-channels.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { startTwilioEmulator, type TwilioEmulator } from '../../harness/twilio-emulator.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const ACCOUNT = { accountSid: 'AC0123456789abcdef0123456789abcdef', authToken: 'token-0123456789' };
const OURS = '+447700900999';
const KIM = '+447700900123';
const ANN = '+447700900666';
const STEP = 10_000;
const MINUTE = 60_000;

let twilio: TwilioEmulator;
let clock: ReturnType<typeof movableClock>;
let path: string;
let running: TestEngine | null;
let channels: RealChannels | null;
let waits: () => readonly number[];

beforeEach(async () => {
  clock = movableClock(START);
  path = join(tempFolder(), 'watchbell.db');
  twilio = await startTwilioEmulator({ ...ACCOUNT, now: clock.now });
  [running, channels] = [null, null];
});
afterEach(async () => {
  await leave();
  await twilio.close();
});

/** Nobody but Kim is paged, and only by SMS. */
function house(card: object = {}): FileInput {
  return {
    ...fileOf(),
    settings: { publicUrl: 'https://pager.example.org' },
    people: [
      { id: 'kim', name: 'Kim', channels: ['kim-sms'], pageMe: { sms: 'kim-sms', answerWithin: '1h', ...card } },
    ],
    channels: [
      { id: 'kim-sms', type: 'twilio-sms', ...ACCOUNT, from: OURS, to: KIM, baseUrl: twilio.url, replies: true },
    ],
    schedules: [],
    policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '2h' }], repeat: 0 }],
  };
}

async function open(file = house()): Promise<TestEngine> {
  const real = realChannels();
  const watched = watchedClock(clock);
  channels = real;
  waits = watched.waits;
  running = await testEngine({
    clock,
    file,
    path,
    channels: { ...real, listen: (settings, context) => real.listen(settings, { ...context, clock: watched.clock }) },
  });
  await passes(MINUTE);
  return running;
}

async function leave(): Promise<void> {
  await running?.stop();
  await channels?.close();
  [running, channels] = [null, null];
}

/** Time passes; whatever was begun in it has ended. */
async function passes(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP) {
    await channels?.play(clock, STEP);
    await eventually('the end of a look', () => waits().join() === `${STEP}`, waits);
  }
}

/** What was sent since, "who: words", without the addresses in it. */
function sms(): readonly string[] {
  const names = new Map([
    [KIM, 'Kim'],
    [ANN, 'Ann'],
  ]);
  return twilio.received.map(({ to, body }) => `${names.get(to) ?? to}: ${body.replaceAll(/ https:\S+/g, '')}`);
}
async function sent(count: number): Promise<readonly string[]> {
  await eventually(`${count} SMS`, () => twilio.received.length >= count, sms);
  return sms();
}
const writes = (body: string, from = ANN) => twilio.reply({ from, to: OURS, body });
const openCalls = (on: TestEngine) =>
  on
    .snapshot()
    .incidents.filter(({ componentId, resolvedAt }) => componentId.startsWith('calls/') && resolvedAt === null);

describe('a call by SMS', () => {
  it('pages whom the card is for, and its caller hears that it is in, who has it, and that it is over', async () => {
    const on = await open();
    writes('The shop is down');
    await passes(MINUTE);
    expect((await sent(2)).toSorted()).toEqual([
      'Ann: Your call to Kim is in. Others are called when nobody answers.',
      expect.stringMatching(
        /^Kim: Call from \+4477\.\.\.666 to Kim\n"The shop is down" \(reach .* at \+447700900666\)/,
      ),
    ]);
    const [address] = twilio.received.flatMap(({ to, body }) => (to === ANN ? [body.split(' ').at(-1)] : []));
    expect(address).toMatch(/^https:\/\/pager\.example\.org\/call\/[\w-]+$/);
    writes('a', KIM);
    await passes(MINUTE);
    expect((await sent(4)).slice(2).toSorted()).toEqual([
      'Ann: Kim has your call since 09:02 (UTC).',
      'Kim: Call from +4477...666 to Kim: Yours until it is fixed',
    ]);
    writes('Thank you! Now the till, too');
    await passes(MINUTE);
    writes('r', KIM);
    await passes(MINUTE);
    expect((await sent(7)).slice(4).toSorted()).toEqual([
      'Ann: Your call to Kim was ended by Kim at 09:04 (UTC).',
      expect.stringMatching(/^Kim: Call from \+4477\.\.\.666 to Kim: /),
      expect.stringMatching(/^Kim: OVER: Call from \+4477\.\.\.666 to Kim/),
    ]);
    await passes(5 * MINUTE);
    expect(twilio.received).toHaveLength(7);
    const [note] = await on.store.events({ types: ['incident-note'], limit: 1 });
    expect(note?.text).toContain('Now the till, too');
    expect(on.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('survives a restart at any time: it is taken once, and what is owed is told once', async () => {
    await open();
    await leave();
    writes('The shop is down');
    await open();
    expect(await sent(2)).toHaveLength(2);
    await leave();
    writes('a', KIM);
    await open();
    expect(await sent(4)).toContainEqual(expect.stringMatching(/^Ann: Kim has your call since 09:0\d \(UTC\)\.$/));
    await leave();
    const on = await open();
    await passes(5 * MINUTE);
    expect(twilio.received).toHaveLength(4);
    expect(openCalls(on)).toHaveLength(1);
  });

  it('is none by a word of the carrier’s, a short code or ourselves, and none of them is answered', async () => {
    const on = await open();
    for (const word of ['STOP', 'help', 'Start']) {
      writes(word);
    }
    writes('Your parcel is here', '12345');
    writes('Your parcel is here', 'PARCELS');
    writes('The shop is down', OURS);
    writes(' ');
    await passes(2 * MINUTE);
    expect([twilio.received, openCalls(on)]).toEqual([[], []]);
  });

  it('is heard from the moment on in which a card names the channel, and no longer than that', async () => {
    const { pageMe: _, ...kim } = house().people?.[0] ?? { id: '', name: '', channels: [] };
    const without = { ...house(), people: [kim] };
    const on = await open(without);
    writes('too early');
    await passes(MINUTE);
    on.configure(house());
    await passes(MINUTE);
    writes('in time');
    await passes(MINUTE);
    on.configure(without);
    await passes(MINUTE);
    writes('too late', '+447700900777');
    await passes(MINUTE);
    expect(openCalls(on)).toHaveLength(1);
    expect(sms().join()).toContain('in time');
    expect(sms().join()).not.toContain('too ');
  });

  it('of many at once is taken in its turn: none is lost, and no flood of pages', async () => {
    const on = await open();
    for (let number = 0; number < 14; number += 1) {
      writes(`I am number ${number}`, `+4477009020${String(number).padStart(2, '0')}`);
    }
    await passes(MINUTE);
    expect(openCalls(on).length).toBeLessThanOrEqual(9);
    await passes(14 * MINUTE);
    expect(openCalls(on)).toHaveLength(14);
  });

  it('of a telephone that answers by itself comes to an end', async () => {
    const on = await open(house({ repeatWithin: 0 }));
    writes('The shop is down');
    let heard = 0;
    for (let round = 0; round < 20; round += 1) {
      await passes(MINUTE);
      const toAnn = twilio.received.filter(({ to }) => to === ANN).length;
      if (toAnn > heard) {
        heard = toAnn;
        writes('I am driving and will read your message later');
      }
      for (const { id } of openCalls(on)) {
        await on.engine.replies.resolve({ incident: id, note: '' }, 'Kim at this desk');
      }
    }
    expect(heard).toBeLessThan(9);
    await passes(MINUTE);
    expect(openCalls(on)).toEqual([]);
  });
});
