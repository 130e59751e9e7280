/**
 * The HAProxy check: its statistics, over HTTP (the stats page as CSV) or from its admin socket.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { hostName } from './address.ts';
import { port, timing } from './common.ts';
import { httpTarget } from './http-target.ts';

export const HaproxyCheck = z
  .strictObject({
    type: z.literal('haproxy'),
    ...timing,
    ...httpTarget,
    /** The stats page; `;csv` is added by itself. */
    url: httpTarget.url.optional(),
    /** The admin socket (`stats socket`): a path on this machine … */
    socket: z.string().startsWith('/', 'the whole path of a Unix socket').optional(),
    /** … or a host and a port. */
    host: hostName.optional(),
    port: port.optional(),
    /** Only these, by name; one that HAProxy does not have is a failure. Default: every back end with a server. */
    backends: z.array(z.string().min(1)).default([]),
    /** Servers in service that each back end needs; below it is a partial outage. Losing any one is performance issues. */
    least: z.number().int().min(1).optional(),
    /** Requests that may wait in a back end's queue. */
    maxQueue: z.number().int().min(0).optional(),
    /** Estimated wait of a newcomer beyond which a back end counts as overloaded. */
    maxWait: Duration.optional(),
    /** Errors (no connection, broken answer, 5xx) of a back end since the last look. */
    maxErrors: z.number().int().min(0).optional(),
  })
  .refine((check) => [check.url, check.socket, check.host].filter((way) => way !== undefined).length === 1, {
    error: 'one of url (the stats page), socket (the admin socket) and host with port (the admin socket over TCP)',
  })
  .refine((check) => (check.host === undefined) === (check.port === undefined), {
    path: ['port'],
    error: 'goes with host: the admin socket over TCP has both',
  })
  .refine((check) => check.socket === undefined || check.proxy === undefined, {
    path: ['proxy'],
    error: 'a Unix socket is on this machine: no proxy leads there',
  });
