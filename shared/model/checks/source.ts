/**
 * What another program says of a component (a cron job through the Cachet API), as a check of it: so its word is judged, paged, shown and
 * kept like everything else that is known. Made by the house when a program first speaks, never in the file. See rules/cachet.
 */
import { z } from 'zod';
import { timing } from './common.ts';

export const SourceCheck = z.strictObject({ type: z.literal('source'), ...timing });
