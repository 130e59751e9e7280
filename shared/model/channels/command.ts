import { z } from 'zod';
import { Duration } from '../duration.ts';
import { ChannelId } from '../ids.ts';

/** The system cannot hand over a NUL. */
const argument = z.string().regex(/^[^\0]*$/, 'no NUL characters');

/** A try of a page has 15 s in all. ms */
const LONGEST = 14_000;

/** A program of this machine that passes the page on. It runs what the configuration says, with the rights of this app. */
export const CommandChannel = z
  .strictObject({
    id: ChannelId,
    type: z.literal('command'),
    /** The program, then its arguments, each an item of its own: there is no shell that would split or expand anything. */
    command: z.tuple([argument.min(1)], argument),
    /** The folder it runs in. Default: the one the app runs in. */
    cwd: argument.min(1).optional(),
    /** All of its environment, besides PATH and WATCHBELL_…. Values may hold ${ENV} and sealed secrets. */
    env: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and _'), argument)
      .default({}),
    /** Ended after this, with all that it has started. */
    timeout: Duration.default(10_000),
  })
  .refine(({ timeout }) => timeout > 0 && timeout <= LONGEST, {
    path: ['timeout'],
    error: 'must be more than 0 and at most 14s',
  });
