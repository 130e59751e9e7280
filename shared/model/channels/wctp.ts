import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

/** A pager or a telephone behind a WCTP gateway (Wireless Communications Transfer Protocol, revision 1.3). */
export const WctpChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('wctp'),
  url: HttpUrl.refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), {
    error: 'without a login: WCTP knows us by senderId and securityCode',
  }),
  /** Who we are to the gateway. Lengths are the protocol's. */
  senderId: z.string().min(1).max(128),
  securityCode: z.string().min(1).max(16).optional(),
  /** Whom to page, often the number alone. */
  recipient: z.string().min(1).max(128),
  /** What the gateway understands; error 303 says that it is another. */
  version: z.enum(['1.1', '1.2', '1.3']).default('1.3'),
  /** Whether we ask the gateway for what the pager answers and for whether the page arrived. It must let us poll. */
  replies: z.boolean().default(false),
  verifyTls: z.boolean().default(true),
});
