/**
 * Fields that several questions share.
 */
import { z } from 'zod';
import { Instant } from '../../model/ids.ts';

/** In somebody's own words; may be empty. */
export const note = z.string().max(500).default('');
/** How long, in ms: at most a month. */
export const ms = z
  .number()
  .int()
  .min(1)
  .max(31 * 86_400_000);
/** Epoch ms. */
export const instant = Instant.int();
