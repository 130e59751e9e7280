import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

export const JSON_TYPE = 'application/json';

/** Standard Webhooks: signed POST. */
export const WebhookChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('webhook'),
  url: HttpUrl,
  /** `whsec_…`, usually ${ENV} or sealed. */
  secret: z.string().min(1),
  headers: z.record(z.string(), z.string()).default({}),
  verifyTls: z.boolean().default(true),
  /** A body of your own in place of the page as JSON: `{"msg": "{{title}}"}`. Fields are those of a page; see rules/template.ts. */
  template: z.string().min(1).optional(),
  /** Of the template. Default: application/json. It is sent as UTF-8. */
  contentType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+(?:; ?charset=utf-8)?$/i, 'a media type like text/plain, in UTF-8')
    .optional(),
});
