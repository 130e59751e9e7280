import { z } from 'zod';
import { Duration } from '../duration.ts';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

/** Tokens and keys are 30 letters and digits (pushover.net/api). */
const Key = z.string().regex(/^[A-Za-z0-9]{30}$/, 'must be 30 letters and digits');

/** Pushover's bounds for what rings until it is acknowledged (pushover.net/api, "priority"). ms */
const SHORTEST_RETRY = 30_000;
const LONGEST_EXPIRE = 3 * 3_600_000;

/** Pushover (pushover.net/api): pushes to the phones of a user or a group. */
export const PushoverChannel = z
  .strictObject({
    id: ChannelId,
    type: z.literal('pushover'),
    /** The application's API token. */
    token: Key,
    /** Of a user or a group. */
    userKey: Key,
    /** Only this device of the user; several parted by commas. Default: all. */
    device: z
      .string()
      .regex(/^[-_A-Za-z0-9]{1,25}(?:,[-_A-Za-z0-9]{1,25})*$/, 'names of devices, parted by commas')
      .optional(),
    /** The name of a sound. Default: the user's own. */
    sound: z.string().min(1).optional(),
    /** How often a critical page rings until it is acknowledged on the phone. */
    retry: Duration.default(60_000),
    /** How long it rings at most: Pushover is not told when somebody acknowledges elsewhere. */
    expire: Duration.default(15 * 60_000),
    baseUrl: HttpUrl.default('https://api.pushover.net'),
  })
  .refine(({ retry }) => retry >= SHORTEST_RETRY, { path: ['retry'], error: 'must be at least 30s' })
  .refine(({ expire }) => expire <= LONGEST_EXPIRE, { path: ['expire'], error: 'must be at most 3h' })
  .refine(({ retry, expire }) => retry <= expire, { path: ['expire'], error: 'must be at least as long as `retry`' });
