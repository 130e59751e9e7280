/**
 * The zc.monitor / ftw.monitor check of a Zope instance: health_check first, then whatever else it is asked for.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { Trouble } from '../status.ts';
import { address, hostName } from './address.ts';
import { port, seconds, timing } from './common.ts';
import { HttpAuth } from './http-target.ts';
import { stages } from './stages.ts';
import { throughProxy, trusting } from './way.ts';

/** What can be asked beside health_check. */
export const MONITOR_COMMANDS = ['zeostatus', 'monitor', 'dbinfo', 'zeocache', 'perf_metrics', 'warmup_state'] as const;
export type MonitorCommand = (typeof MONITOR_COMMANDS)[number];

export const ZcMonitorCheck = z
  .strictObject({
    type: z.literal('zcmonitor'),
    ...timing,
    ...throughProxy,
    ...stages,
    host: hostName.default('127.0.0.1'),
    /** The Zope instance's own HTTP port; the monitor listens on this + 80 (ftw.monitor). */
    instancePort: port.max(65_455).optional(),
    /** The monitor's port itself, when it is not instance + 80. */
    port: port.optional(),
    /** The monitor's Unix socket, when it listens on no port (five.z2monitor, zc.z3monitor). */
    socket: z.string().startsWith('/', 'the whole path of a Unix socket').optional(),
    /**
     * Asked in each try once health_check said OK, each on a connection of its own, for the monitor answers one command and
     * closes. Figures become readings; `zeostatus` False and a database that perf_metrics calls lost are failures.
     */
    commands: z.array(z.enum(MONITOR_COMMANDS)).default([]),
    /** Requests that hold a database connection for long: fails when more than `most` are open longer than `after`. */
    slowConnections: z
      .strictObject({
        after: Duration.default(seconds(100)),
        most: z.number().int().min(0).max(100_000).default(0),
        level: Trouble.default('performance_issues'),
      })
      .optional(),
    /**
     * Warms the instance up by GET when its warmup_state says that nobody did and nobody is at it: never while it warms up by
     * itself, once at a time, not again before `again`, and for half an hour at most. It goes through the check's `proxy`, and decides
     * nothing about the check.
     */
    warmUp: z
      .strictObject({
        url: address(/^https?$/, 'an http:// or https:// address, like http://zope1:8080/@@warmup'),
        again: Duration.default(seconds(1_800)),
        auth: HttpAuth.optional(),
        ...trusting,
      })
      .optional(),
  })
  .refine((check) => [check.instancePort, check.port, check.socket].filter((way) => way !== undefined).length === 1, {
    error:
      'one of instancePort (the Zope instance, the monitor is 80 above it), port (the monitor itself) and socket (its Unix socket)',
  })
  .refine((check) => check.socket === undefined || check.proxy === undefined, {
    path: ['proxy'],
    error: 'a Unix socket is on this machine: no proxy leads there',
  })
  .refine((check) => new Set(check.commands).size === check.commands.length, {
    path: ['commands'],
    error: 'each command once',
  });
