/**
 * What every channel owes the outbox, whatever it speaks: an answer in time, never an exception, a clear refusal, no secret
 * in any word, and the truth about keys. A new channel passes by having a rig here; without one this does not compile.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, ChannelMemory, ChannelSet } from '../../../electron/engine/ports/channel.ts';
import type { Notice } from '../../../electron/engine/ports/doors.ts';
import { channelSet, createChannels } from '../../../electron/paging/channels/registry.ts';
import { createPrograms } from '../../../electron/probes/child.ts';
import { TellBy } from '../../../shared/model/caller-news.ts';
import { ChannelFile, type ChannelType } from '../../../shared/model/channel.ts';
import type { Capabilities, Delivery } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { aMemory, noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { commandRig } from '../../harness/rigs/command.ts';
import { ntfyRig } from '../../harness/rigs/ntfy.ts';
import { pagerDutyRig } from '../../harness/rigs/pagerduty.ts';
import { pushoverRig } from '../../harness/rigs/pushover.ts';
import { ECHO, type Rig, SECRETS } from '../../harness/rigs/rig.ts';
import { slackRig } from '../../harness/rigs/slack.ts';
import { smtpRig } from '../../harness/rigs/smtp.ts';
import { tapRig } from '../../harness/rigs/tap.ts';
import { teamsRig } from '../../harness/rigs/teams.ts';
import { telegramRig } from '../../harness/rigs/telegram.ts';
import { twilioVoiceRig } from '../../harness/rigs/twilio-voice.ts';
import { vonageSmsRig } from '../../harness/rigs/vonage-sms.ts';
import { wctpRig } from '../../harness/rigs/wctp.ts';
import { startSnppEmulator } from '../../harness/snpp-emulator.ts';
import { problem, startTwilioEmulator } from '../../harness/twilio-emulator.ts';
import { startWebhookReceiver } from '../../harness/webhook-receiver.ts';

const screen = { shown: [] as Notice[], answer: null as Delivery | 'hang' | null, asked: () => undefined as undefined };
const speakers = { answer: null as Delivery | 'hang' | null, asked: () => undefined as undefined };
const accepted: Delivery = { status: 'accepted' };

/** The two doors of this machine behave alike. */
function doorRig(type: 'native' | 'sound', door: typeof speakers, taken: () => number): Rig {
  return {
    settings: ChannelFile.parse({ id: type, type }),
    hang: () => {
      door.answer = 'hang';
      return new Promise<void>((resolve) => {
        door.asked = () => void resolve();
      });
    },
    refuse: () => {
      door.answer = { status: 'refused', reason: 'nobody is there' };
    },
    echo: () => {
      door.answer = { status: 'try-later', reason: 'no secret was given to me' };
    },
    taken,
    close: async () => undefined,
  };
}

