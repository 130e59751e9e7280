/**
 * The TLS check: who a server says it is, and for how long. The handshake is made, nothing is sent over it.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { hostName } from './address.ts';
import { port, seconds, timing } from './common.ts';
import { stages } from './stages.ts';
import { throughProxy, trusting } from './way.ts';

/** Ports where the protocols begin in the clear, and turn to TLS when asked. */
const STARTTLS_PORTS = { smtp: 587, imap: 143, ldap: 389, mysql: 3306, postgres: 5432 } as const;
export type StartTls = keyof typeof STARTTLS_PORTS;
const STARTTLS = Object.keys(STARTTLS_PORTS) as [StartTls, ...StartTls[]];
const HTTPS_PORT = 443;

export const TlsCheck = z.strictObject({
  type: z.literal('tls'),
  ...timing,
  /** A certificate does not end between two looks. */
  interval: Duration.default(seconds(600)),
  host: hostName,
  /** Default: 443, or the registered port of the protocol in `starttls`. */
  port: port.optional(),
  /** The name to ask for (SNI) and to find in the certificate. Default: the host. */
  serverName: z.string().min(1).optional(),
  /** More names that the certificate must carry. */
  names: z.array(z.string().min(1)).default([]),
  /** The protocol that is spoken before TLS begins. */
  starttls: z.enum(STARTTLS).optional(),
  ...throughProxy,
  ...stages,
  ...trusting,
  /**
   * Warn once fewer than so many days are left, in falling order: the first warnings make `performance_issues`, the last one
   * `partial_outage`, an ended certificate `major_outage`. Judged with `verifyTls: false`, too.
   */
  warnDays: z
    .array(z.number().min(0).max(3_650))
    .refine((days) => days.every((each, index) => index === 0 || each < (days[index - 1] ?? 0)), {
      error: 'days in falling order, each once, e.g. [21, 7, 1]',
    })
    .default([21, 7, 1]),
});

/** The port to connect to. */
export const tlsPort = (check: {
  readonly port?: number | undefined;
  readonly starttls?: StartTls | undefined;
}): number => check.port ?? (check.starttls === undefined ? HTTPS_PORT : STARTTLS_PORTS[check.starttls]);
