import { z } from 'zod';
import { ChannelId } from '../ids.ts';

/** The desktop's own notice, on this machine. */
export const NativeChannel = z.strictObject({ id: ChannelId, type: z.literal('native') });