const RIGS: { readonly [T in ChannelType]: () => Promise<Rig> } = {
  native: async () => doorRig('native', screen, () => new Set(screen.shown.map(({ tag }) => tag)).size),
  // Nothing leaves through it: the tone follows the state, so asking twice is no second tone.
  sound: async () => doorRig('sound', speakers, () => 1),
  webhook: async () => {
    const secret = `whsec_${SECRETS[0]}`;
    const receiver = await startWebhookReceiver({ secret, now: movableClock().now });
    const headers = { authorization: `Bearer ${SECRETS[1]}` };
    return {
      settings: ChannelFile.parse({ id: 'hook', type: 'webhook', url: receiver.url, secret, headers }),
      hang: () => {
        receiver.behave({ kind: 'hang' });
        return receiver.arrived(receiver.tries.length + 1);
      },
      refuse: () => receiver.behave({ kind: 'answer', status: 404, body: 'no such hook' }),
      echo: () => receiver.behave({ kind: 'answer', status: 500, body: ECHO.slice(0, 110) }),
      taken: () => receiver.received.length,
      close: receiver.close,
    };
  },
  'twilio-sms': async () => {
    const account = { accountSid: 'AC0123456789', authToken: SECRETS[2] };
    const twilio = await startTwilioEmulator(account);
    const numbers = { from: '+447700900999', to: '+447700900123' };
    return {
      settings: ChannelFile.parse({ id: 'sms', type: 'twilio-sms', ...account, ...numbers, baseUrl: twilio.url }),
      hang: () => {
        twilio.behave({ kind: 'hang' });
        return twilio.arrived(twilio.requests.length + 1);
      },
      refuse: () =>
        twilio.behave({ kind: 'answer', ...problem(400, 21_610, 'Attempt to send to unsubscribed recipient') }),
      echo: () => twilio.behave({ kind: 'answer', ...problem(500, 20_500, ECHO) }),
      taken: () => twilio.received.length,
      close: twilio.close,
    };
  },
  snpp: async () => {
    const login = { id: 'kim', password: SECRETS[3] };
    const gateway = await startSnppEmulator({ login });
    return {
      settings: ChannelFile.parse({
        id: 'pager',
        type: 'snpp',
        host: gateway.host,
        port: gateway.port,
        pager: '5551212',
        login,
      }),
      hang: () => {
        gateway.behave({ kind: 'hang', at: 'SEND' });
        return gateway.reached('SEND');
      },
      refuse: () => gateway.behave({ kind: 'say', at: 'PAGE', line: '550 Error, Invalid Pager ID' }),
      echo: () => gateway.behave({ kind: 'say', at: 'SEND', line: `554 ${ECHO}` }),
      taken: () => gateway.received.length,
      close: gateway.close,
    };
  },
  ntfy: ntfyRig,
  smtp: smtpRig,
  pushover: pushoverRig,
  telegram: telegramRig,
  pagerduty: pagerDutyRig,
  slack: slackRig,
  teams: teamsRig,
  command: commandRig,
  'twilio-voice': twilioVoiceRig,
  'vonage-sms': vonageSmsRig,
  wctp: wctpRig,
  tap: tapRig,
};

/** Only a channel through which something comes back has something to keep. */
function memoryFor({ acknowledge, delivery }: Capabilities): ChannelMemory {
  return acknowledge || delivery ? aMemory() : noMemory;
}

function answerOf(door: typeof speakers): Promise<Delivery> {
  door.asked();
  return door.answer === 'hang' ? new Promise(() => undefined) : Promise.resolve(door.answer ?? accepted);
}

describe.each(Object.keys(RIGS) as ChannelType[])('the %s channel', (type) => {
  let channels: ChannelSet;
  let rig: Rig;
  const clock = movableClock();
  const send = (signal = new AbortController().signal) =>
    channels.send(aPage(), rig.settings, {
      signal,
      clock,
      memory: rig.memory ?? memoryFor(channels.can(rig.settings)),
    });

  beforeEach(async () => {
    Object.assign(screen, { shown: [], answer: null });
    speakers.answer = null;
    channels = createChannels({
      notice: {
        show: (notice) => {
          screen.shown.push(notice);
          return answerOf(screen);
        },
      },
      sound: { ready: () => answerOf(speakers) },
      programs: createPrograms(),
    });
    rig = await RIGS[type]();
  });
  afterEach(async () => {
    await channels.close();
    await rig.close();
  });

  it('takes a page', async () => {
    expect(await send()).toMatchObject({ status: 'accepted' });
    expect(rig.taken()).toBe(1);
  });

  it('answers when its time is over', async () => {
    const hanging = rig.hang();
    const limit = new AbortController();
    const sending = send(limit.signal);
    await hanging;
    limit.abort();
    expect(await sending).toMatchObject({ status: 'try-later', reason: expect.stringMatching(/in time/) });
  });

  it('begins nothing when no time is left', async () => {
    expect(await send(AbortSignal.abort())).toEqual({ status: 'try-later', reason: 'no time was left for this try' });
  });

  it('refuses clearly', async () => {
    rig.refuse();
    const delivery = await send();
    expect(delivery).toMatchObject({ status: 'refused', reason: expect.stringMatching(/\w+ \w+/) });
  });

  it('lets no secret into its words, even when the other side quotes them', async () => {
    rig.echo();
    const delivery = await send();
    expect(delivery).toMatchObject({ status: 'try-later', reason: expect.stringContaining('secret') });
    for (const secret of Object.values(rig.settings)
      .flatMap(textsIn)
      .filter((text) => SECRETS.some((one) => text.includes(one)))) {
      expect(JSON.stringify(delivery)).not.toContain(secret.replace(/^whsec_|^Bearer /, ''));
    }
  });

  it('tells the truth about its key: the same page twice is one page exactly when it says so', async () => {
    await send();
    await send();
    const folds = rig.taken() === 1;
    // A screen folds by tag while it lives; after a restart it may show twice, so it does not promise.
    expect(channels.can(rig.settings).idempotent).toBe(type === 'native' ? false : folds);
  });

  it('says how much it can take', () => {
    const { rate } = channels.can(rig.settings);
    expect(rate.pages).toBeGreaterThan(0);
    expect(rate.perMs).toBeGreaterThan(0);
  });
});

