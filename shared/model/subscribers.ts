/**
 * How the configuration lets people and programs hear how things are, without looking at the status page.
 */
import { z } from 'zod';
import { MailAddress } from './channels/smtp.ts';
import { ChannelId, ComponentId } from './ids.ts';
import { ClockTime } from './wall-time.ts';

const Hook = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(1_000),
  /** `whsec_…`: signs what is sent, after Standard Webhooks. Absent: it goes unsigned. */
  secret: z.string().min(1).optional(),
  /** Default: everything. */
  components: z.array(ComponentId).min(1).optional(),
});

export const SubscribersFile = z.strictObject({
  /** The mail channel whose server carries the news. Whom it pages has no part in it. */
  by: ChannelId,
  /** Default: the channel's own. */
  from: MailAddress.optional(),
  /** When daily mails go, by the clock of the page. */
  digestAt: ClockTime.default('08:00'),
  /** So many mails at most; pages do not count and do not wait. */
  perMinute: z.number().int().min(1).max(600).default(60),
  /** Programs that hear the same, each by POST. */
  webhooks: z.array(Hook).max(20).default([]),
});
export type SubscribersSettings = z.infer<typeof SubscribersFile>;
export type HookSettings = SubscribersSettings['webhooks'][number];
