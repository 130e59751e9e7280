/**
 * The zc.monitor / ftw.monitor check of a Zope instance.
 */
import { z } from 'zod';
import { port, timing } from './common.ts';

export const ZcMonitorCheck = z
  .strictObject({
    type: z.literal('zcmonitor'),
    ...timing,
    host: z.string().min(1).default('127.0.0.1'),
    /** The Zope instance's own HTTP port; the monitor listens on this + 80 (ftw.monitor). */
    instancePort: port.max(65_455).optional(),
    /** The monitor's port itself, when it is not instance + 80. */
    port: port.optional(),
  })
  .refine((check) => (check.instancePort === undefined) !== (check.port === undefined), {
    error: 'one of instancePort (the Zope instance, the monitor is 80 above it) and port (the monitor itself)',
  });
