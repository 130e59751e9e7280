/**
 * The check of alerts that came from a source: whether one of them still lasts. Made by the house, never in the file. See rules/alerts.
 */
import { z } from 'zod';
import { timing } from './common.ts';

export const AlertCheck = z.strictObject({ type: z.literal('alert'), ...timing });