const TO_ANN = TellBy.parse({ way: 'sms', channel: 'hook', to: '+447700900123' });

describe('any adapter, however bad', () => {
  const bad = <T extends ChannelType>(type: T, send: () => Promise<Delivery>): Channel<T> => ({
    type,
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 1, perMs: 1 } },
    target: () => type,
    secrets: () => SECRETS,
    send,
  });
  const throwing = () => {
    throw new Error(`cannot read ${SECRETS[2]}`);
  };
  const adapters = Object.fromEntries((Object.keys(RIGS) as ChannelType[]).map((type) => [type, bad(type, throwing)]));
  const channels = channelSet({
    ...(adapters as unknown as Parameters<typeof channelSet>[0]),
    sound: bad('sound', () => new Promise(() => undefined)),
    webhook: bad('webhook', () => Promise.reject(new Error('broken'))),
  });
  const context = { signal: new AbortController().signal, clock: movableClock(), memory: noMemory };

  it('that throws is tried later, with the reason and without the secret', async () => {
    const settings = ChannelFile.parse({
      id: 'sms',
      type: 'twilio-sms',
      accountSid: 'AC1',
      authToken: SECRETS[2],
      from: 'MG1',
      to: '+447700900123',
    });
    expect(await channels.send(aPage(), settings, context)).toEqual({
      status: 'try-later',
      reason: 'the twilio-sms channel failed: cannot read [secret]',
    });
  });

  it('that throws while it tells a caller is tried later, without the secret and without the address of the call', async () => {
    const url = 'https://pager.example.org/call/a-secret-address';
    const telling = channelSet({
      ...(adapters as unknown as Parameters<typeof channelSet>[0]),
      webhook: {
        ...bad('webhook', () => Promise.reject(new Error('broken'))),
        tell: () => Promise.reject(new Error(`cannot say ${SECRETS[2]} ${url}`)),
      },
    });
    const settings = ChannelFile.parse({
      id: 'hook',
      type: 'webhook',
      url: 'http://127.0.0.1:1/',
      secret: 'whsec_dGVzdA==',
    });
    const message = { id: 'call-1-1-waiting-0', to: TO_ANN, text: 'It is in.', url, at: 0 };
    expect(await telling.tell(message, settings, context)).toEqual({
      status: 'try-later',
      reason: 'the webhook channel failed: cannot say [secret] [secret]',
    });
    expect(telling.tell(message, ChannelFile.parse({ id: 'sound', type: 'sound' }), context)).toBeNull();
  });

  it('that does not listen to the signal is left behind', async () => {
    const limit = new AbortController();
    const sending = channels.send(aPage(), ChannelFile.parse({ id: 'sound', type: 'sound' }), {
      ...context,
      signal: limit.signal,
    });
    limit.abort();
    expect(await sending).toEqual({ status: 'try-later', reason: 'no answer in time' });
  });
});

function textsIn(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(textsIn)
    : typeof value === 'string'
      ? [value]
      : [];
}
