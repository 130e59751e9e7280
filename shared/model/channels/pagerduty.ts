import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

/** A service at PagerDuty (Events API v2): it opens an alert there, and resolves it. */
export const PagerDutyChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('pagerduty'),
  /** Of an integration of the kind "Events API v2". */
  routingKey: z
    .string()
    .regex(/^[A-Za-z0-9]{32}$/, 'must be the 32 letters and digits of an Events API v2 integration'),
  /** In the European region: https://events.eu.pagerduty.com */
  baseUrl: HttpUrl.default('https://events.pagerduty.com'),
});
