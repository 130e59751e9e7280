/**
 * The exec check: a program that follows the Nagios plugin API. It runs what the configuration says, with the rights of this app.
 */
import { z } from 'zod';
import { timing } from './common.ts';

/** The system cannot hand over a NUL. */
const argument = z.string().regex(/^[^\0]*$/, 'no NUL characters');

export const ExecCheck = z.strictObject({
  type: z.literal('exec'),
  ...timing,
  /** The program, then its arguments, each an item of its own: there is no shell that would split or expand anything. */
  command: z.tuple([argument.min(1)], argument),
  /** The folder it runs in. Default: the one the app runs in. */
  cwd: argument.min(1).optional(),
  /** All of its environment, besides PATH. Values may hold ${ENV} and sealed secrets. */
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and _'), argument).default({}),
});
