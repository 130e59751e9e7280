/**
 * What the readers of a system's mails were told last, and what is on its way to them; kept over a restart.
 */
import { z } from 'zod';
import { SERVICES, SystemId } from './settings.ts';

/** How an experiment was at some time. */
export const HealthLine = z.object({
  stub: z.string(),
  issues: z.array(z.string()),
  /** Null: nobody knew. */
  available: z.boolean().nullable(),
});
export type HealthLine = Readonly<z.infer<typeof HealthLine>>;

/** A mail that was written and may have gone. */
export const MailDraft = z.object({
  /** The same on every try. */
  id: z.string(),
  at: z.number(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  /** What it tells, for when it surely did not go. */
  events: z.array(HealthLine),
  stale: z.array(z.enum(SERVICES)),
});
export type MailDraft = Readonly<z.infer<typeof MailDraft>>;

export const MailLedger = z.object({
  system: SystemId,
  /** Not told of, oldest first. */
  events: z.array(HealthLine),
  /** How many more there were, when a mail server was away for very long. */
  dropped: z.number().int(),
  /** The services that were told to be silent. */
  stale: z.array(z.enum(SERVICES)),
  tellings: z.number().int(),
  draft: MailDraft.nullable(),
});
export type MailLedger = Readonly<z.infer<typeof MailLedger>>;
