/**
 * How the machine's own speakers and screen, and the services outside, reach somebody: the configuration file's own schemas.
 *
 * A new channel is a file in `channels/` and a line here, an adapter in `electron/paging/channels/` and a line in its registry.
 */
import { z } from 'zod';
import { CommandChannel } from './channels/command.ts';
import { NativeChannel } from './channels/native.ts';
import { NtfyChannel } from './channels/ntfy.ts';
import { PagerDutyChannel } from './channels/pagerduty.ts';
import { PushoverChannel } from './channels/pushover.ts';
import { SlackChannel } from './channels/slack.ts';
import { SmtpChannel } from './channels/smtp.ts';
import { SnppChannel } from './channels/snpp.ts';
import { SoundChannel } from './channels/sound.ts';
import { TapChannel } from './channels/tap.ts';
import { TeamsChannel } from './channels/teams.ts';
import { TelegramChannel } from './channels/telegram.ts';
import { TwilioSmsChannel } from './channels/twilio-sms.ts';
import { TwilioVoiceChannel } from './channels/twilio-voice.ts';
import { VonageSmsChannel } from './channels/vonage-sms.ts';
import { WctpChannel } from './channels/wctp.ts';
import { WebhookChannel } from './channels/webhook.ts';

export const ChannelFile = z.discriminatedUnion('type', [
  NativeChannel,
  SoundChannel,
  WebhookChannel,
  TwilioSmsChannel,
  TwilioVoiceChannel,
  VonageSmsChannel,
  WctpChannel,
  TapChannel,
  SnppChannel,
  NtfyChannel,
  SmtpChannel,
  PushoverChannel,
  TelegramChannel,
  PagerDutyChannel,
  SlackChannel,
  TeamsChannel,
  CommandChannel,
]);
export type ChannelSettings = z.infer<typeof ChannelFile>;
export type ChannelType = ChannelSettings['type'];
export type ChannelSettingsOf<T extends ChannelType> = Extract<ChannelSettings, { type: T }>;
