/**
 * Whether an SMS of a stranger calls somebody. Telephones and carriers write by themselves too, and nobody is to be woken by those.
 */
import type { ChannelSettings } from '../../model/channel.ts';
import { type Call, LONGEST_WORDS, plainWords } from '../../model/page-me.ts';
import { understand } from '../answers/understand.ts';
import { cutAtWord } from '../words/plain.ts';

/** Why an SMS is no call. */
export type NoCall =
  | 'nothing is said in it'
  | 'its sender cannot be called back'
  | 'it comes from a number of our own'
  | 'its sender is heard by a channel of their own'
  | 'the carrier keeps such words for itself'
  | 'it is an answer to a page'
  | 'it is a day old';

/** Beyond this nobody waits for help any more who has not found another way. */
const OLD_MS = 24 * 3_600_000;

/** E.164. Short codes and names (`12345`, `PARCELS`) are machines that nobody can write back to. */
const NUMBER = /^\+[1-9]\d{6,14}$/;

/**
 * Alone in a message they turn a number's SMS off and on, or ask for the owner's help text: Twilio itself does that and answers them
 * (help.twilio.com/articles/223134027, "Twilio support for opt-out keywords").
 */
const CARRIERS_WORDS: ReadonlySet<string> = new Set([
  'stop',
  'stopall',
  'unsubscribe',
  'cancel',
  'end',
  'quit',
  'revoke',
  'optout',
  'start',
  'unstop',
  'yes',
  'help',
  'info',
]);

export interface StrangersSms {
  readonly from: string;
  readonly said: string;
  /** By the service's clock. Epoch ms. */
  readonly at: number;
}

/** Null: it is a call. `on`: the channel to whose number it was written. */
export function noCall(
  { from, said, at }: StrangersSms,
  on: ChannelSettings,
  channels: Iterable<ChannelSettings>,
  now: number,
): NoCall | null {
  const all = [...channels];
  if (plainWords(said) === '') {
    return 'nothing is said in it';
  }
  if (!NUMBER.test(from)) {
    return 'its sender cannot be called back';
  }
  if (all.some((channel) => 'from' in channel && channel.from === from)) {
    return 'it comes from a number of our own';
  }
  if (all.some((channel) => hears(channel, on, from))) {
    return 'its sender is heard by a channel of their own';
  }
  if (CARRIERS_WORDS.has(said.trim().toLowerCase())) {
    return 'the carrier keeps such words for itself';
  }
  if (understand(said) !== null) {
    return 'it is an answer to a page';
  }
  return now - at > OLD_MS ? 'it is a day old' : null;
}

/** What is written there by this number comes in as an answer. */
function hears(channel: ChannelSettings, on: ChannelSettings, from: string): boolean {
  return (
    channel.type === 'twilio-sms' &&
    channel.replies &&
    channel.to === from &&
    on.type === 'twilio-sms' &&
    channel.from === on.from
  );
}

/** The words of a call, as the form would have taken them. */
export function calledWords(said: string): string {
  return cutAtWord(plainWords(said), LONGEST_WORDS);
}

/** A telephone that answers by itself does so at once. */
const AT_ONCE_MS = 5 * 60_000;

/**
 * Whether this number may hear by SMS what becomes of its call. Not when it called right after it was told that its last one had ended,
 * and that one came just so: a telephone that answers by itself would go on for ever. A person who protests is told once more.
 */
export function mayTell(calls: Iterable<Call>, number: string, now: number): boolean {
  const own = [...calls].filter(({ tellBy }) => tellBy?.way === 'sms' && tellBy.to === number);
  const [before, last] = own.slice(-2);
  return before === undefined || last === undefined || !(echoes(before, last.at) && echoes(last, now));
}

const echoes = ({ toldLast }: Call, at: number): boolean =>
  toldLast?.kind === 'ended' && at - toldLast.at <= AT_ONCE_MS;
