import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

/** A Slack channel, by an incoming webhook. */
export const SlackChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('slack'),
  /** `https://hooks.slack.com/services/T…/B…/…`: whoever has it can post, so it is a secret as a whole. */
  webhookUrl: HttpUrl,
});
