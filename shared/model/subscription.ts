/**
 * What somebody asks for who wants to hear by mail how things are, and how it waits until the owner of the address agrees.
 */
import { z } from 'zod';
import { MailAddress } from './channels/smtp.ts';
import { ComponentId } from './ids.ts';
import { Language } from './status-page.ts';

/** As it happens (after a breath), or what a day brought in one mail. */
export const PACES = ['at-once', 'daily'] as const;
export const Pace = z.enum(PACES);
export type Pace = z.infer<typeof Pace>;

/** What somebody wants to hear. */
export const Wish = z.object({
  email: MailAddress,
  /** Null: everything, also what comes later. */
  components: z.array(ComponentId).min(1).max(1_000).nullable(),
  language: Language,
  pace: Pace,
});
export type Wish = z.infer<typeof Wish>;

/** Asked for, and not agreed to yet: whoever typed the address may not be its owner. */
export const OptIn = Wish.extend({
  /** Of the address. */
  id: z.string(),
  /** Epoch ms. */
  askedAt: z.number(),
  /** The mail that asks the owner was taken by our mail server, or will never be. */
  mailed: z.boolean(),
});
export type OptIn = z.infer<typeof OptIn>;

/** Unanswered for so long, it is forgotten. ms */
export const OPT_IN_MS = 48 * 3_600_000;
