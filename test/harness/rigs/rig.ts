/**
 * What the contract of channels asks of each channel's other side.
 */
import type { ChannelMemory } from '../../../electron/engine/ports/channel.ts';
import type { ChannelSettings } from '../../../shared/model/channel.ts';

/** Stand in the settings of the rigs; whatever quotes them, no word of ours may. */
export const SECRETS = [
  'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  'tok-987654',
  'twilio-secret-token',
  'pa55word',
  'aTokenOfPushover01234567890123',
  'AAbot-token-of-Telegram',
  'routingKeyOfPagerDuty01234567890',
] as const;
export const ECHO = SECRETS.map((secret) => `you said ${secret}`).join(' ');

/** A real other side for one channel, that can be well, refuse, hang, or quote everything it was told. */
export interface Rig {
  readonly settings: ChannelSettings;
  /** Absent: this channel keeps nothing. */
  readonly memory?: ChannelMemory;
  /** Resolves when the next try has come so far that it hangs. */
  hang(): Promise<void>;
  refuse(): void;
  echo(): void;
  /** Distinct messages that the receiver has taken. */
  taken(): number;
  close(): Promise<void>;
}
