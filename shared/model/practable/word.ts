/**
 * What a practable system has us say and do: mails, the status API, and whether its experiments can be booked. As it stands in the
 * configuration file.
 */
import { z } from 'zod';
import { MailAddress, MailAddresses } from '../channels/smtp.ts';
import { ChannelId } from '../ids.ts';

/** One mail per round with all that is new, and all that is wrong. */
export const PractableMailFile = z.strictObject({
  /** The mail channel whose server carries it. Whom it pages has no part in it. */
  by: ChannelId,
  to: MailAddresses.pipe(z.array(MailAddress).min(1).max(50)),
  cc: MailAddresses.pipe(z.array(MailAddress).max(50)).default([]),
  /** What the subject begins with. Default: the name of the system. */
  subject: z.string().min(1).max(200).optional(),
  /** Where more is to be read, as the mail says it. */
  link: z.string().min(1).max(1_000).optional(),
});
export type PractableMailSettings = z.infer<typeof PractableMailFile>;

/** The API of the practable status server, for programs that read it. */
export const PractableApiFile = z.strictObject({
  /** Anything but loopback is a deliberate choice. */
  host: z.string().default('127.0.0.1'),
  /** 3007 in the original; 0: any free one. */
  port: z.number().int().min(0).max(65_535).default(3_007),
});

export const SETTING = ['never', 'dry-run', 'in-book'] as const;

export const PractableAvailabilityFile = z.strictObject({
  /** `never` also gives back what was set before. `dry-run` reads book and tells what it would set. */
  set: z.enum(SETTING).default('never'),
  /** A required stream that is connected and sends nothing takes the experiment out of service. */
  silentIsUnavailable: z.boolean().default(true),
  /** So many experiments are read or set at most. */
  perMinute: z.number().int().min(1).max(600).default(60),
});
