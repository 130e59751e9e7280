import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

/** Standard Webhooks: signed POST. */
export const WebhookChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('webhook'),
  url: HttpUrl,
  /** `whsec_…`, usually ${ENV} or sealed. */
  secret: z.string().min(1),
  headers: z.record(z.string(), z.string()).default({}),
  verifyTls: z.boolean().default(true),
});
