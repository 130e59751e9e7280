/**
 * SMS that strangers write to a number of ours: a call on the card that names the channel, or nothing, for a stated reason.
 */
import type { ChannelSettings } from '../../../shared/model/channel.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { ChannelId } from '../../../shared/model/ids.ts';
import { calledWords, mayTell, noCall } from '../../../shared/rules/calls/sms.ts';
import { shortNumber } from '../../../shared/rules/words/short-number.ts';
import { loose } from '../commands.ts';
import type { Core } from '../core.ts';
import type { SmsDesk } from '../ports/calls.ts';
import type { ChannelCall, Ear } from '../ports/ear.ts';
import type { CallBook } from './book.ts';

/** What the ear on a channel has beside answers: nothing, where no card names the channel. */
export type CalledOn = (channelId: ChannelId) => Pick<Ear, 'called'>;

export function createSmsCalls(
  { clock, config, log, write }: Pick<Core, 'clock' | 'config' | 'log' | 'write'>,
  desk: SmsDesk,
  calls: Pick<CallBook, 'all'>,
): CalledOn {
  async function called(on: ChannelSettings, { id, from, said, at }: ChannelCall): Promise<'heard' | 'later'> {
    const reason = noCall({ from, said, at }, on, config().channels.values(), clock.now());
    if (reason === 'it is a day old') {
      const text = `An SMS of ${shortNumber(from)} by ${on.id} called nobody: ${reason}: "${calledWords(said)}"`;
      await write({ events: [{ ...loose(clock.now(), 'call', text), channelId: on.id }] });
    }
    if (reason !== null) {
      log.info({ channel: on.id, reason }, 'an SMS is no call');
      return 'heard';
    }
    const form = { name: callerName(config(), from), reach: from, words: calledWords(said) };
    const tellBy = mayTell(calls.all(), from, clock.now()) ? { way: 'sms' as const, channel: on.id, to: from } : null;
    const taken = await desk.callSms(on.id, form, { key: from, message: id, tellBy });
    return taken.kind === 'too-many' ? 'later' : 'heard';
  }

  return (channelId) => {
    const on = config().channels.get(channelId);
    return on === undefined || !desk.takesSms(channelId) ? {} : { called: (call) => called(on, call) };
  };
}

/** "Sam", where one person alone is paged by this number; else the number, as far as a stranger may read it. */
function callerName({ channels, people }: Config, number: string): string {
  const own = [...channels.values()].filter((channel) => 'to' in channel && channel.to === number);
  const owners = [...people.values()].filter((person) => own.some(({ id }) => person.channels.includes(id)));
  const [only, ...others] = owners;
  return only !== undefined && others.length === 0 ? only.name : shortNumber(number);
}
