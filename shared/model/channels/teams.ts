import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

/** A channel or chat of Microsoft Teams, by a workflow that begins with "When a Teams webhook request is received". */
export const TeamsChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('teams'),
  /** With its signature (`sig=`): whoever has it can post, so it is a secret as a whole. */
  webhookUrl: HttpUrl,
});
