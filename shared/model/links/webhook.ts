import { z } from 'zod';
import { HttpUrl } from '../channels/parts.ts';
import { linkFields } from './common.ts';

/** Any program: a POST for each change, signed after Standard Webhooks where there is a secret. */
export const WebhookLink = z.strictObject({
  ...linkFields,
  type: z.literal('webhook'),
  url: HttpUrl,
  /** `whsec_…`. Absent: it is not signed. */
  secret: z.string().min(1).optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** A body of your own, as with the webhook channel. Its fields: rules/links/flat.ts. */
  template: z.string().min(1).optional(),
  contentType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+(?:; ?charset=utf-8)?$/i, 'a media type like text/plain, in UTF-8')
    .optional(),
});
