/**
 * The check of one call from a person: whether it still waits for its end. Made by the house for as long as the call lasts, never in
 * the file. See rules/calls.
 */
import { z } from 'zod';
import { timing } from './common.ts';

export const CallCheck = z.strictObject({ type: z.literal('call'), ...timing });
