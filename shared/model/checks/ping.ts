/**
 * The ping check: ICMP echoes by the system's own `ping`, which has the rights that this app shall not have.
 */
import { z } from 'zod';
import { hostName } from './address.ts';
import { timing } from './common.ts';

export const PingCheck = z.strictObject({
  type: z.literal('ping'),
  ...timing,
  host: hostName,
  /** Echoes of one try, 200 ms apart (the fastest that ordinary users may). */
  count: z.number().int().min(1).max(20).default(3),
  /** Bytes of data in each. */
  size: z.number().int().min(0).max(65_507).default(56),
  family: z.enum(['any', 'ipv4', 'ipv6']).default('any'),
  /** Percent of the echoes that may be lost. All of them is always a failure. */
  maxLoss: z.number().min(0).max(99).default(50),
});

/** Between two echoes, ms. */
export const PING_GAP_MS = 200;
