import { z } from 'zod';
import { ChannelId } from '../ids.ts';

/** The pager tone, on this machine, until acknowledged. */
export const SoundChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('sound'),
  volume: z.number().min(0).max(1).default(0.8),
});
