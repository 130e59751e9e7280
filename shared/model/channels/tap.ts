import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { Port } from './parts.ts';

/** A pager behind a paging terminal that speaks TAP 1.8, reached over TCP: itself, or its serial line behind a terminal server. */
export const TapChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('tap'),
  host: z.string().min(1),
  /** TAP has no registered port. */
  port: Port,
  pager: z.string().regex(/^[!-~]{1,40}$/, 'a number or a word without blanks'),
  password: z
    .string()
    .regex(/^[A-Za-z0-9]{1,20}$/, 'letters and digits only, at most 20')
    .optional(),
  /** Characters that the terminal takes in one message. More than some 240 need terminals that join blocks. */
  longest: z.number().int().min(40).max(1_000).default(240),
});
