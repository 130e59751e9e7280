import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTwilioVoiceChannel } from '../../../electron/paging/channels/twilio-voice.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { type Listening, type ListeningWishes, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { problem, startTwilioEmulator, type TwilioEmulator } from '../../harness/twilio-emulator.ts';

const ACCOUNT = { accountSid: 'AC0123456789abcdef0123456789abcdef', authToken: 'token-0123456789' };
const EVERY = 10_000;

let twilio: TwilioEmulator;
let clock: ReturnType<typeof movableClock>;
let memory: ReturnType<typeof aMemory>;
let channel: ReturnType<typeof createTwilioVoiceChannel>;
let listening: Listening | null;

beforeEach(async () => {
  clock = movableClock();
  memory = aMemory();
  twilio = await startTwilioEmulator(ACCOUNT);
  channel = createTwilioVoiceChannel();
  listening = null;
});
afterEach(async () => {
  await listening?.stop();
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await twilio.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'call',
    type: 'twilio-voice',
    ...ACCOUNT,
    from: '+447700900999',
    to: '+447700900123',
    baseUrl: twilio.url,
    ...more,
  }) as ChannelSettingsOf<'twilio-voice'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory });
function listen(wishes: ListeningWishes = {}): Listening {
  listening = startListening(channel, settings(), { memory, clock, ...wishes });
  return listening;
}
const secondPage = () => aPage({ id: PageId.parse('inc-2/1') });
const asked = () => twilio.requests.filter(({ method }) => method === 'GET').length;

describe('a call through Twilio', () => {
  it('says the words twice, and needs no address of ours', async () => {
    expect(await send()).toEqual({ status: 'accepted', reference: 'CA00000000000000000000000000000001' });
    const say =
      '<Say language="en-GB">DOWN api-gateway. 503 Service Unavailable for 2 min, third failure, since 02:14.</Say>';
    expect(twilio.calls).toEqual([
      {
        to: '+447700900123',
        from: '+447700900999',
        twiml: `<Response><Pause length="1"/>${say}<Pause length="1"/>${say}</Response>`,
        timeout: '25',
        machineDetection: null,
      },
    ]);
  });

  it('asks for a key, where a key can come back to us, and hears it while it speaks', async () => {
    const ackUrl = `https://pager.example.org/ack/${'t'.repeat(90)}`;
    await send(aPage({ ackUrl }));
    const { twiml } = twilio.calls[0] ?? { twiml: '' };
    expect(twiml).toContain(`<Gather numDigits="1" timeout="10" action="${ackUrl}/key"><Say`);
    expect(twiml.match(/Press 1 to acknowledge\./g)).toHaveLength(2);
    expect(twiml).toMatch(/<\/Gather><\/Response>$/);
  });

  it('rather speaks without asking than be longer than Twilio takes', async () => {
    await send(
      aPage({ ackUrl: `https://pager.example.org/ack/${'t'.repeat(300)}`, title: `DOWN ${'"'.repeat(2_000)}` }),
    );
    expect(twilio.calls[0]?.twiml).not.toContain('<Gather');
    expect(twilio.calls[0]?.twiml.length).toBeLessThanOrEqual(4_000);
  });

  it('rings, speaks and looks for machines as it is told', async () => {
    await send(aPage(), { ringFor: '1m', language: 'de-DE', detectMachines: true });
    expect(twilio.calls[0]).toMatchObject({
      timeout: '60',
      machineDetection: 'Enable',
      twiml: expect.stringContaining('<Say language="de-DE">'),
    });
  });

  it('says what a server has said, and lets none of it become a command', async () => {
    await send(aPage({ title: 'DOWN <Dial>+1900</Dial> & "co"', text: 'a\u0000b \ud800 ]]>' }));
    expect(twilio.calls[0]?.twiml).toContain(
      '>DOWN &lt;Dial&gt;+1900&lt;/Dial&gt; &amp; &quot;co&quot;. a b  ]]&gt;.</Say>',
    );
  });

  it('is never longer than Twilio takes', async () => {
    const page = aPage({ title: `DOWN ${'&'.repeat(2_000)}`, text: '<>"\''.repeat(2_000) });
    expect(await send(page)).toMatchObject({ status: 'accepted' });
  });

  it('leaves out the runbook: nobody can write down an address from hearing it', async () => {
    await send(aPage({ text: '503 for 2 min. Runbook attached', runbook: 'https://wiki.example.org/api' }));
    expect(twilio.calls[0]?.twiml).toContain('>DOWN api-gateway. 503 for 2 min.</Say>');
  });

  it.each([
    {
      answer: problem(400, 21_211, 'is not valid.'),
      status: 'refused',
      reason: 'Twilio refused: error 21211, is not valid.',
    },
    {
      answer: problem(429, 20_429, 'Too many'),
      status: 'try-later',
      reason: 'Twilio could not take it: error 20429, Too many',
    },
    { answer: { status: 503 }, status: 'try-later', reason: 'Twilio could not take it: HTTP 503' },
    {
      answer: { status: 200, body: '<html><title>Welcome, guest</title></html>' },
      status: 'try-later',
      reason: 'no message id in the answer (HTTP 200): is something between this machine and Twilio?',
    },
    {
      answer: { status: 302, headers: { location: 'http://hotel/' } },
      status: 'try-later',
      reason: 'Twilio could not take it: HTTP 302',
    },
  ])('is judged by the answer: $reason', async ({ answer, status, reason }) => {
    twilio.behave({ kind: 'answer', ...answer });
    expect(await send()).toEqual({ status, reason });
    expect(memory.kept()).toBeUndefined();
  });

  it('is refused when the login is wrong', async () => {
    expect(await send(aPage(), { authToken: 'another-token' })).toEqual({
      status: 'refused',
      reason: 'Twilio refused: error 20003, Authenticate',
    });
  });

  it('may pass later when nobody answers', async () => {
    twilio.behave({ kind: 'hang' });
    const limit = new AbortController();
    const sending = send(aPage(), {}, limit.signal);
    await twilio.arrived(1);
    limit.abort();
    expect(await sending).toEqual({ status: 'try-later', reason: `127.0.0.1:${twilio.port} did not answer in time` });
  });

  it.each([
    { ringFor: '1s', problem: /expected number to be >=5000/ },
    { ringFor: '11m', problem: /expected number to be <=600000/ },
    { language: 'en"/><Dial', problem: /a language like en-GB/ },
    { from: 'MG0123', problem: /an international number/ },
  ])('has settings that Twilio can take: $problem', ({ problem, ...more }) => {
    expect(() => settings(more)).toThrow(problem);
  });
});

