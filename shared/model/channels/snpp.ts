import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { Port } from './parts.ts';

/** A pager behind an SNPP gateway (RFC 1861). */
export const SnppChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('snpp'),
  host: z.string().min(1),
  port: Port.default(444),
  pager: z.string().min(1),
  login: z.strictObject({ id: z.string(), password: z.string().optional() }).optional(),
  /** The pager can answer (level 3, 2WAY): asked afterwards whether it was read, and what was answered. */
  twoWay: z.boolean().default(false),
});
