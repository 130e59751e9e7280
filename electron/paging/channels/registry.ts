/**
 * All channels behind one door. A new channel is one file and one line here.
 *
 * Whatever an adapter does (throws, hangs, quotes a password), the answer is a Delivery in time and without a secret.
 */

import type { ChannelSettings, ChannelType } from '../../../shared/model/channel.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { later } from '../../../shared/rules/http/deliveries.ts';
import { paintedOver, painter } from '../../../shared/rules/words/painter.ts';
import type { Channel, ChannelSet, ListenContext } from '../../engine/ports/channel.ts';
import type { NoticeDoor, SoundDoor } from '../../engine/ports/doors.ts';
import type { Programs } from '../../engine/ports/programs.ts';
import { createCommandChannel } from './command.ts';
import { createNativeChannel } from './native.ts';
import { createNtfyChannel } from './ntfy.ts';
import { createPagerDutyChannel } from './pagerduty.ts';
import { createPushoverChannel } from './pushover.ts';
import { scrub } from './secrets.ts';
import { createSlackChannel } from './slack.ts';
import { createSmtpChannel } from './smtp.ts';
import { createSnppChannel } from './snpp.ts';
import { createSoundChannel } from './sound.ts';
import { createTapChannel } from './tap.ts';
import { createTeamsChannel } from './teams.ts';
import { createTelegramChannel } from './telegram.ts';
import { createTwilioChannel } from './twilio.ts';
import { createTwilioVoiceChannel } from './twilio-voice.ts';
import { createVonageChannel } from './vonage-sms.ts';
import { createWctpChannel } from './wctp.ts';
import { createWebhookChannel } from './webhook.ts';

export interface ChannelOptions {
  readonly notice: NoticeDoor;
  readonly sound: SoundDoor;
  /** Of its own: closed with the channels. */
  readonly programs: Programs;
}

/** One adapter a type; leave one out and it does not compile. */
type Adapters = { readonly [T in ChannelType]: Channel<T> };

export function createChannels({ notice, sound, programs }: ChannelOptions): ChannelSet {
  return channelSet({
    native: createNativeChannel(notice),
    sound: createSoundChannel(sound),
    webhook: createWebhookChannel(),
    'twilio-sms': createTwilioChannel(),
    'twilio-voice': createTwilioVoiceChannel(),
    'vonage-sms': createVonageChannel(),
    wctp: createWctpChannel(),
    tap: createTapChannel(),
    snpp: createSnppChannel(),
    ntfy: createNtfyChannel(),
    smtp: createSmtpChannel(),
    pushover: createPushoverChannel(),
    telegram: createTelegramChannel(),
    pagerduty: createPagerDutyChannel(),
    slack: createSlackChannel(),
    teams: createTeamsChannel(),
    command: createCommandChannel(programs),
  });
}

/** The door around any adapters. Apart from `createChannels` only so that bad ones can be put behind it. */
export function channelSet(adapters: Adapters): ChannelSet {
  // The compiler cannot see that an adapter and its settings share a type; the record's own type has proved it.
  const adapterOf = ({ type }: ChannelSettings) => adapters[type] as Channel<ChannelType>;
  return {
    can(settings) {
      const { can } = adapterOf(settings);
      return typeof can === 'function' ? can(settings) : can;
    },
    target: (settings) => adapterOf(settings).target(settings),
    async send(page, settings, context) {
      const adapter = adapterOf(settings);
      const link = page.ackUrl === undefined ? [] : [page.ackUrl];
      return scrub(await guarded(adapter.type, () => adapter.send(page, settings, context), context.signal), [
        ...adapter.secrets(settings),
        ...link,
      ]);
    },
    listen(settings, context) {
      const adapter = adapterOf(settings);
      return adapter.listen?.(settings, discreet(context, adapter.secrets(settings))) ?? null;
    },
    hush: (dedupKey, settings, context) => adapterOf(settings).hush?.(dedupKey, settings, context) ?? null,
    tell(message, settings, context) {
      const adapter = adapterOf(settings);
      const leave = message.to.way === 'news' ? message.to.leave : null;
      const links = [message.url, leave].filter((link) => link !== null);
      const telling = adapter.tell?.bind(adapter, message, settings, context);
      return telling === undefined
        ? null
        : guarded(adapter.type, telling, context.signal).then((delivery) =>
            scrub(delivery, [...adapter.secrets(settings), ...links]),
          );
    },
    async close() {
      await Promise.all(Object.values(adapters).map((adapter) => adapter.close?.()));
    },
  };
}

/** What is told of listening holds no more secrets than what is told of sending. */
function discreet(context: ListenContext, forms: readonly string[]): ListenContext {
  const { ear, trouble } = context;
  const { called } = ear;
  const clean = painter(forms);
  const paint = paintedOver(forms);
  return {
    ...context,
    ear: {
      ...(called !== undefined && { called: (call) => called({ ...call, said: paint(call.said) }) }),
      answered: (answer) => ear.answered({ ...answer, said: clean(answer.said), from: clean(answer.from) }),
      fared: (pageId, fate) => ear.fared(pageId, scrub(fate, forms)),
    },
    trouble: (reason) => trouble(reason === null ? null : clean(reason)),
  };
}

async function guarded(type: ChannelType, deliver: () => Promise<Delivery>, signal: AbortSignal): Promise<Delivery> {
  if (signal.aborted) {
    return later('no time was left for this try');
  }
  const settled = new AbortController();
  try {
    return await Promise.race([deliver(), tooLate(signal, settled.signal)]);
  } catch (error) {
    return later(`the ${type} channel failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    settled.abort();
  }
}

/** For adapters that do not listen to the signal. Those that do get one turn to say what they were waiting for. */
function tooLate(signal: AbortSignal, settled: AbortSignal): Promise<Delivery> {
  return new Promise((resolve) => {
    const giveUp = () => setImmediate(() => resolve(later('no answer in time')));
    signal.addEventListener('abort', giveUp, { once: true, signal: settled });
  });
}