describe('what became of a call', () => {
  it.each([
    { status: 'completed', by: undefined, fate: { status: 'delivered' } },
    { status: 'completed', by: 'human', fate: { status: 'delivered' } },
    { status: 'completed', by: 'machine_start', fate: { status: 'refused', reason: 'a machine answered the call' } },
    { status: 'busy', by: undefined, fate: { status: 'refused', reason: 'the line was busy' } },
    { status: 'no-answer', by: undefined, fate: { status: 'refused', reason: 'nobody answered the call within 25 s' } },
    { status: 'canceled', by: undefined, fate: { status: 'refused', reason: 'the call was cancelled at Twilio' } },
    {
      status: 'failed',
      by: undefined,
      fate: { status: 'refused', reason: 'the call could not be made: check the number' },
    },
  ])('is told once: $status $by', async ({ status, by, fate }) => {
    await send();
    const ear = listen();
    await ear.rests(EVERY);
    twilio.becomes(1, 'ringing');
    await ear.next(EVERY);
    expect(ear.fates).toEqual([]);
    twilio.becomes(1, status, by);
    await ear.next(EVERY);
    await ear.next(EVERY);
    expect(ear.fates).toEqual([{ pageId: 'inc-1/1', fate }]);
    expect(asked()).toBe(3);
  });

  it('costs no request while no call is under way', async () => {
    const ear = listen();
    await ear.rests(EVERY);
    await ear.next(EVERY);
    expect(twilio.requests).toEqual([]);
  });

  it('is asked after a restart too, for each call of its own', async () => {
    await send();
    await send(secondPage());
    twilio.becomes(1, 'completed');
    await listen().rests(EVERY);
    await listening?.stop();
    twilio.becomes(2, 'busy');
    const again = listen({ memory: aMemory(memory.kept()) });
    await again.rests(EVERY);
    expect(again.fates).toEqual([{ pageId: 'inc-2/1', fate: { status: 'refused', reason: 'the line was busy' } }]);
  });

  it('is not asked for ever', async () => {
    await send();
    const ear = listen();
    await ear.rests(EVERY);
    clock.sleepThrough(31 * 60_000);
    await ear.next(EVERY);
    await ear.next(EVERY);
    expect([asked(), ear.fates]).toEqual([2, []]);
  });

  it('is forgotten when Twilio has forgotten it', async () => {
    memory.keep({ awaited: [{ pageId: 'inc-1/1', sid: 'CA404', at: clock.now() }], sentAt: 0, since: null, heard: [] });
    const ear = listen();
    await ear.rests(EVERY);
    await ear.next(EVERY);
    expect([asked(), ear.fates, ear.troubles]).toEqual([1, [], []]);
  });

  it('tells once when Twilio does not answer, and once when it does again', async () => {
    await send();
    twilio.behave({ kind: 'answer', ...problem(401, 20_003, 'Authenticate') });
    const ear = listen();
    await ear.rests(5_000);
    await ear.next(5_000, 10_000);
    await ear.next(10_000, 20_000);
    expect(ear.troubles).toEqual(['Twilio refused: error 20003, Authenticate']);
    twilio.behave({ kind: 'well' });
    await ear.next(20_000, EVERY);
    expect(ear.troubles).toEqual(['Twilio refused: error 20003, Authenticate', null]);
  });

  it('does not stumble over a memory that is none', async () => {
    memory.keep({ awaited: 'what' });
    const ear = listen();
    await ear.rests(EVERY);
    await send();
    twilio.becomes(1, 'completed');
    await ear.next(EVERY);
    expect(ear.fates).toHaveLength(1);
  });

  it('is left in the middle when listening ends', async () => {
    await send();
    twilio.behave({ kind: 'hang' });
    const ear = listen();
    await twilio.arrived(2);
    await ear.stop();
    expect([ear.fates, ear.troubles]).toEqual([[], []]);
  });
});
